// Bytes as text: hexadecimal and base64, both ways, strict. None of this is secret-safe in time;
// compare secrets with crypto::is_equal (crypto/hash.hpp).
//
// @source RFC 4648 §4 (base64), §5 (base64url), §8 (base16); §3.5: unused bits must be zero
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace carafe::crypto {

/// Lower-case digits, two per byte.
std::string encode_hex(std::string_view bytes);

/// @return the bytes; nothing for an odd length or another character. Both cases are read.
std::optional<std::string> decode_hex(std::string_view text);

/// `A–Z a–z 0–9 - _`, no padding: safe in URLs, cookies and file names.
std::string encode_base64url(std::string_view bytes);

/// @return the bytes; nothing for padding, blanks, another character, an impossible length or bits
///         left over: every value has exactly one accepted text.
std::optional<std::string> decode_base64url(std::string_view text);

/// `A–Z a–z 0–9 + /`, no padding: the form inside PHC password strings.
std::string encode_base64(std::string_view bytes);

/// Counterpart of encode_base64, as strict as decode_base64url.
std::optional<std::string> decode_base64(std::string_view text);

}  // namespace carafe::crypto
