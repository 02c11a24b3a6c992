#include "carafe/web/cookies.hpp"

#include "carafe/crypto/hash.hpp"
#include "carafe/crypto/random.hpp"
#include "carafe/text/json.hpp"
#include "carafe/text/json_writer.hpp"
#include "carafe/web/app.hpp"

namespace carafe {

namespace {

constexpr std::string_view kVisitorCookie = "visitor";
constexpr std::string_view kFlashCookie = "flash";
constexpr std::size_t kMaxFlashes = 20;
constexpr std::size_t kMaxFlashBytes = 2'200;  // signed and base64: below the 4,096 octets a browser keeps

struct NewVisitor {
    std::string id;
};

std::string flashes_to_json(const std::vector<Flash>& flashes, std::size_t from) {
    std::string out;
    text::JsonWriter json(out);
    json.begin_array();
    for (std::size_t i = from; i < flashes.size(); ++i) {
        json.begin_array().value(flashes[i].category).value(flashes[i].message).end_array();
    }
    json.end_array();
    return out;
}

}  // namespace

CookieBox::CookieBox(std::string_view secret)
    : master_(crypto::sha256_hex(secret)),
      visitors_(master_, "carafe.visitor"),
      flashes_(master_, "carafe.flash"),
      csrf_key_(crypto::hkdf_sha256(master_, "carafe.csrf", 32)),
      cursor_key_(crypto::hkdf_sha256(master_, "carafe.cursor", 32)) {}

std::string cookie_name(const Request& request, std::string_view base) {
    std::string name = request.is_secure() ? "__Host-" : "";
    name += request.app().config().app_name();
    for (char c : request.app().prefix()) name += c == '/' ? '.' : c;
    return name.append("_").append(base);
}

http::SetCookie make_cookie(const Request& request, std::string_view base, std::string value) {
    return {.name = cookie_name(request, base), .value = std::move(value), .secure = request.is_secure()};
}

std::optional<std::string_view> find_cookie(const Request& request, std::string_view base) {
    return request.cookie(cookie_name(request, base));
}

void drop_cookie(Request& request, std::string_view base) {
    auto cookie = make_cookie(request, base, "");
    cookie.max_age = std::chrono::seconds{0};
    request.set_cookie(std::move(cookie));
}

std::string visitor_id(Request& request) {
    auto& fresh = request.local<NewVisitor>();
    if (!fresh.id.empty()) return fresh.id;
    const auto& signer = request.app().cookies().visitors();
    if (auto cookie = find_cookie(request, kVisitorCookie)) {
        if (auto id = signer.unsign(*cookie, request.now())) return *id;
    }
    fresh.id = crypto::random_token(18);
    request.set_cookie(make_cookie(request, kVisitorCookie, signer.sign(fresh.id)));
    return fresh.id;
}

std::vector<Flash> read_flashes(const Request& request) {
    auto cookie = find_cookie(request, kFlashCookie);
    if (!cookie) return {};
    auto signed_text = request.app().cookies().flashes().unsign(*cookie, request.now());
    if (!signed_text) return {};
    auto json = text::parse_json(*signed_text);
    if (!json || !json->is_array()) return {};
    std::vector<Flash> out;
    for (const auto& entry : json->array()) {
        if (!entry.is_array() || entry.array().size() != 2) continue;
        const auto& pair = entry.array();
        if (pair[0].is_string() && pair[1].is_string()) out.push_back({pair[0].string(), pair[1].string()});
    }
    return out;
}

http::SetCookie flash_cookie(const Request& request, const std::vector<Flash>& flashes) {
    std::size_t from = flashes.size() > kMaxFlashes ? flashes.size() - kMaxFlashes : 0;
    auto text = flashes_to_json(flashes, from);
    while (text.size() > kMaxFlashBytes && from < flashes.size()) text = flashes_to_json(flashes, ++from);
    auto value = request.app().cookies().flashes().sign(text, request.now() + std::chrono::hours{1});
    auto cookie = make_cookie(request, kFlashCookie, std::move(value));
    if (flashes.empty()) {
        cookie.value.clear();
        cookie.max_age = std::chrono::seconds{0};
    }
    return cookie;
}

}  // namespace carafe
