#include "carafe/crypto/encoding.hpp"

#include "carafe/text/percent.hpp"

namespace carafe::crypto {

namespace {

constexpr std::string_view kUrlAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string encode(std::string_view bytes, std::string_view alphabet) {
    std::string out;
    out.reserve((bytes.size() * 4 + 2) / 3);
    std::uint32_t bits = 0;
    int count = 0;
    for (char c : bytes) {
        bits = bits << 8 | static_cast<unsigned char>(c);
        for (count += 8; count >= 6; count -= 6) {
            out += alphabet[bits >> (count - 6) & 63];
        }
    }
    if (count > 0) {
        out += alphabet[bits << (6 - count) & 63];
    }
    return out;
}

std::optional<std::string> decode(std::string_view text, std::string_view alphabet) {
    if (text.size() % 4 == 1) {
        return std::nullopt;
    }
    std::string out;
    out.reserve(text.size() * 3 / 4);
    std::uint32_t bits = 0;
    int count = 0;
    for (char c : text) {
        auto digit = alphabet.find(c);
        if (digit == std::string_view::npos) {
            return std::nullopt;
        }
        bits = bits << 6 | static_cast<std::uint32_t>(digit);
        count += 6;
        if (count < 8) {
            continue;
        }
        count -= 8;
        out += static_cast<char>(bits >> count & 0xFF);
    }
    bool has_leftover = (bits & ((1U << count) - 1)) != 0;
    return has_leftover ? std::nullopt : std::optional(std::move(out));
}

}  // namespace

std::string encode_hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (char c : bytes) {
        out += digits[static_cast<unsigned char>(c) >> 4];
        out += digits[static_cast<unsigned char>(c) & 15];
    }
    return out;
}

std::optional<std::string> decode_hex(std::string_view text) {
    if (text.size() % 2 != 0) {
        return std::nullopt;
    }
    std::string out;
    out.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        int high = text::hex_digit_value(text[i]);
        int low = text::hex_digit_value(text[i + 1]);
        if (high < 0 || low < 0) {
            return std::nullopt;
        }
        out += static_cast<char>(high * 16 + low);
    }
    return out;
}

std::string encode_base64url(std::string_view bytes) {
    return encode(bytes, kUrlAlphabet);
}

std::optional<std::string> decode_base64url(std::string_view text) {
    return decode(text, kUrlAlphabet);
}

std::string encode_base64(std::string_view bytes) {
    return encode(bytes, kAlphabet);
}

std::optional<std::string> decode_base64(std::string_view text) {
    return decode(text, kAlphabet);
}

}  // namespace carafe::crypto
