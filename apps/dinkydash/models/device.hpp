// A paired wall screen: lives for months without a login.
#pragma once
#include "apps/dinkydash/models/dashboard.hpp"

namespace dinkydash {

struct User;

struct Device : TenantOwned<Device, Family>, Timestamps<Device> {
    Id<Device> id{};
    Id<Dashboard> dashboard_id{};
    std::string name{};
    std::optional<std::string> token_hash{};      ///< SHA-256 of the cookie's token, hexadecimal
    std::optional<std::string> permanent_hash{};  ///< of the permanent link's token
    std::optional<std::string> pair_hash{};       ///< of the pairing link's token
    std::optional<std::string> code_hash{};       ///< of the 8-character code
    std::optional<Timestamp> pair_expires_at{};
    bool may_tick = true;
    bool may_swap = false;
    std::optional<Timestamp> last_seen_at{};
    std::optional<std::string> browser{};
    std::optional<Id<User>> created_by{};
    std::optional<Timestamp> revoked_at{};

    static constexpr void describe(auto& t) {
        t.table("devices");
        t.id("id", &Device::id);
        t.tenant("tenant_id");
        t.ref("dashboard_id", &Device::dashboard_id).on_delete(OnDelete::Cascade);
        t.col("name", &Device::name).size(60);
        t.col("token_hash", &Device::token_hash).size(64).secret();
        t.col("permanent_hash", &Device::permanent_hash).size(64).secret();
        t.col("pair_hash", &Device::pair_hash).size(64).secret();
        t.col("code_hash", &Device::code_hash).size(64).secret();
        t.col("pair_expires_at", &Device::pair_expires_at);
        t.col("may_tick", &Device::may_tick).default_value(true);
        t.col("may_swap", &Device::may_swap).default_value(false);
        t.col("last_seen_at", &Device::last_seen_at);
        t.col("browser", &Device::browser).size(200);
        t.ref("created_by", &Device::created_by).on_delete(OnDelete::SetNull);
        t.col("revoked_at", &Device::revoked_at);
        t.timestamps();
        t.unique_global(&Device::token_hash);
        t.unique_global(&Device::permanent_hash);
        t.unique_global(&Device::pair_hash);
        t.unique_global(&Device::code_hash);
    }
};

}  // namespace dinkydash
