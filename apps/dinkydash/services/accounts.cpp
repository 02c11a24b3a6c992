#include "apps/dinkydash/services/accounts.hpp"

#include "carafe/auth/sessions.hpp"
#include "carafe/crypto/hash.hpp"
#include "carafe/crypto/random.hpp"

namespace dinkydash {

std::string normal_email(std::string_view email) {
    std::string out(email);
    for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return out;
}

Registered register_family(orm::Session db, const NewFamily& data) {
    Family family;
    family.name = data.family_name;
    family.timezone = data.timezone;
    Registered made{db.create_tenant(family), {}};
    made.owner.email = data.email;
    made.owner.password_hash = data.password_hash;
    made.owner.display_name = data.display_name.empty() ? data.email.substr(0, data.email.find('@')).substr(0, 80) : data.display_name;
    made.owner.role = Role::Owner;
    made.owner.email_verified_at = db.now();
    made.db.insert(made.owner);
    Dashboard dashboard;
    dashboard.name = "Family Dashboard";
    dashboard.is_default = true;
    made.db.insert(dashboard);
    return made;
}

std::optional<User> find_account(orm::Session db, std::string_view email) {
    return db.as_system("a login is found by its e-mail over all families")
        .query<User>()
        .where(&User::email, normal_email(email))
        .first();
}

void change_password(FamilyDb& db, orm::Session global, User& user, std::string hash, std::int64_t but_session) {
    user.password_hash = std::move(hash);
    if (but_session == 0) ++user.session_epoch;
    db.update(user, &User::password_hash, &User::session_epoch);
    auth::end_sessions(global, user.id.value, but_session);
    global.query<PasswordReset>().where(&PasswordReset::user_id, user.id.value).remove();
}

std::optional<ResetLink> make_reset_link(orm::Session db, std::string_view email, const AppConfig& config) {
    auto user = find_account(db, email);
    if (!user) return std::nullopt;
    db.query<PasswordReset>().where(&PasswordReset::user_id, user->id.value).remove();
    ResetLink link{crypto::random_token(32), std::move(*user)};
    PasswordReset row;
    row.user_id = link.user.id.value;
    row.family_id = link.user.tenant_id.value;
    row.token_hash = crypto::sha256_hex(link.token);
    row.expires_at = db.now() + std::chrono::minutes{config.reset_minutes()};
    db.insert(row);
    return link;
}

std::optional<PasswordReset> find_reset(orm::Session db, std::string_view token) {
    auto row = db.query<PasswordReset>().where(&PasswordReset::token_hash, crypto::sha256_hex(token)).first();
    if (!row || row->used_at || row->expires_at <= db.now()) return std::nullopt;
    return row;
}

std::string invite(FamilyDb& db, const std::string& email, Role role, std::optional<Id<User>> by, const AppConfig& config) {
    db.query<Invitation>()
        .where(&Invitation::email, email)
        .where(is_null(col(&Invitation::accepted_at)))
        .set(&Invitation::revoked_at, std::optional<Timestamp>(db.now()))
        .update();
    auto token = crypto::random_token(32);
    Invitation row;
    row.email = email;
    row.role = role;
    row.token_hash = crypto::sha256_hex(token);
    row.expires_at = db.now() + std::chrono::days{config.invite_days()};
    row.invited_by = by;
    db.insert(row);
    return token;
}

std::optional<OpenInvitation> find_invitation(orm::Session db, std::string_view token) {
    auto row = db.as_system("an invitation is found by its token before anybody is known")
                   .query<Invitation>()
                   .where(&Invitation::token_hash, crypto::sha256_hex(token))
                   .first();
    if (!row || row->accepted_at || row->revoked_at || row->expires_at <= db.now()) return std::nullopt;
    auto family = db.find(Id<Family>{row->tenant_id.value});
    if (!family) return std::nullopt;
    return OpenInvitation{std::move(*row), std::move(*family)};
}

void check_limit(std::int64_t count, std::int64_t limit, std::string_view what) {
    if (count < limit) return;
    abort(422, "Your family has reached the limit of " + std::to_string(limit) + ' ' + std::string(what) + '.');
}

}  // namespace dinkydash
