// expect: carafe: describe() names no table: add t.table("...").
#include "carafe/orm/define.hpp"

#include "tests/misuse/models.hpp"

namespace carafe::home {

struct Bad {
    Id<Bad> id{};

    static constexpr void describe(auto& t) { t.id("id", &Bad::id); }
};

}  // namespace carafe::home

template struct carafe::orm::Define<carafe::orm::ModelList<carafe::home::Bad>>;
