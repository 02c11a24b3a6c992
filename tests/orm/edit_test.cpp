#include "carafe/orm/edit.hpp"

#include "fixture.hpp"

namespace carafe::home {

/// A chore of household A.
class EditTest : public HomeTest {
  protected:
    EditTest() {
        Board board = db.insert(Board{.name = "Kitchen"});
        chore = db.insert(Chore{.board_id = board.id, .name = "Dishes", .reward = Money{200}});
        statements.clear();
    }

    orm::UnitOfWork unit{database};
    Db db = unit.tenant(household_a);
    Chore chore{};
};

TEST_F(EditTest, WritesOnlyWhatChanged) {
    clock.advance(std::chrono::seconds{5});
    auto edit = db.edit(chore.id, expect_version(1));
    edit->name = "Cook";
    edit->due = make_date(2028, 3, 1);

    auto changes = edit.save();

    EXPECT_EQ(statements.size(), 2U);
    EXPECT_EQ(statements.back().find("\"reward\""), std::string::npos);
    EXPECT_NE(statements.back().find("\"name\" = "), std::string::npos);
    auto read = db.get_or_404(chore.id);
    EXPECT_EQ(read.name, "Cook");
    EXPECT_EQ(read.due, make_date(2028, 3, 1));
    EXPECT_EQ(read.version, 2);
    EXPECT_EQ(read.updated_at, clock.now());
    EXPECT_EQ(changes.table, "chores");
    EXPECT_EQ(changes.key, chore.id.value);
    EXPECT_EQ(changes.changes,
              (std::vector<Change>{{"name", "Dishes", "Cook"},
                                   {"due", std::nullopt, "2028-03-01"}}));
}

TEST_F(EditTest, RunsNoStatementWhenNothingChanged) {
    auto edit = db.edit(chore.id);
    edit->name = "Dishes";

    auto changes = edit.save();

    EXPECT_TRUE(changes.empty());
    EXPECT_EQ(statements.size(), 1U);
    EXPECT_EQ(db.get_or_404(chore.id).version, 1);
}

TEST_F(EditTest, RefusesAnotherVersionAtOnce) {
    try {
        db.edit(chore.id, expect_version(7));
        FAIL();
    } catch (const orm::StaleRow& stale) {
        EXPECT_EQ(stale.current_version, 1);
        EXPECT_EQ(stale.key, chore.id.value);
    }
}

TEST_F(EditTest, RefusesARowThatChangedMeanwhile) {
    auto edit = db.edit(chore.id, expect_version(1));
    edit->name = "Cook";
    db.query<Chore>().where(&Chore::id, chore.id).set(&Chore::reward, Money{1}).update();

    EXPECT_THROW(edit.save(), orm::StaleRow);

    EXPECT_EQ(db.get_or_404(chore.id).name, "Dishes");
    EXPECT_EQ(edit->version, 1);
}

TEST_F(EditTest, SavesAgainAfterFurtherChanges) {
    auto edit = db.edit(chore.id);
    edit->name = "Cook";
    edit.save();
    edit->active = false;

    auto changes = edit.save();

    EXPECT_EQ(changes.changes, (std::vector<Change>{{"active", "true", "false"}}));
    EXPECT_EQ(db.get_or_404(chore.id).version, 3);
}

TEST_F(EditTest, RefusesAnotherKeyOrTenant) {
    auto edit = db.edit(chore.id);
    edit->id = Id<Chore>{chore.id.value + 1};
    EXPECT_THROW(edit.save(), orm::QueryError);
    edit->id = chore.id;
    edit->tenant_id = household_b;
    EXPECT_THROW(edit.save(), orm::TenantViolation);
}

TEST_F(EditTest, SeesRowsOfItsTenantOnly) {
    auto b = unit.tenant(household_b);

    EXPECT_THROW(b.edit(chore.id), orm::NotFound);
}

TEST_F(EditTest, TellsValuesAsText) {
    auto everything = unit.session();
    auto edit = everything.edit(everything.insert(Everything{}).id);
    edit->flag = true;
    edit->large = -5;
    edit->real = 0.1;
    edit->text = "né";
    edit->bytes.data = "hash";
    edit->moment = parse_iso_time("2028-02-29T12:00:00Z").value();
    edit->time = {75};
    edit->money = Money{1250};
    edit->rotation = Rotation::Weekly;
    edit->json.text = "[]";
    edit->bytes_or_none = Bytes{"abc"};

    auto changes = edit.save();

    EXPECT_EQ(changes.changes.size(), 11U);
    auto after = [&](std::string_view column) { return changes.find(column)->after.value_or("?"); };
    EXPECT_EQ(changes.find("flag")->before, "false");
    EXPECT_EQ(after("flag"), "true");
    EXPECT_EQ(after("large"), "-5");
    EXPECT_EQ(after("real"), "0.1");
    EXPECT_EQ(after("text"), "né");
    EXPECT_EQ(after("moment"), format_iso(edit->moment));
    EXPECT_EQ(after("time"), format_time_of_day({75}));
    EXPECT_EQ(after("money"), "1250");
    EXPECT_EQ(changes.find("rotation")->before, "daily");
    EXPECT_EQ(after("rotation"), "weekly");
    EXPECT_EQ(after("json"), "[]");
    EXPECT_EQ(after("bytes_or_none"), "3 bytes");
    EXPECT_EQ(changes.find("small"), nullptr);
}

TEST_F(EditTest, NamesSecretsWithoutTheirValues) {
    auto everything = unit.session();
    auto edit = everything.edit(everything.insert(Everything{}).id);
    edit->bytes.data = "hash";

    auto changes = edit.save();

    EXPECT_EQ(changes.changes,
              (std::vector<Change>{{"bytes", std::nullopt, std::nullopt, true}}));
    EXPECT_EQ(everything.get_or_404(edit->id).bytes.data, "hash");
}

}  // namespace carafe::home
