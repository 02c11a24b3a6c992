// The little of Unicode that Python's string methods need: code points, case, blanks.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace carafe::templates {

/// Bytes of the UTF-8 sequence that starts with `lead`; 1 for a stray byte.
inline std::size_t sequence_length(char lead) {
    auto byte = static_cast<unsigned char>(lead);
    return byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

/// The code point at `at`, which moves behind it. Stray bytes count as themselves.
std::uint32_t next_code_point(std::string_view text, std::size_t& at);

/// Number of code points.
std::size_t count_code_points(std::string_view text);

/// Byte offset of code point `index`; text.size() when there are fewer.
std::size_t offset_of(std::string_view text, std::size_t index);

/// Simple case mapping of Latin, Greek and Cyrillic letters ("ß" has its upper case "SS" in
/// to_upper).
std::uint32_t upper_code(std::uint32_t code);
std::uint32_t lower_code(std::uint32_t code);
std::string to_upper(std::string_view text);
std::string to_lower(std::string_view text);
bool is_upper(std::string_view text);
bool is_lower(std::string_view text);

bool is_letter(std::uint32_t code);
/// White space as Python's str.split() sees it, ASCII part plus no-break and wide blanks.
bool is_space(std::uint32_t code);

/// Without blanks at the start, the end or both.
std::string_view strip_left(std::string_view text);
std::string_view strip_right(std::string_view text);

inline std::string_view strip(std::string_view text) {
    return strip_left(strip_right(text));
}

}  // namespace carafe::templates
