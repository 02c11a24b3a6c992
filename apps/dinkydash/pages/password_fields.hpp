// Checks of password fields that several forms share.
#pragma once
#include "apps/dinkydash/models/user.hpp"
#include "carafe/forms/field.hpp"
#include "carafe/web/request.hpp"

namespace dinkydash {

/// The rules of new passwords, and that both were typed alike.
void check_new_password(FormField& password, FormField& repeated, std::string_view email);

/// Whether `field` holds the password of `me`, the member who is logged in; else puts an error on
/// it. Ends the request with 429 after too many failures: an open session must not become a way to
/// guess.
bool check_own_password(Request& request, FormField& field, const User& me);

}  // namespace dinkydash
