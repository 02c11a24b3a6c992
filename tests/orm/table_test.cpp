#include "carafe/orm/table.hpp"

#include "carafe/orm/define.hpp"

#include <gtest/gtest.h>

#include "models.hpp"

namespace carafe::home {

struct Forgetful {
    Id<Forgetful> id{};
    std::string kept{};
    std::string forgotten{};
    HasMany<Chore> chores{};

    static constexpr void describe(auto& t) {
        t.table("forgetful");
        t.id("id", &Forgetful::id);
        t.col("kept", &Forgetful::kept);
    }
};

TEST(Table, FindsMembersThatAreNotDescribed) {
    EXPECT_TRUE(find_undescribed_members(tables_of(Models{})).empty());
    auto found = find_undescribed_members({&table<Forgetful>()});
    ASSERT_EQ(found.size(), 1U);
    EXPECT_NE(found[0].find("forgetful"), std::string::npos);
}

TEST(Table, NamesIndexesAndRulesPredictably) {
    const Table& chores = table<Chore>();
    std::vector<std::string> names;
    for (const auto& index : chores.indexes) {
        names.push_back(index.name);
    }

    EXPECT_EQ(names,
              (std::vector<std::string>{"ix_chores_due",
                                        "idx_chores_board_id",
                                        "uq_chores_board_id_name",
                                        "ix_chores_person_id"}));
    EXPECT_EQ(chores.checks[0].name.substr(0, 25), "ck_chores_name_not_blank_");
    EXPECT_EQ(chores.checks[0].expression, "length(trim(\"name\")) > 0");
    EXPECT_EQ(chores.checks[0].name.size(), 31U);
}

TEST(Table, NamesOfRulesFitEveryEngine) {
    const std::string fits(63, 'a');
    const std::string long_name = fits + "b";

    EXPECT_EQ(rule_name(fits), fits);
    EXPECT_EQ(rule_name(long_name).size(), 63U);
    EXPECT_EQ(rule_name(long_name), fits.substr(0, 56) + "_" + fingerprint(long_name));
    EXPECT_NE(rule_name(long_name), rule_name(fits + "c"));
}

TEST(Table, ParentsComeBeforeChildren) {
    auto ordered = in_dependency_order(tables_of(Models{}));
    auto position = [&](const Table& table) {
        return std::find(ordered.begin(), ordered.end(), &table) - ordered.begin();
    };

    EXPECT_EQ(ordered.size(), tables_of(Models{}).size());
    EXPECT_LT(position(table<Household>()), position(table<Board>()));
    EXPECT_LT(position(table<Board>()), position(table<Chore>()));
}

}  // namespace carafe::home
