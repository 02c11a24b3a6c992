// A login. One account belongs to one family; a family has exactly one owner.
#pragma once
#include "apps/dinkydash/models/enums.hpp"
#include "apps/dinkydash/models/family.hpp"

namespace dinkydash {

struct Person;

struct User : TenantOwned<User, Family>, Timestamps<User> {
    Id<User> id{};
    std::string email{};  ///< lower case, unique over all families
    std::string password_hash{};
    std::string display_name{};
    Role role = Role::Member;
    std::optional<Id<Person>> person_id{};  ///< "this login is Anna"
    std::optional<Timestamp> email_verified_at{};
    std::optional<Timestamp> last_login_at{};
    std::int32_t session_epoch = 0;  ///< raised: all sessions and remember cookies end

    static constexpr void describe(auto& t) {
        t.table("users");
        t.id("id", &User::id);
        t.tenant("tenant_id");
        t.col("email", &User::email).size(254);
        t.col("password_hash", &User::password_hash).size(255).secret();
        t.col("display_name", &User::display_name).size(80);
        t.col("role", &User::role).default_value(Role::Member);
        t.ref("person_id", &User::person_id).on_delete(OnDelete::SetNull);
        t.col("email_verified_at", &User::email_verified_at);
        t.col("last_login_at", &User::last_login_at);
        t.col("session_epoch", &User::session_epoch).default_value(0);
        t.timestamps();
        t.unique_global(&User::email).named("idx_users_email");
        t.unique(&User::person_id);
    }
};

}  // namespace dinkydash
