// Before anybody is known: registering, logging in and out, reset links, invitations.
#pragma once
#include "apps/dinkydash/services/visitor.hpp"

namespace dinkydash::auth_pages {

Response register_(Request& request);
Response login(Request& request);
Response logout(Request& request);
Response forgot(Request& request);
Response reset(Request& request, std::string_view token);
Response invite(Request& request, std::string_view token);

}  // namespace dinkydash::auth_pages
