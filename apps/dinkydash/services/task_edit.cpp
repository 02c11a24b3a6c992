#include "apps/dinkydash/services/task_edit.hpp"

#include "apps/dinkydash/rules/anchors.hpp"
#include "carafe/text/graphemes.hpp"

namespace dinkydash {

PlannedTask new_task(FamilyDb& db, const FamilyInfo& family, Date today) {
    PlannedTask made;
    auto& task = made.task;
    if (auto dashboard = db.query<Dashboard>().where(&Dashboard::is_default, true).first()) {
        task.dashboard_id = dashboard->id;
    }
    task.icon_type = IconType::Emoji;
    task.weekdays = static_cast<std::int16_t>(1 << static_cast<int>(weekday(today)));
    task.month_day = static_cast<std::int16_t>(civil(today).day);
    task.starts_on = today;
    task.anchor_date = today;
    made.plan = plan_of(task, family);
    return made;
}

rules::RotationEntry read_entry(std::string_view typed, const FamilyPeople& people) {
    if (const auto* person = people.find_by_key(text::fold_case(typed))) {
        return {person->id.value, {}};
    }
    return {0, std::string(typed)};
}

std::vector<std::string> entry_texts(const rules::TurnPlan& plan, const FamilyPeople& people) {
    std::vector<std::string> texts;
    for (const auto& entry : plan.entries) {
        const auto* person = people.find(entry.person_id);
        texts.push_back(person != nullptr ? person->name : entry.label);
    }
    if (texts.empty()) {
        texts.emplace_back();
    }
    return texts;
}

rules::TurnPlan edited_plan(const PlannedTask& before,
                            const Task& edited,
                            std::vector<rules::RotationEntry> entries,
                            const FamilyInfo& family,
                            Date today,
                            const rules::Presence& presence) {
    auto plan = plan_of(edited, family);
    plan.entries = std::move(entries);
    plan.overrides = before.plan.overrides;
    plan.completed = before.plan.completed;
    if (!rules::moves_turns(before.plan, plan)) {
        return plan;
    }
    const auto anchor = rules::edited_anchor(before.plan, plan, today, presence);
    plan.anchor_date = anchor.date;
    plan.anchor_index = anchor.index;
    return plan;
}

void write_rotation(FamilyDb& db, Id<Task> task, const std::vector<rules::RotationEntry>& entries) {
    db.query<TaskRotation>().where(&TaskRotation::task_id, task).remove();
    for (std::size_t i = 0; i < entries.size(); ++i) {
        TaskRotation row;
        row.task_id = task;
        row.position = static_cast<std::int16_t>(i);
        if (entries[i].person_id != 0) {
            row.person_id = Id<Person>{entries[i].person_id};
        } else {
            row.label = entries[i].label;
        }
        db.insert(row);
    }
}

}  // namespace dinkydash
