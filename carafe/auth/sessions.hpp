// Logging in and out: server-side sessions, remember-me with rotation, ending everything at once.
//
//     auth::log_in(request, {user.id.value, user.tenant_id.value, user.session_epoch}, form.remember_me.value());
//     auto hash = auth::session_hash(request);         // in the application's identify function
//     auth::log_out(request);
//     auth::end_sessions(request.work().session(), user.id.value);
//
// @source OWASP session management cheat sheet; ASVS 5.0 V7; "Improved persistent login cookie" (Jaspan)
#pragma once
#include "carafe/auth/login_session.hpp"
#include "carafe/orm/session.hpp"
#include "carafe/web/request.hpp"

#include <chrono>
#include <vector>

namespace carafe::auth {

/// Provided as state by the application: app.provide<SessionLimits>(...).
struct SessionLimits {
    std::chrono::minutes idle{30};
    std::chrono::hours absolute{12};
    std::chrono::days remember{30};
};

/// Whom a session belongs to. `epoch` is the user's at login; raising the user's ends the session.
struct Account {
    std::int64_t user_id = 0;
    std::int64_t tenant_id = 0;
    std::int32_t epoch = 0;
};

/// Begins a new session with a new id, ends the one the browser had with its remember-me, and sets the cookies.
/// Needs a writing request.
void log_in(Request& request, const Account& account, bool remember);

/// Hash under which the request's session would be stored; nothing without a session cookie. The
/// application reads LoginSession, user and tenant by it in one statement.
std::optional<std::string> session_hash(Request& request);
/// Whether a session with these times is neither idle too long nor past its end.
bool is_live(Request& request, Timestamp last_seen_at, Timestamp expires_at);
/// Notes that the visitor was here: at most once a minute, never for routes marked passive.
void touch(Request& request, std::int64_t session_id, Timestamp last_seen_at);
/// A new session from a valid remember-me cookie. @return its hash.
std::optional<std::string> recall(Request& request);

/// Ends this browser's session and its remember-me, and drops both cookies.
void log_out(Request& request);

/// Ends one session of a user, and the remember-me it would come back by. @return whether there was one.
bool end_session(orm::Session db, std::int64_t user_id, std::int64_t session_id);
/// Ends all sessions and remember-me tokens of a user, but the session with this id and its own.
void end_sessions(orm::Session db, std::int64_t user_id, std::int64_t but_session_id = 0);
/// Live sessions, last seen first.
std::vector<LoginSession> sessions_of(orm::Session db, std::int64_t user_id, Timestamp now);
/// Removes expired rows; for a daily job. @return how many.
std::int64_t remove_expired(orm::Session db, Timestamp now);

}  // namespace carafe::auth
