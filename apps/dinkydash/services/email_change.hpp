// A new e-mail address: proven by a signed link that was sent to it. Nothing is stored until then.
#pragma once
#include "apps/dinkydash/config.hpp"
#include "apps/dinkydash/models/user.hpp"
#include "apps/dinkydash/services/visitor.hpp"

#include <string>

namespace dinkydash {

inline constexpr std::chrono::hours kEmailChangeTime{24};

/// Token of the link; good for 24 hours and until the account's address changes.
std::string sign_email_change(const AppConfig& config,
                              const User& user,
                              std::string_view address,
                              Timestamp now);
/// The new address, when the token was signed for this account and still works.
std::optional<std::string> read_email_change(const AppConfig& config,
                                             const User& user,
                                             std::string_view token,
                                             Timestamp now);

/// Stores the address and voids reset links, which went to the old one.
void change_email(FamilyDb& db, orm::Session global, User& user, std::string address);

}  // namespace dinkydash
