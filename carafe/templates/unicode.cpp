#include "carafe/templates/unicode.hpp"

#include "carafe/templates/lexer.hpp"

namespace carafe::templates {

std::uint32_t next_code_point(std::string_view text, std::size_t& at) {
    auto lead = static_cast<unsigned char>(text[at]);
    std::size_t length = sequence_length(text[at]);
    if (length == 1 || at + length > text.size()) {
        ++at;
        return lead;
    }
    std::uint32_t code = lead & (0x7Fu >> length);
    for (std::size_t i = 1; i < length; ++i) {
        code = code << 6 | (static_cast<unsigned char>(text[at + i]) & 0x3F);
    }
    at += length;
    return code;
}

std::size_t count_code_points(std::string_view text) {
    std::size_t count = 0;
    for (char c : text) {
        count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    }
    return count;
}

std::size_t offset_of(std::string_view text, std::size_t index) {
    std::size_t at = 0;
    for (; index > 0 && at < text.size(); --index) {
        at = std::min(at + sequence_length(text[at]), text.size());
    }
    return at;
}

namespace {

/// Letters `first`…`last` lie `distance` below their lower case; with `pairs`, even and odd
/// neighbours alternate.
struct CaseRange {
    std::uint32_t first;
    std::uint32_t last;
    std::uint32_t distance;
    bool pairs;
};

constexpr CaseRange kCaseRanges[] = {
    {'A', 'Z', 32, false},
    {0xC0, 0xD6, 32, false},
    {0xD8, 0xDE, 32, false},
    {0x100, 0x12E, 1, true},
    {0x132, 0x136, 1, true},
    {0x139, 0x147, 1, true},
    {0x14A, 0x176, 1, true},
    {0x179, 0x17D, 1, true},
    {0x391, 0x3A1, 32, false},
    {0x3A3, 0x3AB, 32, false},
    {0x400, 0x40F, 80, false},
    {0x410, 0x42F, 32, false},
    {0x460, 0x480, 1, true},
    {0x48A, 0x4BE, 1, true},
    {0x4D0, 0x52E, 1, true},
    {0x531, 0x556, 48, false},
    {0x1E00, 0x1E94, 1, true},
    {0x1EA0, 0x1EFE, 1, true},
};

const CaseRange* range_of_upper(std::uint32_t code) {
    for (const CaseRange& r : kCaseRanges) {
        if (code >= r.first && code <= r.last && (!r.pairs || (code - r.first) % 2 == 0)) {
            return &r;
        }
    }
    return nullptr;
}

const CaseRange* range_of_lower(std::uint32_t code) {
    for (const CaseRange& r : kCaseRanges) {
        std::uint32_t upper = code - r.distance;
        if (code >= r.first + r.distance && upper <= r.last &&
            (!r.pairs || (upper - r.first) % 2 == 0)) {
            return &r;
        }
    }
    return nullptr;
}

constexpr std::uint32_t kSharpS = 0xDF;

}  // namespace

std::uint32_t upper_code(std::uint32_t code) {
    if (code == 0xFF) {
        return 0x178;
    }
    if (code == 0x3C2) {  // final sigma
        return 0x3A3;
    }
    const CaseRange* range = range_of_lower(code);
    return range != nullptr ? code - range->distance : code;
}

std::uint32_t lower_code(std::uint32_t code) {
    if (code == 0x178) {
        return 0xFF;
    }
    const CaseRange* range = range_of_upper(code);
    return range != nullptr ? code + range->distance : code;
}

std::string to_upper(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        std::uint32_t code = next_code_point(text, at);
        if (code == kSharpS) {
            out += "SS";
        } else {
            append_utf8(out, upper_code(code));
        }
    }
    return out;
}

std::string to_lower(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        append_utf8(out, lower_code(next_code_point(text, at)));
    }
    return out;
}

bool is_upper(std::string_view text) {
    bool any = false;
    for (std::size_t at = 0; at < text.size();) {
        std::uint32_t code = next_code_point(text, at);
        if (range_of_lower(code) != nullptr || code == kSharpS) {
            return false;
        }
        any = any || range_of_upper(code) != nullptr;
    }
    return any;
}

bool is_lower(std::string_view text) {
    bool any = false;
    for (std::size_t at = 0; at < text.size();) {
        std::uint32_t code = next_code_point(text, at);
        if (range_of_upper(code) != nullptr) {
            return false;
        }
        any = any || range_of_lower(code) != nullptr || code == kSharpS;
    }
    return any;
}

bool is_letter(std::uint32_t code) {
    bool ascii = (code | 0x20) >= 'a' && (code | 0x20) <= 'z';
    bool latin = code >= 0xC0 && code != 0xD7 && code != 0xF7 && code < 0x2000;
    bool marks = code == 0xAA || code == 0xB5 || code == 0xBA;
    return ascii || latin || marks || (code >= 0x2C00 && code < 0xE000) ||
           (code >= 0xF900 && code < 0xFE00);
}

bool is_space(std::uint32_t code) {
    return (code >= 9 && code <= 13) || (code >= 28 && code <= 32) || code == 0x85 ||
           code == 0xA0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200A) || code == 0x2028 ||
           code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000;
}

std::string_view strip_left(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        std::size_t begin = at;
        if (!is_space(next_code_point(text, at))) {
            return text.substr(begin);
        }
    }
    return {};
}

std::string_view strip_right(std::string_view text) {
    while (!text.empty()) {
        std::size_t begin = text.size() - 1;
        while (begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80) {
            --begin;
        }
        std::size_t at = begin;
        if (!is_space(next_code_point(text, at))) {
            return text;
        }
        text = text.substr(0, begin);
    }
    return text;
}

}  // namespace carafe::templates
