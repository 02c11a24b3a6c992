#include "apps/dinkydash/rules/coming.hpp"

namespace dinkydash::rules {

std::vector<ComingTurn> coming_turns(
    TurnPlan plan, Date from, int days, std::size_t count, const Presence& presence) {
    const bool waits_until_done =
        plan.repeat_from == RepeatFrom::Done || plan.rotate_by == RotateBy::Completion;
    std::vector<ComingTurn> out;
    for (Date day = from; day < from + days && out.size() < count; day = day + 1) {
        auto turn = turn_on(plan, day, presence);
        if (!turn.due) {
            continue;
        }
        out.push_back({day, turn});
        auto& done = plan.completed;
        if (waits_until_done && (done.empty() || done.back() < day)) {
            done.push_back(day);
        }
    }
    return out;
}

}  // namespace dinkydash::rules
