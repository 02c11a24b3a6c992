// expect: carafe: describe() uses a column name twice.
#include "carafe/orm/define.hpp"

#include "tests/misuse/models.hpp"

namespace carafe::home {

struct Bad {
    Id<Bad> id{};
    std::string a{}, b{};

    static constexpr void describe(auto& t) {
        t.table("bad");
        t.id("id", &Bad::id);
        t.col("name", &Bad::a);
        t.col("name", &Bad::b);
    }
};

}  // namespace carafe::home

template struct carafe::orm::Define<carafe::orm::ModelList<carafe::home::Bad>>;
