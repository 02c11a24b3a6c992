// One's own login: name, e-mail, password, and where it is in use.
#pragma once
#include "apps/dinkydash/services/visitor.hpp"
#include "carafe/auth/login_session.hpp"

namespace dinkydash::account {

Response index(Request& request, const Member& me, const FamilyInfo& family);
Response name(Request& request, FamilyDb& db, const Member& me, const FamilyInfo& family);
Response email(Request& request, FamilyDb& db, const Member& me, const FamilyInfo& family);
Response confirm_email(Request& request, FamilyDb& db, const Member& me, std::string_view token);
Response password(Request& request, FamilyDb& db, const Member& me, const FamilyInfo& family);
Response end_session(Request& request, const Member& me, Id<auth::LoginSession> id);
Response end_all(Request& request, const Member& me);

}  // namespace dinkydash::account
