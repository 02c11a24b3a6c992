// Encryption that notices every change: AES-256 in Galois/counter mode.
//
//     auto nonce = crypto::random_bytes(crypto::kNonceBytes);
//     auto sealed = crypto::seal_aes256_gcm(key, nonce, "text", "patients.phone");
//     auto text = crypto::open_aes256_gcm(key, nonce, sealed, "patients.phone");
//
// One nonce twice under one key gives both texts away: random nonces are good for 2^32 values of a
// key. The nonce is no secret and is kept beside what was sealed.
//
// @source NIST SP 800-38D (GCM), FIPS 197 (AES)
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace carafe::crypto {

inline constexpr std::size_t kAesKeyBytes = 32;
inline constexpr std::size_t kNonceBytes = 12;
inline constexpr std::size_t kTagBytes = 16;

/// @param key         32 bytes.
/// @param nonce       12 bytes, never used before with this key.
/// @param text        any bytes.
/// @param associated  any bytes; not part of the result, but opening wants the same.
/// @return as many bytes as `text`, then the tag of 16.
/// @throws std::invalid_argument for a key or nonce of another length.
std::string seal_aes256_gcm(std::string_view key,
                            std::string_view nonce,
                            std::string_view text,
                            std::string_view associated);

/// Counterpart of seal_aes256_gcm.
/// @return nothing when anything differs: key, nonce, associated bytes or one bit of `sealed`.
std::optional<std::string> open_aes256_gcm(std::string_view key,
                                           std::string_view nonce,
                                           std::string_view sealed,
                                           std::string_view associated);

}  // namespace carafe::crypto
