// A reset link: 30 minutes, one use. Read before anybody is logged in, so it belongs to no tenant.
#pragma once
#include "carafe/orm/model.hpp"

#include <optional>
#include <string>

namespace dinkydash {

using namespace carafe;
using namespace carafe::orm;

struct PasswordReset : Timestamps<PasswordReset> {
    Id<PasswordReset> id{};
    std::int64_t user_id = 0;    ///< of users; the row may be gone
    std::int64_t family_id = 0;  ///< the user's family
    std::string token_hash{};
    Timestamp expires_at{};
    std::optional<Timestamp> used_at{};

    static constexpr void describe(auto& t) {
        t.table("password_resets");
        t.id("id", &PasswordReset::id);
        t.col("user_id", &PasswordReset::user_id);
        t.col("family_id", &PasswordReset::family_id);
        t.col("token_hash", &PasswordReset::token_hash).size(64).secret();
        t.col("expires_at", &PasswordReset::expires_at);
        t.col("used_at", &PasswordReset::used_at);
        t.timestamps();
        t.unique(&PasswordReset::token_hash);
        t.index(&PasswordReset::user_id);
    }
};

}  // namespace dinkydash
