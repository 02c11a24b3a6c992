#include "carafe/web/csrf.hpp"

#include "carafe/crypto/encoding.hpp"
#include "carafe/crypto/hash.hpp"
#include "carafe/crypto/random.hpp"
#include "carafe/web/app.hpp"
#include "carafe/web/cookies.hpp"

namespace carafe {

namespace {

constexpr std::size_t kLength = 32;

struct PageToken {
    std::string text;
};

std::string exclusive_or(std::string_view a, std::string_view b) {
    std::string out(a);
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<char>(out[i] ^ b[i]);
    return out;
}

crypto::Digest token_for(Request& request) {
    const auto& visitor = request.visitor();
    auto binding = visitor.binding.empty() ? "visitor " + visitor_id(request) : "session " + visitor.binding;
    return crypto::hmac_sha256(request.app().cookies().csrf_key(), binding);
}

bool is_valid(Request& request, std::string_view token) {
    auto bytes = crypto::decode_base64url(token);
    if (!bytes || bytes->size() != 2 * kLength) return false;
    auto unmasked = exclusive_or(bytes->substr(0, kLength), bytes->substr(kLength));
    auto expected = token_for(request);
    return crypto::is_equal(unmasked, crypto::view(expected));
}

/// "https://dash.example:8443" → "dash.example:8443"; empty for "null" and anything odd.
std::string_view host_of_origin(std::string_view origin) {
    auto scheme = origin.find("://");
    return scheme == origin.npos ? std::string_view() : origin.substr(scheme + 3);
}

bool is_foreign(const Request& request) {
    // Pages that send no referrer post with "Origin: null": what the browser says of the site counts more.
    if (auto site = request.header("Sec-Fetch-Site")) return *site != "same-origin" && *site != "none";
    auto origin = request.header("Origin");
    return origin && host_of_origin(*origin) != request.host();
}

bool is_scripted_json(const Request& request) {
    auto type = request.header("Content-Type").value_or("");
    return type.starts_with("application/json") && !request.header("Origin") && !request.header("Sec-Fetch-Site");
}

}  // namespace

std::string csrf_token(Request& request) {
    auto& token = request.local<PageToken>();
    if (token.text.empty()) {
        auto mask = crypto::random_bytes(kLength);
        auto digest = token_for(request);
        token.text = crypto::encode_base64url(mask + exclusive_or(mask, crypto::view(digest)));
    }
    return token.text;
}

std::string csrf_field(Request& request) {
    return "<input type=\"hidden\" name=\"csrf_token\" value=\"" + csrf_token(request) + "\">";
}

CsrfVerdict check_csrf(Request& request) {
    if (is_foreign(request)) return CsrfVerdict::Foreign;
    if (is_scripted_json(request)) return CsrfVerdict::Good;
    auto token = request.header("X-CSRFToken");
    if (!token) token = request.header("X-CSRF-Token");
    if (!token) token = request.form().find("csrf_token");
    return token && is_valid(request, *token) ? CsrfVerdict::Good : CsrfVerdict::Expired;
}

}  // namespace carafe
