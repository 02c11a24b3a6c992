// expect: carafe: describe() has no key: add t.id("id", &Model::id).
#include "carafe/orm/define.hpp"

#include "tests/misuse/models.hpp"

namespace carafe::home {

struct Bad {
    Id<Bad> id{};

    static constexpr void describe(auto& t) { t.table("bad"); }
};

}  // namespace carafe::home

template struct carafe::orm::Define<carafe::orm::ModelList<carafe::home::Bad>>;
