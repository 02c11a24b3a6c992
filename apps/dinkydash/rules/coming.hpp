// Turns of the next days. Pure functions.
#pragma once
#include "apps/dinkydash/rules/turns.hpp"

namespace dinkydash::rules {

struct ComingTurn {
    Date date{};
    Turn turn{};
};

/// Turns in `days` days from `from` on, at most `count`. A task that waits until it is done is
/// taken as done whenever it is due: else one person would fill the whole list.
std::vector<ComingTurn> coming_turns(
    TurnPlan plan, Date from, int days, std::size_t count, const Presence& presence);

}  // namespace dinkydash::rules
