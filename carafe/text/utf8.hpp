// UTF-8 as bytes: is it valid, how many code points, one code point at a time.
// User-perceived characters (what a person counts) are in text/graphemes.hpp.
//
//     if (!text::is_clean(name)) { ... "Invalid characters." ... }
//
// @source RFC 3629, Unicode 15 §3.9 (table 3-7: no overlong forms, no surrogates, at most U+10FFFF)
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace carafe::text {

/// One decoded code point and the bytes it took (1–4).
struct CodePoint {
    char32_t value = 0;
    std::size_t length = 0;
};

/// Whether all of `bytes` is well-formed UTF-8. Empty text is. NUL counts as valid here.
bool is_utf8(std::string_view bytes);

/// Well-formed UTF-8 without NUL: what may be stored and shown. Other controls are allowed.
bool is_clean(std::string_view bytes);

/// Whether a C0 control (below U+0020, tab and line ends too) or DEL is in it.
bool has_control(std::string_view bytes);

/// The code point that starts at `bytes[0]`; nothing when empty or not well-formed there.
std::optional<CodePoint> decode_one(std::string_view bytes);

/// Number of code points; nothing when `bytes` is not well-formed.
std::optional<std::size_t> count_code_points(std::string_view bytes);

/// Appends `value` in 1–4 bytes. Surrogates and values over U+10FFFF become U+FFFD.
void append_code_point(std::string& out, char32_t value);

/// The longest prefix of valid UTF-8 `text` with at most `max_bytes` bytes that cuts no code point.
std::string_view cut_bytes(std::string_view text, std::size_t max_bytes);

/// Valid UTF-8 whatever comes in: each byte that is not part of a well-formed code point becomes
/// U+FFFD.
std::string repair_utf8(std::string_view bytes);

}  // namespace carafe::text
