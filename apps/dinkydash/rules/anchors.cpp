#include "apps/dinkydash/rules/anchors.hpp"

#include <algorithm>
#include <tuple>

namespace dinkydash::rules {

namespace {

constexpr int kLookAhead = 800;  // days to the first occurrence of a plan

auto rhythm_key(const TurnPlan& plan) {
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

}  // namespace

Anchor first_anchor(const TurnPlan& plan, Date today) {
    const Date from = std::max(today, plan.starts_on);
    for (Date day = from; day <= from + kLookAhead; day = day + 1) {
        if (is_planned(plan, day)) {
            return {day, 0};
        }
    }
    return {from, 0};
}

Anchor edited_anchor(const TurnPlan& old,
                     const TurnPlan& edited,
                     Date today,
                     const Presence& presence) {
    const bool has_begun =
        !old.entries.empty() && old.anchor_date <= today && edited.starts_on <= today;
    if (!has_begun) {
        return first_anchor(edited, today);
    }
    return {today, reanchor(old, today, edited.entries, presence)};
}

bool moves_turns(const TurnPlan& old, const TurnPlan& edited) {
    return rhythm_key(old) != rhythm_key(edited);
}

}  // namespace dinkydash::rules
