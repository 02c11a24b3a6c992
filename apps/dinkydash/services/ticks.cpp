#include "apps/dinkydash/services/ticks.hpp"

#include "apps/dinkydash/services/board.hpp"

#include <algorithm>

namespace dinkydash {

namespace {

using Kind = TapResult::Kind;

constexpr int kSwapDays = 60;
constexpr const char* kDayOver = "That day is over. The list is up to date now.";

bool is_tickable(const Tap& tap) { return tap.on_date == tap.today || tap.on_date == tap.today - 1; }

const Tick* find_tick(const PlannedTask& task, Date date, std::optional<std::int64_t> person) {
    for (const auto& tick : task.ticks) {
        if (tick.on_date == date && (!person || tick.person_key == *person)) return &tick;
    }
    return nullptr;
}

/// Whose tick is looked for: of one person where everybody ticks for himself, else anybody's.
std::optional<std::int64_t> key_of(const PlannedTask& task, std::int64_t person_id) {
    return task.task.mode == TaskMode::Everyone ? std::optional(person_id) : std::nullopt;
}

std::string tick_name(const PlannedTask& task, const rules::Turn& turn, const Person* person) {
    if (person != nullptr) return person->name;
    return turn.entry >= 0 ? task.plan.entries[static_cast<std::size_t>(turn.entry)].label : std::string();
}

TaskOverride make_override(const Tap& tap, Date date, OverrideKind kind, std::int64_t person_id) {
    TaskOverride row;
    row.task_id = tap.task;
    row.on_date = date;
    row.kind = kind;
    if (person_id != 0) row.person_id = Id<Person>{person_id};
    row.by_user_id = tap.actor.user;
    row.by_device_id = tap.actor.device;
    return row;
}

std::optional<TaskOverride> find_override(const Tap& tap, Date date) {
    return tap.db.query<TaskOverride>().where(&TaskOverride::task_id, tap.task).where(&TaskOverride::on_date, date).first();
}

}  // namespace

TapResult tick_off(const Tap& tap, std::int64_t person_id) {
    if (!is_tickable(tap)) return {Kind::DayOver, kDayOver};
    auto task = load_planned_task(tap.db, tap.family, tap.task, tap.today);
    auto people = load_people(tap.db);
    auto turn = rules::turn_on(task.plan, tap.on_date, people.presence);
    if (!turn.due) return {Kind::DayOver, kDayOver};
    if (find_tick(task, tap.on_date, key_of(task, person_id)) != nullptr) return {Kind::Unchanged};
    const auto* person = people.find(person_id);
    if (person_id != 0 && person == nullptr) throw orm::NotFound("person");
    TaskCompletion row;
    row.task_id = tap.task;
    row.on_date = tap.on_date;
    row.person_key = person_id;
    row.person_name = tick_name(task, turn, person);
    row.done_at = tap.db.now();
    row.by_user_id = tap.actor.user;
    row.by_device_id = tap.actor.device;
    if (!tap.db.insert_or_ignore(row)) return {Kind::Unchanged};
    touch_family(tap.db);
    return {Kind::Changed};
}

TapResult untick(const Tap& tap, std::int64_t person_id) {
    if (tap.on_date != tap.today) return {Kind::DayOver, kDayOver};
    auto task = tap.db.get_or_404(tap.task);
    auto query = tap.db.query<TaskCompletion>();
    query.where(&TaskCompletion::task_id, tap.task);
    query.where(&TaskCompletion::on_date, tap.on_date);
    if (task.mode == TaskMode::Everyone) query.where(&TaskCompletion::person_key, person_id);
    if (query.remove() == 0) return {Kind::Unchanged};
    log_activity(tap.db, tap.actor, "undo", "task", tap.task.value, format_iso(tap.on_date));
    touch_family(tap.db);
    return {Kind::Changed};
}

TapResult skip_turn(const Tap& tap) {
    if (!is_tickable(tap)) return {Kind::DayOver, kDayOver};
    auto task = load_planned_task(tap.db, tap.family, tap.task, tap.today);
    auto people = load_people(tap.db);
    auto turn = rules::turn_on(task.plan, tap.on_date, people.presence);
    if (!turn.due) return {Kind::DayOver, kDayOver};
    if (find_tick(task, tap.on_date, {}) != nullptr) return {Kind::Refused, "It is done already."};
    const int next = turn.entry < 0 ? -1 : rules::next_present(task.plan, turn.entry, tap.on_date, people.presence);
    if (next < 0) return {Kind::Refused, "Only one person is in this rotation."};
    const auto& entry = task.plan.entries[static_cast<std::size_t>(next)];
    if (auto old = find_override(tap, tap.on_date)) {
        if (old->kind != OverrideKind::Skip) return {Kind::Refused, "This turn is swapped. Undo the swap first."};
        tap.db.remove(*old);
    }
    auto row = make_override(tap, tap.on_date, OverrideKind::Skip, entry.person_id);
    tap.db.insert(row);
    touch_family(tap.db);
    rules::Turn chosen{.entry = next, .person_id = entry.person_id};
    auto name = entry_name(task.plan, chosen, people);
    log_activity(tap.db, tap.actor, "skip", "task", tap.task.value, name);
    return {Kind::Changed, name + " does “" + task.task.name + "” today.", true};
}

TapResult swap_turn(const Tap& tap, std::int64_t with) {
    if (!is_tickable(tap)) return {Kind::DayOver, kDayOver};
    auto task = load_planned_task(tap.db, tap.family, tap.task, tap.today);
    auto people = load_people(tap.db);
    const auto* other = people.find(with);
    if (other == nullptr) throw orm::NotFound("person");
    auto turn = rules::turn_on(task.plan, tap.on_date, people.presence);
    if (!turn.due) return {Kind::DayOver, kDayOver};
    if (find_tick(task, tap.on_date, {}) != nullptr) return {Kind::Refused, "It is done already."};
    if (turn.is_override || find_override(tap, tap.on_date)) return {Kind::Refused, "This turn is changed already. Undo that first."};
    if (turn.person_id == 0 || turn.person_id == with) return {Kind::Unchanged};
    auto day = rules::next_turn_of(task.plan, with, tap.on_date, kSwapDays, people.presence);
    if (!day || find_override(tap, *day)) {
        return {Kind::Refused, other->name + " has no other turn in the next 60 days."};
    }
    auto mine = make_override(tap, tap.on_date, OverrideKind::Swap, with);
    tap.db.insert(mine);
    auto theirs = make_override(tap, *day, OverrideKind::Swap, turn.person_id);
    theirs.pair_id = mine.id.value;
    tap.db.insert(theirs);
    mine.pair_id = theirs.id.value;
    tap.db.update(mine, &TaskOverride::pair_id);
    touch_family(tap.db);
    log_activity(tap.db, tap.actor, "swap", "task", tap.task.value, other->name);
    return {Kind::Changed, "Swapped with " + other->name + ".", true};
}

TapResult undo_turn(const Tap& tap) {
    auto row = find_override(tap, tap.on_date);
    if (!row) {
        tap.db.get_or_404(tap.task);
        return {Kind::Unchanged};
    }
    if (tap.on_date != tap.today || row->kind == OverrideKind::Move) return {Kind::DayOver, kDayOver};
    if (row->pair_id) tap.db.query<TaskOverride>().where(&TaskOverride::id, Id<TaskOverride>{*row->pair_id}).remove();
    tap.db.remove(*row);
    log_activity(tap.db, tap.actor, "undo turn", "task", tap.task.value, format_iso(tap.on_date));
    touch_family(tap.db);
    return {Kind::Changed};
}

}  // namespace dinkydash
