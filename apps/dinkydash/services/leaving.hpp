// Somebody leaves the family: the turns go on with the others.
#pragma once
#include "apps/dinkydash/services/board_data.hpp"

namespace dinkydash {

/// Takes a person out of all rotations from today on; other turns of today stay, and days that are
/// done keep their names.
void end_turns(FamilyDb& db, const FamilyInfo& family, Id<Person> person, Date today);

}  // namespace dinkydash
