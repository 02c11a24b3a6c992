#include "apps/dinkydash/services/leaving.hpp"

#include "apps/dinkydash/rules/anchors.hpp"

namespace dinkydash {

namespace {

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

void end_turns(FamilyDb& db, const FamilyInfo& family, Id<Person> person, Date today) {
    const auto people = load_people(db);
    for (auto& [task, plan, ticks] : load_planned_tasks(db, family, today)) {
        auto edited = plan;
        auto left = std::erase_if(
            edited.entries, [&](const auto& entry) { return entry.person_id == person.value; });
        if (left == 0) {
            continue;
        }
        const auto anchor = rules::edited_anchor(plan, edited, today, people.presence);
        task.anchor_date = anchor.date;
        task.anchor_index = static_cast<std::int16_t>(anchor.index);
        db.update(task, &Task::anchor_date, &Task::anchor_index);
    }
    db.query<TaskRotation>().where(&TaskRotation::person_id, person).remove();
    remove_coming_overrides(db, person, today);
}

}  // namespace dinkydash
