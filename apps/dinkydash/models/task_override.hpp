// A day on which a task's turn is not as planned: skipped, swapped, or moved to another day.
#pragma once
#include "apps/dinkydash/models/person.hpp"
#include "apps/dinkydash/models/task.hpp"

namespace dinkydash {

struct User;
struct Device;

struct TaskOverride : TenantOwned<TaskOverride, Family>, Timestamps<TaskOverride> {
    Id<TaskOverride> id{};
    Id<Task> task_id{};
    Date on_date{};
    std::optional<Id<Person>> person_id{};
    OverrideKind kind = OverrideKind::Skip;
    std::optional<Date> moved_to{};
    std::optional<std::int64_t> pair_id{};  ///< id of the other half of a swap
    std::optional<Id<User>> by_user_id{};
    std::optional<Id<Device>> by_device_id{};

    static constexpr void describe(auto& t) {
        t.table("task_overrides");
        t.id("id", &TaskOverride::id);
        t.tenant("tenant_id");
        t.ref("task_id", &TaskOverride::task_id).on_delete(OnDelete::Cascade);
        t.col("on_date", &TaskOverride::on_date);
        t.ref("person_id", &TaskOverride::person_id).on_delete(OnDelete::SetNull);
        t.col("kind", &TaskOverride::kind);
        t.col("moved_to", &TaskOverride::moved_to);
        t.col("pair_id", &TaskOverride::pair_id);
        t.ref("by_user_id", &TaskOverride::by_user_id).on_delete(OnDelete::SetNull);
        t.ref("by_device_id", &TaskOverride::by_device_id).on_delete(OnDelete::SetNull);
        t.timestamps();
        t.unique(&TaskOverride::task_id, &TaskOverride::on_date);
    }
};

}  // namespace dinkydash
