#include "apps/dinkydash/services/screens.hpp"

#include "carafe/crypto/hash.hpp"
#include "carafe/crypto/random.hpp"
#include "carafe/text/utf8.hpp"
#include "carafe/web/cookies.hpp"

namespace dinkydash {

namespace {

constexpr auto kPairingTime = std::chrono::minutes{15};
constexpr auto kCookieTime = std::chrono::days{400};
// 31 characters that cannot be mistaken for each other: no 0, O, 1, I, L.
constexpr std::string_view kCodeLetters = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
constexpr std::size_t kCodeLength = 8;

std::string random_code() {
    std::string code;
    while (code.size() < kCodeLength) {
        for (char c : crypto::random_bytes(16)) {
            // Octets over the greatest multiple of 31 would favour some letters.
            auto byte = static_cast<unsigned char>(c);
            if (byte < 248 && code.size() < kCodeLength) code += kCodeLetters[byte % kCodeLetters.size()];
        }
    }
    return code;
}

std::string normal_code(std::string_view code) {
    std::string out;
    for (char c : code) {
        if (c == ' ' || c == '-') continue;
        out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    }
    return out;
}

http::SetCookie screen_cookie(const Request& request, std::string token) {
    auto cookie = make_cookie(request, "screen", std::move(token));
    cookie.max_age = std::chrono::duration_cast<std::chrono::seconds>(kCookieTime);
    return cookie;
}

std::optional<Device> still_open(std::optional<Device> device, Timestamp now) {
    if (!device || device->revoked_at || !device->pair_expires_at || *device->pair_expires_at <= now) return std::nullopt;
    return device;
}

}  // namespace

std::vector<Device> connected_screens(FamilyDb& db) {
    return db.query<Device>().where(is_null(col(&Device::revoked_at))).order_by(&Device::name, &Device::id).all();
}

Device get_screen(FamilyDb& db, Id<Device> id) {
    auto device = db.get_or_404(id);
    if (device.revoked_at) abort(404);
    return device;
}

PairingSecrets start_pairing(FamilyDb& db, Device& device) {
    PairingSecrets secrets{crypto::random_token(24), random_code(), db.now() + kPairingTime};
    device.pair_hash = crypto::sha256_hex(secrets.token);
    device.code_hash = crypto::sha256_hex(secrets.code);
    device.pair_expires_at = secrets.expires_at;
    db.save(device);
    return secrets;
}

std::string make_permanent_token(FamilyDb& db, Device& device) {
    auto token = crypto::random_token(24);
    device.permanent_hash = crypto::sha256_hex(token);
    db.save(device);
    return token;
}

std::optional<Device> find_pairing(orm::Session db, std::string_view token) {
    auto system = db.as_system("a pairing link names its family");
    return still_open(system.query<Device>().where(&Device::pair_hash, crypto::sha256_hex(token)).first(), db.now());
}

std::optional<Device> find_pairing_by_code(orm::Session db, std::string_view code) {
    auto system = db.as_system("a pairing code names its family");
    return still_open(system.query<Device>().where(&Device::code_hash, crypto::sha256_hex(normal_code(code))).first(), db.now());
}

void connect_screen(Request& request, FamilyDb& db, Device& device) {
    auto token = crypto::random_token(32);
    device.token_hash = crypto::sha256_hex(token);
    device.pair_hash.reset();
    device.code_hash.reset();
    device.pair_expires_at.reset();
    device.last_seen_at = request.now();
    device.browser = text::cut_bytes(text::repair_utf8(request.header("User-Agent").value_or("")), 200);
    db.save(device);
    request.set_cookie(screen_cookie(request, std::move(token)));
}

bool is_connected(const Request& request, const Device& device) {
    const auto token = find_cookie(request, "screen");
    return token && device.token_hash == crypto::sha256_hex(*token);
}

void renew_screen_cookie(Request& request) {
    if (auto token = find_cookie(request, "screen")) request.set_cookie(screen_cookie(request, std::string(*token)));
}

}  // namespace dinkydash
