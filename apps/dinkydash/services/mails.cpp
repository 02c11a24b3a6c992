#include "apps/dinkydash/services/mails.hpp"

#include "apps/dinkydash/services/mail_views.hpp"
#include "carafe/notify/outbox.hpp"
#include "carafe/orm/database.hpp"
#include "carafe/web/render.hpp"

namespace dinkydash {

namespace {

/// Names of people and families may hold line ends; a subject may not.
std::string one_line(std::string text) {
    for (char& c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
            c = ' ';
        }
    }
    return text;
}

/// Writes one mail; `Html` and `Text` are its pages, `values` what both show.
template <class Html, class Text, class... V>
void send(Request& request, const std::string& to, std::string subject, const V&... values) {
    const auto& config = request.state<AppConfig>();
    if (!config.sends_mail()) {
        return;
    }
    notify::enqueue(request.work().session(),
                    {config.mail_default_sender(),
                     to,
                     one_line(std::move(subject)),
                     render_to_text(request.app(), Text{values...}, &request),
                     render_to_text(request.app(), Html{values...}, &request)});
}

}  // namespace

void mail_reset_link(Request& request,
                     const User& user,
                     const std::string& link,
                     std::int64_t minutes) {
    send<ResetMail, ResetMailText>(request,
                                   user.email,
                                   "Choose a new password for DinkyDash",
                                   user.display_name,
                                   link,
                                   minutes);
}

void mail_invitation(Request& request,
                     const std::string& email,
                     const std::string& inviter,
                     const std::string& family,
                     const std::string& link,
                     const std::string& expires) {
    send<InvitationMail, InvitationMailText>(
        request, email, inviter + " invites you to " + family, inviter, family, link, expires);
}

void mail_password_changed(Request& request,
                           const User& user,
                           const std::string& changed_at,
                           const std::string& link) {
    send<PasswordChangedMail, PasswordChangedMailText>(request,
                                                       user.email,
                                                       "Your DinkyDash password was changed",
                                                       user.display_name,
                                                       changed_at,
                                                       link);
}

void mail_confirm_email(Request& request,
                        const std::string& email,
                        const std::string& name,
                        const std::string& link,
                        std::int64_t hours) {
    send<ConfirmEmailMail, ConfirmEmailMailText>(
        request, email, "Confirm your new address for DinkyDash", name, link, hours);
}

}  // namespace dinkydash
