#include "apps/dinkydash/services/visitor.hpp"

#include "carafe/auth/sessions.hpp"
#include "carafe/crypto/hash.hpp"
#include "carafe/web/app.hpp"
#include "carafe/web/cookies.hpp"

namespace dinkydash {

namespace {

/// Columns of the one statement a page load begins with.
struct LoginRow {
    std::int64_t session_id = 0;
    Timestamp last_seen_at{};
    Timestamp expires_at{};
    std::int32_t session_epoch = 0;
    std::int64_t user_id = 0;
    std::string email{};
    std::string display_name{};
    Role role = Role::Member;
    std::int32_t user_epoch = 0;
    std::optional<Timestamp> verified_at{};
    std::int64_t family_id = 0;
    std::string family_name{};
    std::string timezone{};
    std::int32_t week_start = 1;
    std::int32_t day_start = 0;
    std::int64_t revision = 1;
};

struct ScreenRowData {
    std::int64_t id = 0;
    std::int64_t dashboard_id = 0;
    bool may_tick = false;
    bool may_swap = false;
    std::optional<Timestamp> last_seen_at{};
    std::int64_t family_id = 0;
    std::string family_name{};
    std::string timezone{};
    std::int32_t week_start = 1;
    std::int32_t day_start = 0;
    std::int64_t revision = 1;
};

std::optional<LoginRow> find_login_row(Request& request, const std::string& token_hash) {
    auto rows = request.work()
                    .session()
                    .as_system("a login session names its user and family")
                    .sql<LoginRow>(
                        "SELECT s.id, s.last_seen_at, s.expires_at, s.epoch, u.id, u.email, u.display_name, u.role, "
                        "u.session_epoch, u.email_verified_at, f.id, f.name, f.timezone, f.week_start, "
                        "f.day_start_minute, f.revision FROM login_sessions s "
                        "JOIN users u ON u.id = s.user_id AND u.tenant_id = s.tenant_id "
                        "JOIN families f ON f.id = u.tenant_id WHERE s.token_hash = :1",
                        token_hash);
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
}

void note_member(Request& request, Visitor& visitor, const LoginRow& row, const std::string& token_hash) {
    auto& present = request.local<Present>();
    present.member = Member{Id<User>{row.user_id}, row.session_id, row.email, row.display_name, row.role,
                            row.verified_at.has_value()};
    visitor.user_id = row.user_id;
    visitor.tenant_id = row.family_id;
    visitor.roles = 1ull << static_cast<int>(row.role);
    visitor.binding = token_hash;
    // On the wall's addresses the screen decides whose rows are shown, whoever is logged in beside it.
    if (present.screen) return;
    present.family = FamilyInfo{row.family_id, row.family_name, row.timezone, row.week_start, row.day_start, row.revision};
    present.db.emplace(request.work().tenant<Family>(Id<Family>{row.family_id}));
    present.member_view = CurrentUser{row.user_id, row.display_name, row.email, std::string(enum_name(row.role))};
    present.family_view = CurrentFamily{row.family_name, row.timezone};
}

/// Row behind a token column of devices; a revoked one is none.
const Screen* note_screen(Request& request, std::vector<ScreenRowData> rows) {
    if (rows.empty()) return nullptr;
    const auto& row = rows.front();
    auto& present = request.local<Present>();
    present.screen = Screen{Id<Device>{row.id}, Id<Dashboard>{row.dashboard_id}, row.may_tick, row.may_swap};
    present.family = FamilyInfo{row.family_id, row.family_name, row.timezone, row.week_start, row.day_start, row.revision};
    present.db.emplace(request.work().tenant<Family>(Id<Family>{row.family_id}));
    const bool stale = !row.last_seen_at || *row.last_seen_at + std::chrono::minutes{1} <= request.now();
    if (stale) {
        auto seen = [&, id = present.screen->id](FamilyDb& db) {
            db.query<Device>().where(&Device::id, id).set(&Device::last_seen_at, request.now()).update();
        };
        if (request.work().access() == orm::Access::ReadWrite) {
            seen(*present.db);
        } else {
            request.work().rollback();  // a database in memory has one connection
            request.app().database().transact<Family>(Id<Family>{row.family_id}, seen);
        }
    }
    return &*present.screen;
}

Verdict ask_screen(Request& request, std::uint64_t) {
    return find_screen(request) != nullptr ? Verdict::Allowed : Verdict::LoginNeeded;
}

Verdict ask_family_or_screen(Request& request, std::uint64_t mask) {
    return request.visitor().is_logged_in() ? Verdict::Allowed : ask_screen(request, mask);
}

}  // namespace

void identify(Request& request, Visitor& visitor) {
    auto hash = auth::session_hash(request);
    auto row = hash ? find_login_row(request, *hash) : std::nullopt;
    if (row && auth::is_live(request, row->last_seen_at, row->expires_at)) {
        if (row->session_epoch != row->user_epoch) return;
        auth::touch(request, row->session_id, row->last_seen_at);
        return note_member(request, visitor, *row, *hash);
    }
    auto recalled = auth::recall(request);
    if (!recalled) return;
    row = find_login_row(request, *recalled);
    if (row && row->session_epoch == row->user_epoch) note_member(request, visitor, *row, *recalled);
}


const Screen* find_screen(Request& request) {
    auto& present = request.local<Present>();
    if (present.screen) return &*present.screen;
    auto token = find_cookie(request, "screen");
    if (!token) return nullptr;
    auto db = request.work().session().as_system("a screen's cookie names its family");
    auto rows = db.sql<ScreenRowData>(
        "SELECT d.id, d.dashboard_id, d.may_tick, d.may_swap, d.last_seen_at, f.id, f.name, f.timezone, "
        "f.week_start, f.day_start_minute, f.revision FROM devices d JOIN families f ON f.id = d.tenant_id "
        "WHERE d.token_hash = :1 AND d.revoked_at IS NULL",
        crypto::sha256_hex(*token));
    return note_screen(request, std::move(rows));
}

const Screen* find_screen_by_permanent_token(Request& request, std::string_view token) {
    auto db = request.work().session().as_system("a screen's permanent link names its family");
    auto rows = db.sql<ScreenRowData>(
        "SELECT d.id, d.dashboard_id, d.may_tick, d.may_swap, d.last_seen_at, f.id, f.name, f.timezone, "
        "f.week_start, f.day_start_minute, f.revision FROM devices d JOIN families f ON f.id = d.tenant_id "
        "WHERE d.permanent_hash = :1 AND d.revoked_at IS NULL",
        crypto::sha256_hex(token));
    return note_screen(request, std::move(rows));
}

AccessRule screen_required() { return {ask_screen, ~std::uint64_t{0}, "paired screen"}; }
AccessRule family_or_screen() { return {ask_family_or_screen, ~std::uint64_t{0}, "login or paired screen"}; }

FamilyDb family_db(Request& request, Id<Family> family) { return request.work().tenant<Family>(family); }

void touch_family(FamilyDb& db) {
    db.query<Family>()
        .where(&Family::id, db.tenant_id())
        .set(&Family::revision, col(&Family::revision) + 1)
        .update();
}

}  // namespace dinkydash

namespace carafe {

dinkydash::FamilyDb& Provide<dinkydash::FamilyDb>::from(Request& request) {
    request.visitor();
    auto& db = request.local<dinkydash::Present>().db;
    if (!db) abort(403);
    return *db;
}

const dinkydash::Member& Provide<dinkydash::Member>::from(Request& request) {
    request.visitor();
    auto& member = request.local<dinkydash::Present>().member;
    if (!member) abort(403);
    return *member;
}

const dinkydash::Screen& Provide<dinkydash::Screen>::from(Request& request) {
    auto* screen = dinkydash::find_screen(request);
    if (screen == nullptr) abort(401);
    return *screen;
}

const dinkydash::FamilyInfo& Provide<dinkydash::FamilyInfo>::from(Request& request) {
    request.visitor();
    auto& family = request.local<dinkydash::Present>().family;
    if (!family) abort(403);
    return *family;
}

}  // namespace carafe
