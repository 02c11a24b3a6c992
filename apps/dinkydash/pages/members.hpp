// Everybody who can log in: inviting, roles, removing, handing over.
#pragma once
#include "apps/dinkydash/models/invitation.hpp"
#include "apps/dinkydash/services/visitor.hpp"

namespace dinkydash::members {

Response index(Request& request, FamilyDb& db, const Member& me, const FamilyInfo& family);
Response invite(Request& request, FamilyDb& db, const Member& me, const FamilyInfo& family);
Response revoke_invite(Request& request, FamilyDb& db, Id<Invitation> id);
Response role(Request& request, FamilyDb& db, const Member& me, Id<User> id);
Response remove(
    Request& request, FamilyDb& db, const Member& me, const FamilyInfo& family, Id<User> id);
Response hand_over(Request& request, FamilyDb& db, const Member& me);

}  // namespace dinkydash::members
