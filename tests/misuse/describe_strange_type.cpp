// expect: carafe: this type cannot be a column.
#include "carafe/orm/define.hpp"

#include "tests/misuse/models.hpp"

namespace carafe::home {

struct Bad {
    Id<Bad> id{};
    std::vector<int> numbers{};

    static constexpr void describe(auto& t) {
        t.table("bad");
        t.id("id", &Bad::id);
        t.col("numbers", &Bad::numbers);
    }
};

}  // namespace carafe::home

template struct carafe::orm::Define<carafe::orm::ModelList<carafe::home::Bad>>;
