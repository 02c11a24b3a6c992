// The one way to read a number from text: whole input, digits only, range given.
// `strtol`, `stoi` and their kin are not used anywhere: they take "+5", " 5", "0x5" and "5abc".
#pragma once
#include <charconv>
#include <limits>
#include <optional>
#include <string_view>
#include <type_traits>

namespace carafe {

/// Decimal integer. A leading '-' is taken for signed T only; no '+', no blanks, nothing behind it.
/// @return nothing when the text is empty, has another character, or is outside [low, high].
template <class T>
std::optional<T> parse_decimal(std::string_view text, T low = std::numeric_limits<T>::min(),
                               T high = std::numeric_limits<T>::max()) {
    static_assert(std::is_integral_v<T> && !std::is_same_v<T, bool>);
    T value{};
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < low || value > high) {
        return std::nullopt;
    }
    return value;
}

/// Hexadecimal digits only, no sign, no "0x".
template <class T>
std::optional<T> parse_hex(std::string_view text) {
    static_assert(std::is_unsigned_v<T>);
    T value{};
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace carafe
