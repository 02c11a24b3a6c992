// A task ticked off for a day. The person's name is copied, so history survives the person.
#pragma once
#include "apps/dinkydash/models/task.hpp"

namespace dinkydash {

struct User;
struct Device;

struct TaskCompletion : TenantOwned<TaskCompletion, Family>, Timestamps<TaskCompletion> {
    Id<TaskCompletion> id{};
    Id<Task> task_id{};
    Date on_date{};
    std::int64_t person_key = 0;  ///< the person's id; 0: anyone
    std::string person_name{};
    Timestamp done_at{};
    std::optional<Id<User>> by_user_id{};
    std::optional<Id<Device>> by_device_id{};

    static constexpr void describe(auto& t) {
        t.table("task_completions");
        t.id("id", &TaskCompletion::id);
        t.tenant("tenant_id");
        t.ref("task_id", &TaskCompletion::task_id).on_delete(OnDelete::Cascade);
        t.col("on_date", &TaskCompletion::on_date);
        t.col("person_key", &TaskCompletion::person_key).default_value(0);
        t.col("person_name", &TaskCompletion::person_name).size(60);
        t.col("done_at", &TaskCompletion::done_at);
        t.ref("by_user_id", &TaskCompletion::by_user_id).on_delete(OnDelete::SetNull);
        t.ref("by_device_id", &TaskCompletion::by_device_id).on_delete(OnDelete::SetNull);
        t.timestamps();
        t.unique(&TaskCompletion::task_id, &TaskCompletion::on_date, &TaskCompletion::person_key);
        t.index(&TaskCompletion::on_date);
    }
};

}  // namespace dinkydash
