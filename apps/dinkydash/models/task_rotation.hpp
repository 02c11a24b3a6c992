// One entry of a task's rotation: a person, or a free label ("🇩🇪" for film night).
#pragma once
#include "apps/dinkydash/models/person.hpp"
#include "apps/dinkydash/models/task.hpp"

namespace dinkydash {

struct TaskRotation : TenantOwned<TaskRotation, Family>, Timestamps<TaskRotation> {
    Id<TaskRotation> id{};
    Id<Task> task_id{};
    std::int16_t position = 0;
    std::optional<Id<Person>> person_id{};
    std::optional<std::string> label{};

    static constexpr void describe(auto& t) {
        t.table("task_rotation");
        t.id("id", &TaskRotation::id);
        t.tenant("tenant_id");
        t.ref("task_id", &TaskRotation::task_id).on_delete(OnDelete::Cascade);
        t.col("position", &TaskRotation::position);
        t.ref("person_id", &TaskRotation::person_id).on_delete(OnDelete::Cascade);
        t.col("label", &TaskRotation::label).size(100);
        t.timestamps();
        t.unique(&TaskRotation::task_id, &TaskRotation::position);
        t.check("person_or_label", "({person_id} IS NULL) <> ({label} IS NULL)");
    }
};

}  // namespace dinkydash
