// SHA-256, HMAC, key derivation and comparison of secrets. Bytes go in as views; digests are 32
// bytes. Passwords do not belong here: crypto/password.hpp.
//
//     auto key = crypto::hkdf_sha256(secret, "carafe.csrf", 32);
//     if (!crypto::is_equal(expected, given)) abort(403);
//
// @source FIPS 180-4 (SHA-256), RFC 2104 (HMAC), RFC 5869 (HKDF)
#pragma once
#include "carafe/crypto/encoding.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace carafe::crypto {

using Digest = std::array<char, 32>;

/// The bytes of a digest; valid as long as the digest.
inline std::string_view view(const Digest& digest) {
    return {digest.data(), digest.size()};
}

std::string_view view(Digest&&) = delete;

Digest sha256(std::string_view bytes);

/// sha256 as 64 hexadecimal digits: what is stored in place of a token.
std::string sha256_hex(std::string_view bytes);

Digest hmac_sha256(std::string_view key, std::string_view bytes);

/// A key for one purpose out of one master secret: equal secrets with different purposes share
/// nothing.
///
/// @param secret   good key material, at least 16 bytes; passwords are not.
/// @param purpose  the HKDF info, a constant of the program.
/// @param length   1–8,160 bytes.
/// @param salt     empty means 32 zero bytes, as the RFC says.
std::string hkdf_sha256(std::string_view secret,
                        std::string_view purpose,
                        std::size_t length,
                        std::string_view salt = {});

/// Whether both are the same bytes, in a time that depends on the lengths only.
bool is_equal(std::string_view a, std::string_view b);

/// Overwrites the bytes in a way the compiler keeps, then empties the string.
void wipe(std::string& secret);

}  // namespace carafe::crypto
