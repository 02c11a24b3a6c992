// Our own cookies: names, flags and signed contents.
//
// Names carry the application and the path it is mounted at ("dinkydash_session", "dinkydash.home_session"),
// and over TLS the prefix "__Host-", so that several applications on one host and a hostile sister domain
// cannot reach each other's. The path of cookies is "/": "__Host-" demands it, and a narrower one keeps
// nobody out who can run scripts on the same host.
// @source RFC 6265bis §4.1.3.2
#pragma once
#include "carafe/crypto/signed.hpp"
#include "carafe/web/request.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace carafe {

/// Keys made from SECRET_KEY, one per purpose.
class CookieBox {
  public:
    /// @param secret  any length: it is hashed first; production demands 32 octets (Config::refusals).
    explicit CookieBox(std::string_view secret);

    const crypto::Signer& visitors() const { return visitors_; }
    const crypto::Signer& flashes() const { return flashes_; }
    const std::string& csrf_key() const { return csrf_key_; }
    /// Seals cursors of lists.
    const std::string& cursor_key() const { return cursor_key_; }
    /// What all of them are made from, for keys of other rooms.
    const std::string& master() const { return master_; }

  private:
    std::string master_;
    crypto::Signer visitors_;
    crypto::Signer flashes_;
    std::string csrf_key_;
    std::string cursor_key_;
};

/// Full name of the cookie called `base` in this application.
std::string cookie_name(const Request& request, std::string_view base);
/// HttpOnly, SameSite=Lax, Path=/, Secure over TLS; ends with the browser unless max_age is set.
http::SetCookie make_cookie(const Request& request, std::string_view base, std::string value);
std::optional<std::string_view> find_cookie(const Request& request, std::string_view base);
void drop_cookie(Request& request, std::string_view base);

/// Id of a visitor without login, from a signed cookie; sets one when there is none. No row is stored.
std::string visitor_id(Request& request);

/// Flash messages of the previous answer.
std::vector<Flash> read_flashes(const Request& request);
/// Cookie that carries messages to the next page: at most 20 and 3 kB, the oldest go first.
http::SetCookie flash_cookie(const Request& request, const std::vector<Flash>& flashes);

}  // namespace carafe
