// Who is looking: a member with a login, or a paired wall screen. Handlers ask for these as parameters.
//
//     Response index(Request& request, FamilyDb& db, const Member& me, const FamilyInfo& family);
#pragma once
#include "apps/dinkydash/models/device.hpp"
#include "apps/dinkydash/models/user.hpp"
#include "apps/dinkydash/services/family_time.hpp"
#include "carafe/orm/database.hpp"
#include "carafe/web/access.hpp"
#include "carafe/web/request.hpp"

#include <optional>

namespace dinkydash {

/// The only door to a family's rows.
using FamilyDb = orm::TenantSession<Family>;

struct Member {
    Id<User> id{};
    std::int64_t session_id = 0;
    std::string email{};
    std::string display_name{};
    Role role = Role::Member;
    bool is_verified = false;
    bool is_admin() const { return role != Role::Member; }
    bool is_owner() const { return role == Role::Owner; }
};

struct Screen {
    Id<Device> id{};
    Id<Dashboard> dashboard_id{};
    bool may_tick = false;
    bool may_swap = false;
};

/// What this request knows about its visitor.
struct Present {
    std::optional<Member> member{};
    std::optional<Screen> screen{};
    std::optional<FamilyInfo> family{};
    std::optional<FamilyDb> db{};
    std::optional<CurrentUser> member_view{};    ///< for templates
    std::optional<CurrentFamily> family_view{};  ///< for templates
};

/// App::identify: reads login, user and family in one statement.
void identify(Request& request, Visitor& visitor);

/// The screen whose cookie this is, with its family; remembers it for this request.
const Screen* find_screen(Request& request);
/// Makes the screen with this token's hash the visitor, as the permanent link does.
const Screen* find_screen_by_permanent_token(Request& request, std::string_view token);

/// Rule of the wall's actions: a paired screen, else 401.
AccessRule screen_required();
/// Rule of what both see: a member who is logged in, or a paired screen.
AccessRule family_or_screen();

/// Door to the rows of a family that was found by a token before anybody logged in.
FamilyDb family_db(Request& request, Id<Family> family);

/// Raises the family's revision: every visible change does, in its own transaction.
void touch_family(FamilyDb& db);

}  // namespace dinkydash

template <>
struct carafe::Provide<dinkydash::FamilyDb> {
    static constexpr bool ok = true;
    static dinkydash::FamilyDb& from(Request& request);
};
template <>
struct carafe::Provide<dinkydash::Member> {
    static constexpr bool ok = true;
    static const dinkydash::Member& from(Request& request);
};
template <>
struct carafe::Provide<dinkydash::Screen> {
    static constexpr bool ok = true;
    static const dinkydash::Screen& from(Request& request);
};
template <>
struct carafe::Provide<dinkydash::FamilyInfo> {
    static constexpr bool ok = true;
    static const dinkydash::FamilyInfo& from(Request& request);
};
