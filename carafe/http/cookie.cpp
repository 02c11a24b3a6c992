#include "carafe/http/cookie.hpp"

#include "carafe/base/assert.hpp"
#include "carafe/http/detail/octets.hpp"
#include "carafe/text/ascii.hpp"

namespace carafe::http {

namespace {

/// RFC 6265bis §4.1.1 cookie-octet: visible ASCII but " , ; and backslash.
bool is_cookie_value(std::string_view value) {
    for (char c : value) {
        if (c < 0x21 || c > 0x7E || c == '"' || c == ',' || c == ';' || c == '\\') {
            return false;
        }
    }
    return true;
}

bool is_cookie_path(std::string_view path) {
    if (!path.starts_with('/')) {
        return false;
    }
    for (char c : path) {
        if (c < 0x20 || c > 0x7E || c == ';') {
            return false;
        }
    }
    return true;
}

std::string_view same_site_name(SameSite same_site) {
    switch (same_site) {
        case SameSite::Lax:
            return "Lax";
        case SameSite::Strict:
            return "Strict";
        case SameSite::None:
            return "None";
    }
    return "Lax";
}

void check(const SetCookie& cookie) {
    CARAFE_ASSERT(detail::is_all(detail::kToken, cookie.name), "a cookie's name is a token");
    CARAFE_ASSERT(is_cookie_value(cookie.value),
                  "a cookie's value has visible ASCII without quotes and separators");
    CARAFE_ASSERT(is_cookie_path(cookie.path), "a cookie's path begins with a slash");
    CARAFE_ASSERT(cookie.same_site != SameSite::None || cookie.secure,
                  "SameSite=None wants Secure");
    bool is_host = cookie.name.starts_with("__Host-");
    CARAFE_ASSERT(!is_host || (cookie.secure && cookie.path == "/"),
                  "a __Host- cookie is secure and for all paths");
    CARAFE_ASSERT(!cookie.name.starts_with("__Secure-") || cookie.secure,
                  "a __Secure- cookie is secure");
}

}  // namespace

std::optional<std::string_view> find_cookie(std::string_view field_value, std::string_view name) {
    while (!field_value.empty()) {
        auto pair = text::trim_blanks(text::take_until(field_value, ';'));
        auto equals = pair.find('=');
        if (equals == std::string_view::npos) {
            continue;
        }
        auto pair_name = text::trim_blanks(pair.substr(0, equals));
        if (pair_name != name || !detail::is_all(detail::kToken, pair_name)) {
            continue;
        }
        return text::trim_blanks(pair.substr(equals + 1));
    }
    return std::nullopt;
}

std::string format_set_cookie(const SetCookie& cookie) {
    check(cookie);
    std::string out = cookie.name + '=' + cookie.value + "; Path=" + cookie.path;
    if (cookie.max_age) {
        out += "; Max-Age=" + std::to_string(cookie.max_age->count());
    }
    if (cookie.http_only) {
        out += "; HttpOnly";
    }
    if (cookie.secure) {
        out += "; Secure";
    }
    out += "; SameSite=";
    out += same_site_name(cookie.same_site);
    return out;
}

}  // namespace carafe::http
