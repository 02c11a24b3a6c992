// What happens to turns when a rotation or a rhythm is edited, or somebody leaves: today's person
// stays.
#pragma once
#include "apps/dinkydash/services/board_data.hpp"

namespace dinkydash {

/// Entry `index` has the turn on `date`.
struct Anchor {
    Date date{};
    int index = 0;
};

/// Of a plan that begins: its first occurrence from today on belongs to the first entry.
Anchor first_anchor(const rules::TurnPlan& plan, Date today);
/// Of an edited plan: today's person stays when still listed, else the next remaining entry takes
/// today.
Anchor edited_anchor(const rules::TurnPlan& old,
                     const rules::TurnPlan& edited,
                     Date today,
                     const rules::Presence& presence);
/// Whether the edit changes who comes when, so that it needs a new anchor.
bool moves_turns(const rules::TurnPlan& old, const rules::TurnPlan& edited);

void set_anchor(Task& task, const Anchor& anchor);

/// Takes a person who leaves the family out of all rotations from today on. Days that are done keep
/// their names.
void end_turns(FamilyDb& db, const FamilyInfo& family, Id<Person> person, Date today);

}  // namespace dinkydash
