// Rows of server-side logins. They are read before anybody is known, so they belong to no tenant.
#pragma once
#include "carafe/orm/model.hpp"

#include <optional>
#include <string>

namespace carafe::auth {

using namespace carafe::orm;

/// One login on one device. The cookie holds a random token, the row only its SHA-256: a copy of the
/// table cannot log in.
struct LoginSession : Timestamps<LoginSession> {
    Id<LoginSession> id{};
    std::string token_hash{};    ///< 64 hexadecimal digits
    std::int64_t user_id = 0;
    std::int64_t tenant_id = 0;
    std::int32_t epoch = 0;      ///< of the user when it began; a raised one ends it
    Timestamp last_seen_at{};    ///< written at most once a minute
    Timestamp expires_at{};      ///< whatever happens
    std::string browser{};
    std::string address{};
    std::string remember_hash{};  ///< series of this browser's remember-me, which ends with it; empty: none

    static constexpr void describe(auto& t) {
        t.table("login_sessions");
        t.id("id", &LoginSession::id);
        t.col("token_hash", &LoginSession::token_hash).size(64);
        t.col("user_id", &LoginSession::user_id);
        t.col("tenant_id", &LoginSession::tenant_id);
        t.col("epoch", &LoginSession::epoch);
        t.col("last_seen_at", &LoginSession::last_seen_at);
        t.col("expires_at", &LoginSession::expires_at);
        t.col("browser", &LoginSession::browser).size(200);
        t.col("address", &LoginSession::address).size(64);
        t.col("remember_hash", &LoginSession::remember_hash).size(64);
        t.timestamps();
        t.unique(&LoginSession::token_hash);
        t.index(&LoginSession::user_id);
        t.index(&LoginSession::expires_at);
    }
};

/// "Remember me": a series that lives for weeks and a token that is good once. A used token that comes
/// back means the cookie was copied: everything of that user ends.
struct RememberToken : Timestamps<RememberToken> {
    Id<RememberToken> id{};
    std::string series_hash{};
    std::string token_hash{};
    std::string previous_hash{};  ///< still good for a moment: two tabs may come at once
    Timestamp rotated_at{};
    std::int64_t user_id = 0;
    std::int64_t tenant_id = 0;
    std::int32_t epoch = 0;
    Timestamp expires_at{};

    static constexpr void describe(auto& t) {
        t.table("remember_tokens");
        t.id("id", &RememberToken::id);
        t.col("series_hash", &RememberToken::series_hash).size(64);
        t.col("token_hash", &RememberToken::token_hash).size(64);
        t.col("previous_hash", &RememberToken::previous_hash).size(64);
        t.col("rotated_at", &RememberToken::rotated_at);
        t.col("user_id", &RememberToken::user_id);
        t.col("tenant_id", &RememberToken::tenant_id);
        t.col("epoch", &RememberToken::epoch);
        t.col("expires_at", &RememberToken::expires_at);
        t.timestamps();
        t.unique(&RememberToken::series_hash);
        t.index(&RememberToken::user_id);
    }
};

}  // namespace carafe::auth
