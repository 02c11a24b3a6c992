// The countdowns of a family.
#pragma once
#include "apps/dinkydash/models/countdown.hpp"
#include "apps/dinkydash/services/visitor.hpp"

namespace dinkydash::countdowns {

Response index(Request& request, FamilyDb& db, const FamilyInfo& family);
Response create(Request& request, FamilyDb& db, const Member& me, const FamilyInfo& family);
Response edit(Request& request, FamilyDb& db, const Member& me, Id<Countdown> id);
Response remove(Request& request, FamilyDb& db, Id<Countdown> id);

}  // namespace dinkydash::countdowns
