#include "carafe/crypto/signed.hpp"

#include "carafe/base/assert.hpp"
#include "carafe/base/numbers.hpp"
#include "carafe/crypto/hash.hpp"

namespace carafe::crypto {

namespace {

constexpr std::size_t kKeyBytes = 32;

bool has_expired(std::string_view expiry, Timestamp now) {
    if (expiry.empty()) {
        return false;
    }
    auto last = parse_decimal<std::int64_t>(expiry);
    return !last || now.seconds() > *last;
}

}  // namespace

Signer::Signer(std::span<const std::string> secrets, std::string_view purpose) {
    CARAFE_ASSERT(!secrets.empty(), "a signer needs a secret");
    for (const auto& secret : secrets) {
        CARAFE_ASSERT(secret.size() >= 16, "a secret key has 16 bytes or more");
        keys_.push_back(hkdf_sha256(secret, "carafe.signed." + std::string(purpose), kKeyBytes));
    }
}

Signer::~Signer() {
    for (auto& key : keys_) {
        wipe(key);
    }
}

std::string Signer::sign(std::string_view value, std::optional<Timestamp> expires) const {
    auto text = encode_base64url(value) + '.';
    if (expires) {
        text += std::to_string(expires->seconds());
    }
    auto mac = hmac_sha256(keys_.front(), text);
    text += '.';
    text += encode_base64url(view(mac));
    return text;
}

std::optional<std::string> Signer::unsign(std::string_view text, Timestamp now) const {
    auto dot = text.rfind('.');
    if (dot == std::string_view::npos) {
        return std::nullopt;
    }
    auto message = text.substr(0, dot);
    auto mac = decode_base64url(text.substr(dot + 1));
    if (!mac || !is_authentic(message, *mac)) {
        return std::nullopt;
    }
    auto inner = message.find('.');
    if (inner == std::string_view::npos || has_expired(message.substr(inner + 1), now)) {
        return std::nullopt;
    }
    return decode_base64url(message.substr(0, inner));
}

bool Signer::is_authentic(std::string_view message, std::string_view mac) const {
    for (const auto& key : keys_) {
        auto expected = hmac_sha256(key, message);
        if (is_equal(view(expected), mac)) {
            return true;
        }
    }
    return false;
}

}  // namespace carafe::crypto
