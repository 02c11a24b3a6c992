// What happens to turns when a rotation or a rhythm is edited: today's person stays. Pure
// functions.
#pragma once
#include "apps/dinkydash/rules/turns.hpp"

namespace dinkydash::rules {

/// Entry `index` has the turn on `date`.
struct Anchor {
    Date date{};
    int index = 0;
    friend bool operator==(const Anchor&, const Anchor&) = default;
};

/// Of a plan that begins: its first occurrence from today on belongs to the first entry.
Anchor first_anchor(const TurnPlan& plan, Date today);
/// Of an edited plan: today's person stays when still listed, else the next remaining entry takes
/// today.
Anchor edited_anchor(const TurnPlan& old,
                     const TurnPlan& edited,
                     Date today,
                     const Presence& presence);
/// Whether the edit changes who comes when, so that it needs a new anchor.
bool moves_turns(const TurnPlan& old, const TurnPlan& edited);

}  // namespace dinkydash::rules
