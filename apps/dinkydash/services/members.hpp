// The logins of a family: who they are, who may leave, who owns it.
#pragma once
#include "apps/dinkydash/models/invitation.hpp"
#include "apps/dinkydash/models/person.hpp"
#include "apps/dinkydash/services/visitor.hpp"

#include <vector>

namespace dinkydash {

/// The owner first, then as they came.
std::vector<User> members_of(FamilyDb& db);
/// Sent, neither accepted nor withdrawn nor expired.
std::vector<Invitation> open_invitations(FamilyDb& db);

/// Takes the login away: sessions and reset links end at once, screens stay. REQUIRES: not the
/// owner.
void remove_member(FamilyDb& db, orm::Session global, const User& user);
/// The person leaves the rotations from today on; what was done stays in the history.
void retire_person(FamilyDb& db, const FamilyInfo& family, Person& person, Date today);
/// The owner becomes an admin and `successor` the owner.
void hand_over_family(FamilyDb& db, User& owner, User& successor);

}  // namespace dinkydash
