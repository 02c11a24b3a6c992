// Settings of dinkydash, beside those every application has.
#pragma once
#include "carafe/web/config.hpp"

namespace dinkydash {

enum class Registration { Open, Invite, Closed };
constexpr carafe::EnumEntry<Registration> kRegistrationNames[] = {
    {Registration::Open, "open"}, {Registration::Invite, "invite"}, {Registration::Closed, "closed"}};
constexpr auto& enum_names(Registration) { return kRegistrationNames; }

struct AppConfig : carafe::Config {
    template <class T>
    using Setting = carafe::Setting<T>;
    using Number = Setting<std::int64_t>;
    using Text = Setting<std::string>;

    Text upload_folder{this, "UPLOAD_FOLDER", "", "pictures; default: uploads in DATA_FOLDER"};
    Number max_content_length{this, "MAX_CONTENT_LENGTH", 6'291'456, "octets of a whole upload"};
    Number max_image_bytes{this, "MAX_IMAGE_BYTES", 5'242'880, "octets of one picture"};
    Number family_image_quota_mb{this, "FAMILY_IMAGE_QUOTA_MB", 200, "megabytes of pictures of one family"};
    Number session_minutes{this, "SESSION_MINUTES", 30, "minutes without activity until a login ends"};
    Number remember_days{this, "REMEMBER_DAYS", 30, "days a remembered login lives"};
    Number reset_minutes{this, "RESET_MINUTES", 30, "minutes a reset link works"};
    Number invite_days{this, "INVITE_DAYS", 7, "days an invitation works"};
    Setting<Registration> registration{this, "REGISTRATION", Registration::Open, "open, invite or closed"};
    Text mail_server{this, "MAIL_SERVER", "", "SMTP host; empty: no mail"};
    Number mail_port{this, "MAIL_PORT", 587, "SMTP port"};
    Setting<bool> mail_use_tls{this, "MAIL_USE_TLS", true, "demand STARTTLS"};
    Text mail_username{this, "MAIL_USERNAME", "", "SMTP user"};
    Setting<carafe::Secret> mail_password{this, "MAIL_PASSWORD", {}, "SMTP password"};
    Text mail_default_sender{this, "MAIL_DEFAULT_SENDER", "DinkyDash <dinkydash@localhost>", "From of mails"};
    Text mail_spool{this, "MAIL_SPOOL", "", "folder that takes mails instead of SMTP; development: DATA_FOLDER/mail"};

    AppConfig() : carafe::Config("dinkydash") {}

    bool sends_mail() const { return !mail_server().empty() || !mail_spool_folder().empty(); }
    std::string mail_spool_folder() const;
    std::string uploads() const;
    std::string database() const;
};

}  // namespace dinkydash
