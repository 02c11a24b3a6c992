// expect: carafe: a TenantOwned model describes its tenant column: add t.tenant("...").
#include "carafe/orm/define.hpp"

#include "tests/misuse/models.hpp"

namespace carafe::home {

struct Bad : TenantOwned<Bad, Household> {
    Id<Bad> id{};

    static constexpr void describe(auto& t) {
        t.table("bad");
        t.id("id", &Bad::id);
    }
};

}  // namespace carafe::home

template struct carafe::orm::Define<carafe::orm::ModelList<carafe::home::Bad>>;
