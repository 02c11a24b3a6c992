#include "carafe/orm/detail/text.hpp"

#include "carafe/orm/errors.hpp"

#include <cstdint>
#include <cstring>

namespace carafe::orm::detail {

namespace {

/// Are the next eight bytes ASCII without NUL? Most text is, so it is asked first.
bool is_plain_word(const char* bytes) {
    std::uint64_t word;
    std::memcpy(&word, bytes, 8);
    constexpr std::uint64_t kHigh = 0x8080808080808080ULL;
    constexpr std::uint64_t kOnes = 0x0101010101010101ULL;
    return ((word | (word - kOnes)) & kHigh) == 0;
}

bool is_continuation(unsigned byte) {
    return (byte & 0xC0) == 0x80;
}

/// Length of the well-formed sequence at `at`, 0 when there is none. Unicode 15, table 3-7.
std::size_t sequence_length(std::string_view text, std::size_t at) {
    auto byte = [&](std::size_t i) -> unsigned {
        return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0;
    };
    unsigned first = byte(0);
    unsigned second = byte(1);
    if (first < 0x80) {
        return first == 0 ? 0 : 1;
    }
    if (first >= 0xC2 && first <= 0xDF) {
        return is_continuation(byte(1)) ? 2 : 0;
    }
    if (first >= 0xE0 && first <= 0xEF) {
        bool low = first != 0xE0 || second >= 0xA0;
        bool high = first != 0xED || second <= 0x9F;
        return low && high && is_continuation(byte(1)) && is_continuation(byte(2)) ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        bool low = first != 0xF0 || second >= 0x90;
        bool high = first != 0xF4 || second <= 0x8F;
        bool rest =
            is_continuation(byte(1)) && is_continuation(byte(2)) && is_continuation(byte(3));
        return low && high && rest ? 4 : 0;
    }
    return 0;
}

}  // namespace

bool is_clean_text(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        if (at + 8 <= text.size() && is_plain_word(text.data() + at)) {
            at += 8;
            continue;
        }
        std::size_t length = sequence_length(text, at);
        if (length == 0) {
            return false;
        }
        at += length;
    }
    return true;
}

void require_text(std::string_view text) {
    if (!is_clean_text(text)) {
        throw InvalidText("text is not valid UTF-8 or contains a NUL byte");
    }
}

std::size_t count_code_points(std::string_view text) {
    std::size_t count = 0;
    for (char c : text) {
        count += is_continuation(static_cast<unsigned char>(c)) ? 0 : 1;
    }
    return count;
}

}  // namespace carafe::orm::detail
