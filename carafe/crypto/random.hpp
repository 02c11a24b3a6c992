// Unpredictable bytes and tokens; the only source of randomness for anything secret.
//
//     std::string session_id = crypto::random_token(32);      // 256 bits, 43 characters
//
// OpenSSL's generator fills a small buffer per thread; bytes are wiped as they are handed out and a
// forked child starts with an empty buffer.
#pragma once
#include <cstddef>
#include <string>

namespace carafe::crypto {

/// @param count  any number of bytes.
/// @throws std::runtime_error when the generator fails; let it end the request.
std::string random_bytes(std::size_t count);

/// `bytes` random bytes as unpadded base64url: safe in URLs, cookies and file names.
std::string random_token(std::size_t bytes = 32);

/// `bytes` random bytes as lower-case hexadecimal digits, two per byte.
std::string random_hex(std::size_t bytes);

}  // namespace carafe::crypto
