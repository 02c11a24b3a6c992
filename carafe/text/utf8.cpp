#include "carafe/text/utf8.hpp"

#include <cstdint>
#include <cstring>

namespace carafe::text {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

unsigned char byte_at(std::string_view bytes, std::size_t i) {
    return static_cast<unsigned char>(bytes[i]);
}

bool is_continuation(std::string_view bytes, std::size_t i) {
    return i < bytes.size() && (byte_at(bytes, i) & 0xC0) == 0x80;
}

/// Length a lead byte promises; 0 for a byte that cannot lead.
std::size_t promised_length(unsigned char lead) {
    if (lead < 0x80) {
        return 1;
    }
    if (lead >= 0xC2 && lead <= 0xDF) {
        return 2;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
        return 3;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        return 4;
    }
    return 0;
}

bool is_in_range(char32_t value, std::size_t length) {
    if (length == 3) {
        return value >= 0x800 && (value < 0xD800 || value > 0xDFFF);
    }
    return length != 4 || (value >= 0x10000 && value <= 0x10FFFF);
}

/// Skips eight ASCII bytes at a time; returns where the first other byte may be.
std::size_t skip_ascii(std::string_view bytes, std::size_t i) {
    while (bytes.size() - i >= 8) {
        std::uint64_t word;
        std::memcpy(&word, bytes.data() + i, 8);
        if ((word & 0x8080808080808080U) != 0) {
            break;
        }
        i += 8;
    }
    while (i < bytes.size() && byte_at(bytes, i) < 0x80) {
        ++i;
    }
    return i;
}

}  // namespace

std::optional<CodePoint> decode_one(std::string_view bytes) {
    if (bytes.empty()) {
        return std::nullopt;
    }
    auto lead = byte_at(bytes, 0);
    auto length = promised_length(lead);
    if (length == 0) {
        return std::nullopt;
    }
    if (length == 1) {
        return CodePoint{lead, 1};
    }
    char32_t value = lead & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if (!is_continuation(bytes, i)) {
            return std::nullopt;
        }
        value = value << 6 | (byte_at(bytes, i) & 0x3FU);
    }
    if (!is_in_range(value, length)) {
        return std::nullopt;
    }
    return CodePoint{value, length};
}

bool is_utf8(std::string_view bytes) {
    for (auto i = skip_ascii(bytes, 0); i < bytes.size(); i = skip_ascii(bytes, i)) {
        auto point = decode_one(bytes.substr(i));
        if (!point) {
            return false;
        }
        i += point->length;
    }
    return true;
}

bool is_clean(std::string_view bytes) {
    return bytes.find('\0') == std::string_view::npos && is_utf8(bytes);
}

bool has_control(std::string_view bytes) {
    for (char c : bytes) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
            return true;
        }
    }
    return false;
}

std::optional<std::size_t> count_code_points(std::string_view bytes) {
    if (!is_utf8(bytes)) {
        return std::nullopt;
    }
    std::size_t count = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        count += is_continuation(bytes, i) ? 0 : 1;
    }
    return count;
}

void append_code_point(std::string& out, char32_t value) {
    if (value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) {
        out += kReplacement;
        return;
    }
    auto put = [&out](char32_t byte) { out += static_cast<char>(byte); };
    if (value < 0x80) {
        put(value);
    } else if (value < 0x800) {
        put(0xC0 | value >> 6);
        put(0x80 | (value & 0x3F));
    } else if (value < 0x10000) {
        put(0xE0 | value >> 12);
        put(0x80 | (value >> 6 & 0x3F));
        put(0x80 | (value & 0x3F));
    } else {
        put(0xF0 | value >> 18);
        put(0x80 | (value >> 12 & 0x3F));
        put(0x80 | (value >> 6 & 0x3F));
        put(0x80 | (value & 0x3F));
    }
}

std::string_view cut_bytes(std::string_view text, std::size_t max_bytes) {
    if (text.size() <= max_bytes) {
        return text;
    }
    while (max_bytes > 0 && is_continuation(text, max_bytes)) {
        --max_bytes;
    }
    return text.substr(0, max_bytes);
}

std::string repair_utf8(std::string_view bytes) {
    std::string out;
    out.reserve(bytes.size());
    for (std::size_t i = 0; i < bytes.size();) {
        auto point = decode_one(bytes.substr(i));
        out += point ? bytes.substr(i, point->length) : kReplacement;
        i += point ? point->length : 1;
    }
    return out;
}

}  // namespace carafe::text
