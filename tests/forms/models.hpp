// Models for the tests of forms.
#pragma once
#include "carafe/orm/model.hpp"

#include <optional>
#include <string>

namespace carafe::form_tests {

using namespace carafe::orm;

enum class Kind { Daily, Weekly };
constexpr EnumEntry<Kind> kKindNames[] = {{Kind::Daily, "daily", "Every day"}, {Kind::Weekly, "weekly", "Every week"}};
constexpr auto& enum_names(Kind) { return kKindNames; }

struct Chore {
    Id<Chore> id{};
    std::string name{};
    std::optional<std::string> note{};
    Kind kind = Kind::Daily;
    std::int16_t every = 1;
    bool active = true;
    std::optional<Date> due{};
    static constexpr void describe(auto& t) {
        t.table("chores");
        t.id("id", &Chore::id);
        t.col("name", &Chore::name).size(10);
        t.col("note", &Chore::note);
        t.col("kind", &Chore::kind);
        t.col("every", &Chore::every);
        t.col("active", &Chore::active);
        t.col("due", &Chore::due);
    }
};

struct Address {
    Id<Address> id{};
    std::string street{};
    std::string city{};
    static constexpr void describe(auto& t) {
        t.table("addresses");
        t.id("id", &Address::id);
        t.col("street", &Address::street).size(20);
        t.col("city", &Address::city);
    }
};

}  // namespace carafe::form_tests
