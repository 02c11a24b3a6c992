// Whose turn it is: pure arithmetic on day numbers, so New Year, leap days and summer time have no effect.
//
//     TurnPlan plan = ...;                       // from a Task, its rotation, overrides and completions
//     Turn turn = turn_on(plan, today, presence);
//     if (turn.due) show(turn.entry, turn.person_id);
//
// @source the product's rules "Whose turn": occurrence, step number, absence, override.
#pragma once
#include "apps/dinkydash/models/enums.hpp"
#include "apps/dinkydash/rules/presence.hpp"

#include <string>
#include <vector>

namespace dinkydash::rules {

/// A place in the rotation: a person (id > 0), or a free label. Labels are always "home".
struct RotationEntry {
    std::int64_t person_id = 0;
    std::string label{};
    friend bool operator==(const RotationEntry&, const RotationEntry&) = default;
};

/// One day that is not as planned. `person_id` 0: a label, or the person is gone.
struct DayOverride {
    Date on_date{};
    OverrideKind kind = OverrideKind::Skip;
    std::int64_t person_id = 0;
    std::optional<Date> moved_to{};
};

/// Everything that decides a task's turns. `completed` holds the dates ticked off, ascending.
struct TurnPlan {
    TaskMode mode = TaskMode::Rotate;
    Frequency freq = Frequency::Daily;
    int interval = 1;
    int weekdays = 127;              ///< bit 0 Sunday … bit 6 Saturday
    std::optional<int> month_day{};  ///< empty: the day of starts_on
    int months = 4095;               ///< bit 0 January
    RepeatFrom repeat_from = RepeatFrom::Plan;
    Date starts_on{};
    std::optional<Date> ends_on{};
    RotateBy rotate_by = RotateBy::Occurrence;
    int rotate_every = 1;
    Date anchor_date{};
    int anchor_index = 0;
    bool skip_absent = true;
    int week_start = 1;  ///< 0 Sunday … 6 Saturday
    std::vector<RotationEntry> entries{};
    std::vector<DayOverride> overrides{};
    std::vector<Date> completed{};
};

/// What a task asks of a day.
struct Turn {
    bool due = false;
    Date on_date{};          ///< date the turn belongs to; differs from the asked one when it was moved
    Date due_since{};        ///< first day of a turn that waits until it is done
    int entry = -1;          ///< index into entries; −1: anyone, or a person named by an override
    std::int64_t person_id = 0;  ///< 0: anyone, a label, or nobody home
    bool nobody_home = false;
    bool is_override = false;
};

/// Whether the plan alone (without overrides and "after it was done") has the task on `date`.
bool is_planned(const TurnPlan& plan, Date date);

/// Turns on from `from`, planned dates counted in [from, to); negative when `to` is earlier.
int count_planned(const TurnPlan& plan, Date from, Date to);

/// Weeks begun since 1970 for weeks that begin on `week_start`; the difference of two is the number of week starts crossed.
int week_number(Date date, int week_start);

/// How often the turn has moved on between the anchor and `date`, before the division's remainder is taken.
int step_number(const TurnPlan& plan, Date date);

/// Entry whose turn it is by the plan: (anchor_index + step) mod n, never negative. −1 without entries.
int planned_entry(const TurnPlan& plan, Date date);

Turn turn_on(const TurnPlan& plan, Date date, const Presence& presence);

/// The next entry after `entry` that is home on `date`; −1 when there is no other.
int next_present(const TurnPlan& plan, int entry, Date date, const Presence& presence);

/// First date after `date`, within `days`, on which the person's turn is due; nothing when none.
std::optional<Date> next_turn_of(const TurnPlan& plan, std::int64_t person_id, Date date, int days,
                                 const Presence& presence);

/// Anchor for an edited rotation: today's person keeps today when still listed, else the next
/// remaining entry of the old order takes it. @return index into `edited`; 0 when none remains.
int reanchor(const TurnPlan& old, Date today, const std::vector<RotationEntry>& edited, const Presence& presence);

}  // namespace dinkydash::rules
