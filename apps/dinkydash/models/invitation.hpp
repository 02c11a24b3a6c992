// An e-mail address invited into the family; the link works once, for seven days.
#pragma once
#include "apps/dinkydash/models/user.hpp"

namespace dinkydash {

struct Invitation : TenantOwned<Invitation, Family>, Timestamps<Invitation> {
    Id<Invitation> id{};
    std::string email{};
    Role role = Role::Member;
    std::string token_hash{};
    Timestamp expires_at{};
    std::optional<Id<User>> invited_by{};
    std::optional<Timestamp> accepted_at{};
    std::optional<Timestamp> revoked_at{};

    static constexpr void describe(auto& t) {
        t.table("invitations");
        t.id("id", &Invitation::id);
        t.tenant("tenant_id");
        t.col("email", &Invitation::email).size(254);
        t.col("role", &Invitation::role).default_value(Role::Member);
        t.col("token_hash", &Invitation::token_hash).size(64).secret();
        t.col("expires_at", &Invitation::expires_at);
        t.ref("invited_by", &Invitation::invited_by).on_delete(OnDelete::SetNull);
        t.col("accepted_at", &Invitation::accepted_at);
        t.col("revoked_at", &Invitation::revoked_at);
        t.timestamps();
        t.unique_global(&Invitation::token_hash);
        t.index(&Invitation::email);
    }
};

}  // namespace dinkydash
