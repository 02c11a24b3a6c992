// expect: carafe: names in describe() are lower case letters, digits and _, at most 60.
#include "carafe/orm/define.hpp"

#include "tests/misuse/models.hpp"

namespace carafe::home {

struct Bad {
    Id<Bad> id{};

    static constexpr void describe(auto& t) {
        t.table("bad; DROP TABLE good");
        t.id("id", &Bad::id);
    }
};

}  // namespace carafe::home

template struct carafe::orm::Define<carafe::orm::ModelList<carafe::home::Bad>>;
