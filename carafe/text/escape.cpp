#include "carafe/text/escape.hpp"

#include <array>

namespace carafe::text {

namespace {

constexpr std::string_view replacement(char c) {
    switch (c) {
        case '&':
            return "&amp;";
        case '<':
            return "&lt;";
        case '>':
            return "&gt;";
        case '"':
            return "&#34;";
        case '\'':
            return "&#39;";
        default:
            return {};
    }
}

constexpr auto kSpecial = [] {
    std::array<bool, 256> table{};
    for (unsigned c = 0; c < 256; ++c) {
        table[c] = !replacement(static_cast<char>(c)).empty();
    }
    return table;
}();

}  // namespace

void append_html(std::string& out, std::string_view text) {
    std::size_t copied = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!kSpecial[static_cast<unsigned char>(text[i])]) {
            continue;
        }
        out.append(text, copied, i - copied);
        out += replacement(text[i]);
        copied = i + 1;
    }
    out.append(text, copied);
}

std::string escape_html(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    append_html(out, text);
    return out;
}

}  // namespace carafe::text
