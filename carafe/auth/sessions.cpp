#include "carafe/auth/sessions.hpp"

#include "carafe/crypto/hash.hpp"
#include "carafe/crypto/random.hpp"
#include "carafe/orm/database.hpp"
#include "carafe/text/utf8.hpp"
#include "carafe/web/app.hpp"
#include "carafe/web/cookies.hpp"

namespace carafe::auth {

namespace {

using namespace std::chrono_literals;

// Two tabs that wake at once both send the same remember-me token; the second is no theft.
constexpr auto kRotationGrace = 60s;
constexpr auto kTouchEvery = 60s;

constexpr std::string_view kSessionCookie = "session";
constexpr std::string_view kRememberCookie = "remember";

SessionLimits limits_of(Request& request) { return request.state<SessionLimits>(); }

/// Runs `work` in this request's unit when it may write, else in one short unit of its own.
template <class Work>
void write(Request& request, Work&& work) {
    if (request.work().access() == orm::Access::ReadWrite) {
        auto session = request.work().session();
        work(session);
    } else {
        // What was read is over: a database in memory has one connection, and the rest of the request
        // must see the new row.
        request.work().rollback();
        request.app().database().transact([&](orm::Session& session) { work(session); });
    }
}

std::string start_session(Request& request, orm::Session& db, const Account& account, std::string remember_hash) {
    auto token = crypto::random_token(32);
    const auto limits = limits_of(request);
    LoginSession session;
    session.token_hash = crypto::sha256_hex(token);
    session.user_id = account.user_id;
    session.tenant_id = account.tenant_id;
    session.epoch = account.epoch;
    session.last_seen_at = request.now();
    session.expires_at = request.now() + limits.absolute;
    session.browser = text::cut_bytes(text::repair_utf8(request.header("User-Agent").value_or("")), 200);
    session.address = request.client_address();
    session.remember_hash = std::move(remember_hash);
    db.insert(session);
    request.set_cookie(make_cookie(request, kSessionCookie, token));
    return session.token_hash;
}

void set_remember_cookie(Request& request, std::string_view series, std::string_view token) {
    auto cookie = make_cookie(request, kRememberCookie, std::string(series) + '.' + std::string(token));
    cookie.max_age = std::chrono::duration_cast<std::chrono::seconds>(limits_of(request).remember);
    request.set_cookie(std::move(cookie));
}

/// @return hash of the series.
std::string start_remembering(Request& request, orm::Session& db, const Account& account) {
    auto series = crypto::random_token(24);
    auto token = crypto::random_token(24);
    RememberToken row;
    row.series_hash = crypto::sha256_hex(series);
    row.token_hash = crypto::sha256_hex(token);
    row.rotated_at = request.now();
    row.user_id = account.user_id;
    row.tenant_id = account.tenant_id;
    row.epoch = account.epoch;
    row.expires_at = request.now() + limits_of(request).remember;
    db.insert(row);
    set_remember_cookie(request, series, token);
    return row.series_hash;
}

/// Forgets what this browser holds: its session and its remember-me.
void end_browser(Request& request, orm::Session db) {
    if (auto hash = session_hash(request)) db.query<LoginSession>().where(&LoginSession::token_hash, *hash).remove();
    if (auto cookie = find_cookie(request, kRememberCookie)) {
        auto series = cookie->substr(0, cookie->find('.'));
        db.query<RememberToken>().where(&RememberToken::series_hash, crypto::sha256_hex(series)).remove();
        drop_cookie(request, kRememberCookie);
    }
}

/// What a remember-me cookie turned out to be.
enum class Remembered { Unknown, Good, GoodAgain, Stolen };

Remembered judge(const RememberToken& row, std::string_view token, Timestamp now) {
    auto hash = crypto::sha256_hex(token);
    if (row.expires_at <= now) return Remembered::Unknown;
    if (crypto::is_equal(hash, row.token_hash)) return Remembered::Good;
    const bool previous = !row.previous_hash.empty() && crypto::is_equal(hash, row.previous_hash);
    if (previous && row.rotated_at + kRotationGrace > now) return Remembered::GoodAgain;
    return Remembered::Stolen;
}

std::optional<std::string> use_remember_token(Request& request) {
    auto cookie = find_cookie(request, kRememberCookie);
    auto dot = cookie ? cookie->find('.') : std::string_view::npos;
    if (dot == std::string_view::npos) return std::nullopt;
    auto series = cookie->substr(0, dot);
    auto token = cookie->substr(dot + 1);
    std::optional<std::string> session;
    write(request, [&](orm::Session& db) {
        auto row = db.query<RememberToken>().where(&RememberToken::series_hash, crypto::sha256_hex(series)).first();
        auto verdict = row ? judge(*row, token, request.now()) : Remembered::Unknown;
        if (verdict == Remembered::Unknown) return;
        if (verdict == Remembered::Stolen) {
            request.log().warning("auth.remember_token_reused", {{"user", row->user_id}});
            end_sessions(db, row->user_id);
            return;
        }
        if (verdict == Remembered::Good) {
            auto fresh = crypto::random_token(24);
            row->previous_hash = row->token_hash;
            row->token_hash = crypto::sha256_hex(fresh);
            row->rotated_at = request.now();
            db.update(*row, &RememberToken::previous_hash, &RememberToken::token_hash, &RememberToken::rotated_at);
            set_remember_cookie(request, series, fresh);
        }
        session = start_session(request, db, {row->user_id, row->tenant_id, row->epoch}, row->series_hash);
    });
    if (!session) drop_cookie(request, kRememberCookie);
    return session;
}

}  // namespace

void log_in(Request& request, const Account& account, bool remember) {
    auto db = request.work().session();
    end_browser(request, db);
    start_session(request, db, account, remember ? start_remembering(request, db, account) : std::string());
    request.forget_visitor();
}

std::optional<std::string> session_hash(Request& request) {
    auto token = find_cookie(request, kSessionCookie);
    if (!token || token->size() != 43) return std::nullopt;
    return crypto::sha256_hex(*token);
}

bool is_live(Request& request, Timestamp last_seen_at, Timestamp expires_at) {
    return request.now() < expires_at && request.now() < last_seen_at + limits_of(request).idle;
}

std::optional<std::string> recall(Request& request) {
    return find_cookie(request, kRememberCookie) ? use_remember_token(request) : std::nullopt;
}

void touch(Request& request, std::int64_t session_id, Timestamp last_seen_at) {
    if (request.route() != nullptr && request.route()->options.passive) return;
    if (last_seen_at + kTouchEvery > request.now()) return;
    write(request, [&](orm::Session& db) {
        db.query<LoginSession>()
            .where(&LoginSession::id, Id<LoginSession>{session_id})
            .set(&LoginSession::last_seen_at, request.now())
            .update();
    });
}

void log_out(Request& request) {
    end_browser(request, request.work().session());
    drop_cookie(request, kSessionCookie);
    request.forget_visitor();
}

bool end_session(orm::Session db, std::int64_t user_id, std::int64_t session_id) {
    auto session = db.find(Id<LoginSession>{session_id});
    if (!session || session->user_id != user_id) return false;
    db.query<RememberToken>().where(&RememberToken::series_hash, session->remember_hash).remove();
    db.remove(*session);
    return true;
}

void end_sessions(orm::Session db, std::int64_t user_id, std::int64_t but_session_id) {
    auto kept = db.find(Id<LoginSession>{but_session_id});
    db.query<LoginSession>()
        .where(&LoginSession::user_id, user_id)
        .where(col(&LoginSession::id) != Id<LoginSession>{but_session_id})
        .remove();
    db.query<RememberToken>()
        .where(&RememberToken::user_id, user_id)
        .where(col(&RememberToken::series_hash) != (kept ? kept->remember_hash : std::string()))
        .remove();
}

std::vector<LoginSession> sessions_of(orm::Session db, std::int64_t user_id, Timestamp now) {
    return db.query<LoginSession>()
        .where(&LoginSession::user_id, user_id)
        .where(col(&LoginSession::expires_at) > now)
        .order_by(orm::desc(&LoginSession::last_seen_at))
        .all();
}

std::int64_t remove_expired(orm::Session db, Timestamp now) {
    return db.query<LoginSession>().where(col(&LoginSession::expires_at) <= now).remove() +
           db.query<RememberToken>().where(col(&RememberToken::expires_at) <= now).remove();
}

}  // namespace carafe::auth
