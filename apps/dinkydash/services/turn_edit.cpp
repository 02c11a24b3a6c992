#include "apps/dinkydash/services/turn_edit.hpp"

#include <algorithm>
#include <tuple>

namespace dinkydash {

namespace {

constexpr int kLookAhead = 800;  // days to the first occurrence of a plan

auto rhythm_key(const rules::TurnPlan& plan) {
    return std::tie(plan.mode,
                    plan.freq,
                    plan.interval,
                    plan.weekdays,
                    plan.month_day,
                    plan.months,
                    plan.repeat_from,
                    plan.starts_on,
                    plan.rotate_by,
                    plan.rotate_every,
                    plan.entries);
}

/// Skips and swaps that give the person a coming turn, with the other halves of the swaps.
void remove_coming_overrides(FamilyDb& db, Id<Person> person, Date today) {
    auto rows = db.query<TaskOverride>()
                    .where(&TaskOverride::person_id, person)
                    .where(col(&TaskOverride::on_date) >= today)
                    .all();
    for (const auto& row : rows) {
        if (row.pair_id) {
            db.query<TaskOverride>()
                .where(&TaskOverride::id, Id<TaskOverride>{*row.pair_id})
                .remove();
        }
        db.query<TaskOverride>().where(&TaskOverride::id, row.id).remove();
    }
}

}  // namespace

Anchor first_anchor(const rules::TurnPlan& plan, Date today) {
    const Date from = std::max(today, plan.starts_on);
    for (Date day = from; day <= from + kLookAhead; day = day + 1) {
        if (rules::is_planned(plan, day)) {
            return {day, 0};
        }
    }
    return {from, 0};
}

Anchor edited_anchor(const rules::TurnPlan& old,
                     const rules::TurnPlan& edited,
                     Date today,
                     const rules::Presence& presence) {
    const bool has_begun =
        !old.entries.empty() && old.anchor_date <= today && edited.starts_on <= today;
    if (!has_begun) {
        return first_anchor(edited, today);
    }
    return {today, rules::reanchor(old, today, edited.entries, presence)};
}

bool moves_turns(const rules::TurnPlan& old, const rules::TurnPlan& edited) {
    return rhythm_key(old) != rhythm_key(edited);
}

void set_anchor(Task& task, const Anchor& anchor) {
    task.anchor_date = anchor.date;
    task.anchor_index = static_cast<std::int16_t>(anchor.index);
}

void end_turns(FamilyDb& db, const FamilyInfo& family, Id<Person> person, Date today) {
    const auto people = load_people(db);
    for (auto& planned : load_planned_tasks(db, family, today)) {
        auto edited = planned.plan;
        auto left = std::erase_if(
            edited.entries, [&](const auto& entry) { return entry.person_id == person.value; });
        if (left == 0) {
            continue;
        }
        set_anchor(planned.task, edited_anchor(planned.plan, edited, today, people.presence));
        db.update(planned.task, &Task::anchor_date, &Task::anchor_index);
    }
    db.query<TaskRotation>().where(&TaskRotation::person_id, person).remove();
    remove_coming_overrides(db, person, today);
}

}  // namespace dinkydash
