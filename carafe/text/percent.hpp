// Percent encoding of URL parts. Which part of a URL may hold what is decided by the caller.
//
//     "/people/" + text::encode_component(name)
//
// @source RFC 3986 §2.1–2.3; URL standard, application/x-www-form-urlencoded (for '+')
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace carafe::text {

/// What '+' means: itself (paths) or a blank (queries and forms).
enum class Plus : std::uint8_t { Literal, Blank };

/// Value of a hexadecimal digit, −1 for any other character.
int hex_digit_value(char c);

/// Appends `bytes` with everything but letters, digits and `- . _ ~` as %XX (capital digits).
void append_component(std::string& out, std::string_view bytes);
std::string encode_component(std::string_view bytes);

/// Like encode_component, but '/' stays: for a relative path of several segments.
std::string encode_path(std::string_view path);

/// Appends the decoded bytes, which may be anything (NUL, not UTF-8): the caller checks.
/// @return false when a '%' is not followed by two hexadecimal digits; `out` then keeps its old
/// text.
bool append_decoded(std::string& out, std::string_view text, Plus plus = Plus::Literal);

}  // namespace carafe::text
