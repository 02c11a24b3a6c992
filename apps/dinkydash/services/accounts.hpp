// Families and their logins: registration, finding an account, changing passwords, links by mail.
#pragma once
#include "apps/dinkydash/config.hpp"
#include "apps/dinkydash/models/all.hpp"
#include "apps/dinkydash/services/visitor.hpp"
#include "carafe/auth/passwords.hpp"

#include <string>

namespace dinkydash {

struct NewFamily {
    std::string family_name;
    std::string email;  ///< lower case
    std::string password_hash;
    std::string display_name{};  ///< empty: the part of the e-mail before '@'
    std::string timezone = "UTC";
};

struct Registered {
    FamilyDb db;  ///< of the new family
    User owner{};
};

/// Family, owner and "Family Dashboard" in the running transaction.
/// @throws orm::UniqueViolation when the e-mail is taken.
Registered register_family(orm::Session db, const NewFamily& data);

/// E-mail as it is stored and compared.
std::string normal_email(std::string_view email);

/// The account of an address, over all families.
std::optional<User> find_account(orm::Session db, std::string_view email);

/// Stores a new hash, ends all other sessions and voids reset links.
/// @param but_session  stays alive; 0: none.
void change_password(FamilyDb& db, orm::Session global, User& user, std::string hash, std::int64_t but_session);

struct ResetLink {
    std::string token;
    User user{};
};
/// A fresh reset token for the account; older ones are void. Nothing for an unknown address.
std::optional<ResetLink> make_reset_link(orm::Session db, std::string_view email, const AppConfig& config);
/// The row of a reset token that still works.
std::optional<PasswordReset> find_reset(orm::Session db, std::string_view token);

/// A fresh invitation; an open one of the same address is replaced. @return the token.
std::string invite(FamilyDb& db, const std::string& email, Role role, std::optional<Id<User>> by, const AppConfig& config);

/// What people read where REGISTRATION is closed.
inline constexpr const char* kNoNewAccounts = "This server takes no new accounts.";

struct OpenInvitation {
    Invitation row{};
    Family family{};
};
/// The invitation of a token that still works.
std::optional<OpenInvitation> find_invitation(orm::Session db, std::string_view token);

/// Limits of one family; ends the request with 422 and "Your family has reached the limit of N …." when
/// `count` is not below `limit`.
void check_limit(std::int64_t count, std::int64_t limit, std::string_view what);

inline constexpr std::int64_t kMaxUsers = 20;
inline constexpr std::int64_t kMaxPersons = 30;
inline constexpr std::int64_t kMaxDashboards = 20;
inline constexpr std::int64_t kMaxTasks = 200;
inline constexpr std::int64_t kMaxCountdowns = 200;
inline constexpr std::int64_t kMaxScreens = 30;

}  // namespace dinkydash
