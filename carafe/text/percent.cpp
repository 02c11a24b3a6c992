#include "carafe/text/percent.hpp"

#include <array>

namespace carafe::text {

namespace {

constexpr std::string_view kDigits = "0123456789ABCDEF";

constexpr auto kUnreserved = [] {
    std::array<bool, 256> table{};
    for (char c :
         std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")) {
        table[static_cast<unsigned char>(c)] = true;
    }
    return table;
}();

void append_encoded(std::string& out, std::string_view bytes, bool keep_slash) {
    for (char c : bytes) {
        auto byte = static_cast<unsigned char>(c);
        if (kUnreserved[byte] || (keep_slash && c == '/')) {
            out += c;
        } else {
            out += '%';
            out += kDigits[byte >> 4];
            out += kDigits[byte & 15];
        }
    }
}

}  // namespace

int hex_digit_value(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    if (c >= 'A' && c <= 'F') {
        return c - 'A' + 10;
    }
    return -1;
}

void append_component(std::string& out, std::string_view bytes) {
    append_encoded(out, bytes, false);
}

std::string encode_component(std::string_view bytes) {
    std::string out;
    append_encoded(out, bytes, false);
    return out;
}

std::string encode_path(std::string_view path) {
    std::string out;
    append_encoded(out, path, true);
    return out;
}

bool append_decoded(std::string& out, std::string_view text, Plus plus) {
    const auto start = out.size();
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && plus == Plus::Blank) {
            out += ' ';
        } else if (text[i] != '%') {
            out += text[i];
        } else {
            int high = i + 2 < text.size() ? hex_digit_value(text[i + 1]) : -1;
            int low = high >= 0 ? hex_digit_value(text[i + 2]) : -1;
            if (low < 0) {
                out.resize(start);
                return false;
            }
            out += static_cast<char>(high * 16 + low);
            i += 2;
        }
    }
    return true;
}

}  // namespace carafe::text
