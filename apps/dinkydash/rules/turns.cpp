#include "apps/dinkydash/rules/turns.hpp"

#include <algorithm>

namespace dinkydash::rules {

namespace {

using carafe::civil;
using carafe::days_in_month;

int floor_div(int a, int b) { return a >= 0 ? a / b : -((-a + b - 1) / b); }
int floor_mod(int a, int b) { return a - floor_div(a, b) * b; }

int month_number(Date date) {
    auto day = civil(date);
    return day.year * 12 + day.month - 1;
}

bool is_month_day(const TurnPlan& plan, Date date) {
    auto day = civil(date);
    int wanted = plan.month_day ? *plan.month_day : civil(plan.starts_on).day;
    return day.day == std::min(wanted, days_in_month(day.year, day.month));
}

bool is_in_season(const TurnPlan& plan, Date date) { return (plan.months >> (civil(date).month - 1)) & 1; }

const DayOverride* find_override(const TurnPlan& plan, Date date) {
    auto at = std::find_if(plan.overrides.begin(), plan.overrides.end(),
                           [&](const DayOverride& day) { return day.on_date == date; });
    return at == plan.overrides.end() ? nullptr : &*at;
}

/// The turn that was moved to `date` from another day.
const DayOverride* find_moved_here(const TurnPlan& plan, Date date) {
    auto at = std::find_if(plan.overrides.begin(), plan.overrides.end(), [&](const DayOverride& day) {
        return day.kind == OverrideKind::Move && day.moved_to == date;
    });
    return at == plan.overrides.end() ? nullptr : &*at;
}

bool is_completed(const TurnPlan& plan, Date date) {
    return std::binary_search(plan.completed.begin(), plan.completed.end(), date);
}

std::optional<Date> last_completion_before(const TurnPlan& plan, Date date) {
    auto at = std::lower_bound(plan.completed.begin(), plan.completed.end(), date);
    if (at == plan.completed.begin()) return std::nullopt;
    return *std::prev(at);
}

Date add_months(Date date, int months, int wanted_day) {
    int month = month_number(date) + months;
    int year = month / 12;
    int of_year = month % 12 + 1;
    return carafe::make_date(year, of_year, std::min(wanted_day, days_in_month(year, of_year)));
}

/// When a task that repeats after it was done is next due.
Date due_after_done(const TurnPlan& plan, Date last) {
    switch (plan.freq) {
        case Frequency::Weekly: return last + plan.interval * 7;
        case Frequency::Monthly: return add_months(last, plan.interval, civil(last).day);
        default: return last + plan.interval;
    }
}

/// First planned date in (after, date]; nothing when none. Looks back at most about two years.
std::optional<Date> first_planned_in(const TurnPlan& plan, Date after, Date date) {
    for (Date day = std::max(after + 1, date - 800); day <= date; day = day + 1) {
        if (is_planned(plan, day)) return day;
    }
    return std::nullopt;
}

/// Since when a task that waits until it is done has been due on `date`; nothing when it is not.
std::optional<Date> waiting_since(const TurnPlan& plan, Date date) {
    if (date < plan.starts_on || (plan.ends_on && date > *plan.ends_on)) return std::nullopt;
    auto last = last_completion_before(plan, date);
    if (plan.repeat_from == RepeatFrom::Done) {
        Date due = last ? std::max(due_after_done(plan, *last), plan.starts_on) : plan.starts_on;
        if (is_completed(plan, date)) return std::min(due, date);
        return due <= date ? std::optional(due) : std::nullopt;
    }
    return first_planned_in(plan, last ? *last : plan.starts_on - 1, date);
}

bool waits_until_done(const TurnPlan& plan) {
    return plan.freq != Frequency::Once &&
           (plan.repeat_from == RepeatFrom::Done ||
            (plan.mode == TaskMode::Rotate && plan.rotate_by == RotateBy::Completion));
}

bool is_home(const TurnPlan& plan, int entry, Date date, const Presence& presence) {
    const auto& e = plan.entries[static_cast<std::size_t>(entry)];
    return e.person_id == 0 || presence.is_home(e.person_id, date);
}

/// Fills in who does a due turn, from the planned entry and who is home.
void assign(const TurnPlan& plan, Date date, const Presence& presence, Turn& turn) {
    if (plan.mode != TaskMode::Rotate || plan.entries.empty()) return;
    int entry = planned_entry(plan, turn.on_date);
    if (plan.skip_absent && !is_home(plan, entry, date, presence)) {
        entry = next_present(plan, entry, date, presence);
        turn.nobody_home = entry < 0;
        if (turn.nobody_home) return;
    }
    turn.entry = entry;
    turn.person_id = plan.entries[static_cast<std::size_t>(entry)].person_id;
}

void apply_override(const TurnPlan& plan, const DayOverride& day, Date date, const Presence& presence, Turn& turn) {
    turn.is_override = true;
    if (day.person_id != 0) {
        turn.person_id = day.person_id;
        turn.entry = -1;
        for (int i = 0; i < static_cast<int>(plan.entries.size()); ++i) {
            if (plan.entries[static_cast<std::size_t>(i)].person_id == day.person_id) turn.entry = i;
        }
        turn.nobody_home = false;
        return;
    }
    // A skip whose next entry is a label, or whose person is gone: the one after the planned entry.
    assign(plan, date, presence, turn);
    if (turn.entry < 0) return;
    if (int next = next_present(plan, turn.entry, date, presence); next >= 0) {
        turn.entry = next;
        turn.person_id = plan.entries[static_cast<std::size_t>(next)].person_id;
    }
}

}  // namespace

int week_number(Date date, int week_start) {
    // 1970-01-01 was a Thursday (4): shift so that a multiple of 7 is a week start.
    return floor_div(date.days + 4 - week_start, 7);
}

bool is_planned(const TurnPlan& plan, Date date) {
    if (date < plan.starts_on || (plan.ends_on && date > *plan.ends_on)) return false;
    if (plan.freq == Frequency::Once) return date == plan.starts_on;
    if (!is_in_season(plan, date)) return false;
    switch (plan.freq) {
        case Frequency::Daily: return (date - plan.starts_on) % plan.interval == 0;
        case Frequency::Weekly:
            return ((plan.weekdays >> static_cast<int>(carafe::weekday(date))) & 1) &&
                   (week_number(date, plan.week_start) - week_number(plan.starts_on, plan.week_start)) %
                           plan.interval == 0;
        case Frequency::Monthly:
            return is_month_day(plan, date) &&
                   (month_number(date) - month_number(plan.starts_on)) % plan.interval == 0;
        case Frequency::Once: break;
    }
    return false;
}

int count_planned(const TurnPlan& plan, Date from, Date to) {
    if (to < from) return -count_planned(plan, to, from);
    if (plan.freq == Frequency::Daily && plan.months == 4095 && !plan.ends_on && from >= plan.starts_on) {
        auto occurrences_before = [&](Date date) { return floor_div(date - plan.starts_on + plan.interval - 1, plan.interval); };
        return occurrences_before(to) - occurrences_before(from);
    }
    int count = 0;
    for (Date day = from; day < to; day = day + 1) count += is_planned(plan, day) ? 1 : 0;
    return count;
}

int step_number(const TurnPlan& plan, Date date) {
    switch (plan.rotate_by) {
        case RotateBy::Day: return floor_div(date - plan.anchor_date, plan.rotate_every);
        case RotateBy::Week:
            return floor_div(week_number(date, plan.week_start) - week_number(plan.anchor_date, plan.week_start),
                             plan.rotate_every);
        case RotateBy::Month:
            return floor_div(month_number(date) - month_number(plan.anchor_date), plan.rotate_every);
        case RotateBy::Occurrence:
            return floor_div(count_planned(plan, plan.anchor_date, date), plan.rotate_every);
        case RotateBy::Completion: {
            auto first = std::lower_bound(plan.completed.begin(), plan.completed.end(), plan.anchor_date);
            auto last = std::lower_bound(plan.completed.begin(), plan.completed.end(), date);
            return first < last ? floor_div(static_cast<int>(last - first), plan.rotate_every) : 0;
        }
    }
    return 0;
}

int planned_entry(const TurnPlan& plan, Date date) {
    const int n = static_cast<int>(plan.entries.size());
    return n == 0 ? -1 : floor_mod(plan.anchor_index + step_number(plan, date), n);
}

int next_present(const TurnPlan& plan, int entry, Date date, const Presence& presence) {
    const int n = static_cast<int>(plan.entries.size());
    for (int i = 1; i < n; ++i) {
        int candidate = floor_mod(entry + i, n);
        if (plan.entries[static_cast<std::size_t>(candidate)] == plan.entries[static_cast<std::size_t>(entry)]) continue;
        if (is_home(plan, candidate, date, presence)) return candidate;
    }
    return -1;
}

Turn turn_on(const TurnPlan& plan, Date date, const Presence& presence) {
    Turn turn;
    turn.on_date = date;
    turn.due_since = date;
    if (const auto* moved = find_moved_here(plan, date)) {
        turn.due = true;
        turn.on_date = moved->on_date;
        assign(plan, date, presence, turn);
        return turn;
    }
    const auto* day = find_override(plan, date);
    if (day != nullptr && day->kind == OverrideKind::Move) return turn;
    if (waits_until_done(plan)) {
        auto since = waiting_since(plan, date);
        turn.due = since.has_value();
        if (since) turn.due_since = *since;
    } else {
        turn.due = is_planned(plan, date);
    }
    if (!turn.due) return turn;
    if (day != nullptr) {
        apply_override(plan, *day, date, presence, turn);
    } else {
        assign(plan, date, presence, turn);
    }
    return turn;
}

std::optional<Date> next_turn_of(const TurnPlan& plan, std::int64_t person_id, Date date, int days,
                                 const Presence& presence) {
    for (Date day = date + 1; day <= date + days; day = day + 1) {
        auto turn = turn_on(plan, day, presence);
        if (turn.due && !turn.is_override && turn.person_id == person_id) return day;
    }
    return std::nullopt;
}

int reanchor(const TurnPlan& old, Date today, const std::vector<RotationEntry>& edited, const Presence& presence) {
    if (old.entries.empty() || edited.empty()) return 0;
    auto turn = turn_on(old, today, presence);
    int current = turn.entry >= 0 ? turn.entry : planned_entry(old, today);
    const int n = static_cast<int>(old.entries.size());
    for (int i = 0; i < n; ++i) {
        const auto& entry = old.entries[static_cast<std::size_t>(floor_mod(current + i, n))];
        auto at = std::find(edited.begin(), edited.end(), entry);
        if (at != edited.end()) return static_cast<int>(at - edited.begin());
    }
    return 0;
}

}  // namespace dinkydash::rules
