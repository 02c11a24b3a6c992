// The mails dinkydash writes; all go through the outbox of the running transaction. A server that
// sends no mail writes none.
#pragma once
#include "apps/dinkydash/config.hpp"
#include "apps/dinkydash/models/user.hpp"
#include "carafe/web/request.hpp"

#include <string>

namespace dinkydash {

void mail_reset_link(Request& request,
                     const User& user,
                     const std::string& link,
                     std::int64_t minutes);
void mail_invitation(Request& request,
                     const std::string& email,
                     const std::string& inviter,
                     const std::string& family,
                     const std::string& link,
                     const std::string& expires);
void mail_password_changed(Request& request,
                           const User& user,
                           const std::string& changed_at,
                           const std::string& link);
/// To the address a member wants to use from now on.
void mail_confirm_email(Request& request,
                        const std::string& email,
                        const std::string& name,
                        const std::string& link,
                        std::int64_t hours);

}  // namespace dinkydash
