// Who did what: skips, swaps, undone ticks, changed members. Kept 400 days.
#pragma once
#include "apps/dinkydash/models/enums.hpp"
#include "apps/dinkydash/models/family.hpp"

namespace dinkydash {

struct Activity : TenantOwned<Activity, Family>, Timestamps<Activity> {
    Id<Activity> id{};
    Timestamp at{};
    ActorKind actor_kind = ActorKind::System;
    std::int64_t actor_id = 0;
    std::string action{};
    std::string entity{};
    std::int64_t entity_id = 0;
    std::string detail{};  ///< JSON, at most 2 kB

    static constexpr void describe(auto& t) {
        t.table("activity");
        t.id("id", &Activity::id);
        t.tenant("tenant_id");
        t.col("at", &Activity::at);
        t.col("actor_kind", &Activity::actor_kind);
        t.col("actor_id", &Activity::actor_id);
        t.col("action", &Activity::action).size(40);
        t.col("entity", &Activity::entity).size(30);
        t.col("entity_id", &Activity::entity_id);
        t.col("detail", &Activity::detail).size(2048);
        t.timestamps();
        t.index(&Activity::at);
    }
};

}  // namespace dinkydash
