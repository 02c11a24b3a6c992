// Reading stored password hashes into their parts, with every parameter capped. Private to this
// room.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace carafe::crypto {

struct Argon2Hash {
    std::uint32_t memory_kib = 0;
    std::uint32_t passes = 0;
    std::uint32_t lanes = 0;
    std::string salt{};
    std::string hash{};
};

struct ScryptHash {
    std::uint64_t n = 0;
    std::uint64_t r = 0;
    std::uint64_t p = 0;
    std::string salt{};
    std::string hash{};
};

struct Pbkdf2Hash {
    std::string digest{};  ///< "SHA1", "SHA256", "SHA512"
    int rounds = 0;
    std::string salt{};
    std::string hash{};
};

/// Empty when the text is of no known kind or a parameter is outside its cap.
using StoredHash = std::variant<std::monostate, Argon2Hash, ScryptHash, Pbkdf2Hash>;

StoredHash parse_stored_hash(std::string_view stored);

}  // namespace carafe::crypto
