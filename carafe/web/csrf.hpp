// Form tokens: a page of another site cannot post in a visitor's name.
//
// A token is mask ‖ (mask ⊕ HMAC(key, binding)), so it differs on every page and cannot be guessed from
// compressed answers. The binding is the login session, or a signed cookie of a visitor without one:
// tokens stay valid over tabs and htmx swaps, and end with the login.
// @source OWASP CSRF prevention cheat sheet (HMAC based token pattern); Fetch metadata (Sec-Fetch-Site)
#pragma once
#include "carafe/web/request.hpp"

#include <string>

namespace carafe {

/// Token for this page, base64url; the same for all forms of one answer.
std::string csrf_token(Request& request);
/// `<input type="hidden" name="csrf_token" value="…">`
std::string csrf_field(Request& request);

enum class CsrfVerdict : std::uint8_t {
    Good,
    Expired,  ///< our own page, but an old or missing token: the form may be sent again
    Foreign,  ///< sent by another site, or forged
};

/// Judges an unsafe request. The token is taken from the form field `csrf_token`, `X-CSRFToken` or
/// `X-CSRF-Token`; never from the query or a cookie.
CsrfVerdict check_csrf(Request& request);

}  // namespace carafe
