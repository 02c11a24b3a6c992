#include "carafe/crypto/detail/stored_hash.hpp"

#include "carafe/base/numbers.hpp"
#include "carafe/crypto/encoding.hpp"

#include <vector>

namespace carafe::crypto {

namespace {

constexpr std::size_t kMaxStoredBytes = 512;

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        auto end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) {
            return parts;
        }
        text.remove_prefix(end + 1);
    }
}

/// "m=19456" → 19456 when the name fits and the number is within [low, high].
std::optional<std::uint32_t> parameter(std::string_view text,
                                       std::string_view name,
                                       std::uint32_t low,
                                       std::uint32_t high) {
    if (!text.starts_with(name)) {
        return std::nullopt;
    }
    return parse_decimal<std::uint32_t>(text.substr(name.size()), low, high);
}

StoredHash parse_argon2(const std::vector<std::string_view>& parts) {
    // "", "argon2id", "v=19", "m=…,t=…,p=…", salt, hash
    if (parts.size() != 6 || parts[2] != "v=19") {
        return {};
    }
    auto costs = split(parts[3], ',');
    if (costs.size() != 3) {
        return {};
    }
    auto memory = parameter(costs[0], "m=", 8, 65'536);
    auto passes = parameter(costs[1], "t=", 1, 10);
    auto lanes = parameter(costs[2], "p=", 1, 4);
    auto salt = decode_base64(parts[4]);
    auto hash = decode_base64(parts[5]);
    if (!memory || !passes || !lanes || !salt || !hash || *memory < *lanes * 8) {
        return {};
    }
    if (salt->size() < 8 || salt->size() > 64 || hash->size() < 16 || hash->size() > 64) {
        return {};
    }
    return Argon2Hash{*memory, *passes, *lanes, std::move(*salt), std::move(*hash)};
}

StoredHash parse_scrypt(const std::vector<std::string_view>& method,
                        std::string_view salt,
                        std::string hash) {
    if (method.size() != 4 || hash.size() != 64) {
        return {};
    }
    auto n = parse_decimal<std::uint64_t>(method[1], 2, 1 << 17);
    auto r = parse_decimal<std::uint64_t>(method[2], 1, 16);
    auto p = parse_decimal<std::uint64_t>(method[3], 1, 4);
    if (!n || !r || !p || (*n & (*n - 1)) != 0) {
        return {};
    }
    return ScryptHash{*n, *r, *p, std::string(salt), std::move(hash)};
}

StoredHash parse_pbkdf2(const std::vector<std::string_view>& method,
                        std::string_view salt,
                        std::string hash) {
    if (method.size() != 3) {
        return {};
    }
    auto rounds = parse_decimal<int>(method[2], 1, 2'000'000);
    if (!rounds) {
        return {};
    }
    auto make = [&](const char* digest, std::size_t length) -> StoredHash {
        if (hash.size() != length) {
            return {};
        }
        return Pbkdf2Hash{digest, *rounds, std::string(salt), std::move(hash)};
    };
    if (method[1] == "sha256") {
        return make("SHA256", 32);
    }
    if (method[1] == "sha512") {
        return make("SHA512", 64);
    }
    if (method[1] == "sha1") {
        return make("SHA1", 20);
    }
    return {};
}

/// Werkzeug: "method$salt$hex"; the salt is its own text, never decoded.
StoredHash parse_werkzeug(const std::vector<std::string_view>& parts) {
    if (parts.size() != 3 || parts[1].empty() || parts[1].size() > 64) {
        return {};
    }
    auto hash = decode_hex(parts[2]);
    if (!hash) {
        return {};
    }
    auto method = split(parts[0], ':');
    if (method[0] == "scrypt") {
        return parse_scrypt(method, parts[1], std::move(*hash));
    }
    if (method[0] == "pbkdf2") {
        return parse_pbkdf2(method, parts[1], std::move(*hash));
    }
    return {};
}

}  // namespace

StoredHash parse_stored_hash(std::string_view stored) {
    if (stored.size() > kMaxStoredBytes) {
        return {};
    }
    auto parts = split(stored, '$');
    if (stored.starts_with("$argon2id$")) {
        return parse_argon2(parts);
    }
    return parse_werkzeug(parts);
}

}  // namespace carafe::crypto
