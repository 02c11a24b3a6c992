// Wall screens: pairing by link or code, permanent links, revoking. Only hashes of tokens are stored.
#pragma once
#include "apps/dinkydash/models/device.hpp"
#include "apps/dinkydash/services/visitor.hpp"

#include <string>
#include <vector>

namespace dinkydash {

/// All but the revoked ones, by name.
std::vector<Device> connected_screens(FamilyDb& db);
/// 404 for a foreign or revoked one.
Device get_screen(FamilyDb& db, Id<Device> id);

/// Shown once, right after it was made.
struct PairingSecrets {
    std::string token;  ///< for the link
    std::string code;   ///< eight characters without 0, O, 1, I, L
    Timestamp expires_at{};
};

/// Gives a screen new pairing secrets, good for 15 minutes and one use; older ones are void.
PairingSecrets start_pairing(FamilyDb& db, Device& device);
/// A new permanent token; an older one is void.
std::string make_permanent_token(FamilyDb& db, Device& device);

/// The screen waiting for this link, over all families; nothing when used, expired or unknown.
std::optional<Device> find_pairing(orm::Session db, std::string_view token);
/// The same by code: small letters, blanks and dashes are forgiven.
std::optional<Device> find_pairing_by_code(orm::Session db, std::string_view code);

/// Connects this browser: uses up the secrets and sets the cookie.
void connect_screen(Request& request, FamilyDb& db, Device& device);
/// Whether this browser carries the cookie of that screen already.
bool is_connected(const Request& request, const Device& device);
/// Sets the cookie anew for 400 days.
void renew_screen_cookie(Request& request);

}  // namespace dinkydash
