// Cookies: reading the Cookie field, writing Set-Cookie.
//
//     auto session = request.cookie("__Host-dinkydash");
//     auto cookie = http::format_set_cookie({.name = "theme", .value = "dark"});
//     response.headers.push_back({"Set-Cookie", cookie});
//
// @source RFC 6265bis §4.1.1, §5.6–5.8
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace carafe::http {

/// Value of the first cookie named exactly `name` in one Cookie field, as sent: quotes stay,
/// nothing is decoded. A pair without name ("=x=y", "x") is dropped: browsers send those for
/// cookies that pose as
/// `__Host-` ones. So is a pair whose name is not a token.
std::optional<std::string_view> find_cookie(std::string_view field_value, std::string_view name);

enum class SameSite : std::uint8_t { Lax, Strict, None };

struct SetCookie {
    std::string name;   ///< a token; `__Host-` in front wants secure and path "/"
    std::string value;  ///< cookie octets: base64url text and numbers are
    std::string path = "/";
    std::optional<std::chrono::seconds>
        max_age{};  ///< nothing: until the browser ends; 0: delete now
    SameSite same_site = SameSite::Lax;
    bool http_only = true;
    bool secure = false;
};

/// Text of a Set-Cookie field. There is no Domain on purpose: cookies belong to one host.
/// @throws AssertionFailed for a name or value that a cookie cannot carry, SameSite=None without
/// secure,
///         or a broken promise of a `__Host-` or `__Secure-` prefix.
std::string format_set_cookie(const SetCookie& cookie);

}  // namespace carafe::http
