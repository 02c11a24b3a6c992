// Which octet may stand where: one table of bit classes, made at compile time. Private to this
// room.
// @source RFC 9110 §5.6 (tchar, qdtext), RFC 3986 §2 and appendix A; URL standard for the query
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace carafe::http::detail {

enum OctetClass : std::uint8_t {
    kToken = 1,    ///< tchar
    kPath = 2,     ///< unreserved, sub-delims, : @ / % [ ] |
    kQuery = 4,    ///< path and ? { } ^ \ `: browsers send these raw in a query
    kHost = 8,     ///< unreserved and sub-delims but the comma; IPv6 literals apart
    kHex = 16,     ///< 0–9 A–F a–f
    kQuoted = 32,  ///< qdtext: value without " and backslash
    kValue = 64,   ///< HTAB, 0x20–0x7E, 0x80–0xFF
    kDigit = 128,  ///< 0–9
};

constexpr std::array<std::uint8_t, 256> make_octet_table() {
    std::array<std::uint8_t, 256> table{};
    auto add = [&table](std::string_view octets, int classes) {
        for (char c : octets) {
            table[static_cast<unsigned char>(c)] |= static_cast<std::uint8_t>(classes);
        }
    };
    add("0123456789", kToken | kPath | kQuery | kHost | kHex | kDigit);
    add("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", kToken | kPath | kQuery | kHost);
    add("abcdefABCDEF", kHex);
    add("!#$%&'*+-.^_`|~", kToken);
    add("-._~!$&'()*+,;=:@/%[]|", kPath);
    add("-._~!$&'()*+,;=:@/%[]|?{}^\\`", kQuery);
    add("-._~!$&'()*+;=", kHost);
    for (std::size_t c = 0; c < 256; ++c) {
        bool is_value = c == '\t' || (c >= 0x20 && c != 0x7F);
        if (is_value) {
            table[c] |= kValue;
        }
        if (is_value && c != '"' && c != '\\') {
            table[c] |= kQuoted;
        }
    }
    return table;
}

inline constexpr auto kOctets = make_octet_table();

constexpr bool is_octet(OctetClass wanted, char c) {
    return (kOctets[static_cast<unsigned char>(c)] & wanted) != 0;
}

/// Whether all octets of a text that is not empty belong to the class.
constexpr bool is_all(OctetClass wanted, std::string_view text) {
    for (char c : text) {
        if (!is_octet(wanted, c)) {
            return false;
        }
    }
    return !text.empty();
}

}  // namespace carafe::http::detail
