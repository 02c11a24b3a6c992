#include "apps/dinkydash/services/email_change.hpp"

#include "apps/dinkydash/models/password_reset.hpp"
#include "carafe/crypto/hash.hpp"
#include "carafe/crypto/signed.hpp"

namespace dinkydash {

namespace {

crypto::Signer signer_of(const AppConfig& config) {
    // The signer wants long secrets; a development secret may be short.
    return {crypto::sha256_hex(config.secret()), "dinkydash.email_change"};
}

/// What the token is bound to; addresses hold no line ends.
std::string account_text(const User& user) {
    return std::to_string(user.id.value) + '\n' + user.email + '\n';
}

}  // namespace

std::string sign_email_change(const AppConfig& config,
                              const User& user,
                              std::string_view address,
                              Timestamp now) {
    return signer_of(config).sign(account_text(user).append(address), now + kEmailChangeTime);
}

std::optional<std::string> read_email_change(const AppConfig& config,
                                             const User& user,
                                             std::string_view token,
                                             Timestamp now) {
    auto value = signer_of(config).unsign(token, now);
    const auto account = account_text(user);
    if (!value || !value->starts_with(account)) {
        return std::nullopt;
    }
    return value->substr(account.size());
}

void change_email(FamilyDb& db, orm::Session global, User& user, std::string address) {
    user.email = std::move(address);
    db.update(user, &User::email);
    global.query<PasswordReset>().where(&PasswordReset::user_id, user.id.value).remove();
}

}  // namespace dinkydash
