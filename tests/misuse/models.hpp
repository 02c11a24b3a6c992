// Models that the programs of this folder misuse.
#pragma once
#include "carafe/base/clock.hpp"
#include "carafe/orm/database.hpp"

#include "tests/orm/models.hpp"

namespace carafe::home {

using Db = orm::TenantSession<Household>;

struct Hospital {
    Id<Hospital> id{};

    static constexpr void describe(auto& t) {
        t.table("hospitals");
        t.tenant_root();
        t.id("id", &Hospital::id);
    }
};

}  // namespace carafe::home
