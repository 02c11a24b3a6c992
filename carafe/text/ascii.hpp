// ASCII-only helpers for protocol text: names and keywords of HTTP, never words of people
// (those are compared with text::fold_case).
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace carafe::text {

constexpr char to_lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

/// Whether both are equal when A–Z and a–z count as the same.
constexpr bool equals_nocase(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) {
        return false;
    }
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (to_lower(a[i]) != to_lower(b[i])) {
            return false;
        }
    }
    return true;
}

constexpr bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

/// `text` without spaces and tabs at both ends.
constexpr std::string_view trim_blanks(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_blank(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

/// Cuts the first piece off `text` up to `separator`, and the separator; all of it when there is
/// none.
constexpr std::string_view take_until(std::string_view& text, char separator) {
    auto end = text.find(separator);
    auto piece = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return piece;
}

inline std::string lower_ascii(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        c = to_lower(c);
    }
    return out;
}

}  // namespace carafe::text
