#include "apps/dinkydash/pages/password_fields.hpp"

#include "apps/dinkydash/services/limits.hpp"
#include "carafe/auth/passwords.hpp"

namespace dinkydash {

void check_new_password(FormField& password, FormField& repeated, std::string_view email) {
    if (auto fault = auth::password_fault(password.text(), email); !fault.empty()) {
        password.error(std::move(fault));
    }
    if (repeated.text() != password.text()) {
        repeated.error("Passwords must match.");
    }
}

bool check_own_password(Request& request, FormField& field, const User& me) {
    auto& throttle = request.state<Limits>().logins;
    const auto key = "email " + me.email;
    if (auto wait = throttle.wait(key, request.now())) {
        throw HttpError{
            429, "Too many attempts. Please wait 15 minutes.", static_cast<int>(wait->count())};
    }
    if (request.state<auth::Passwords>().verify(field.text(), me.password_hash)) {
        return true;
    }
    throttle.count(key, request.now());
    field.error("This is not your password.");
    return false;
}

}  // namespace dinkydash
