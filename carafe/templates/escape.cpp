#include "carafe/templates/escape.hpp"

#include <array>
#include <cstdint>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace carafe::templates {

void Buffer::grow(std::size_t bytes) {
    std::size_t used = size();
    std::size_t capacity = (used + bytes) * 2 + 4096;
    char* bigger = static_cast<char*>(std::realloc(begin_, capacity));
    if (bigger == nullptr) {
        throw std::bad_alloc();
    }
    begin_ = bigger;
    next_ = begin_ + used;
    end_ = begin_ + capacity;
}

void Buffer::shrink(std::size_t bytes) {
    if (static_cast<std::size_t>(end_ - begin_) > bytes) {
        std::free(begin_);
        begin_ = next_ = end_ = nullptr;
    }
}

namespace {

/// Replacement of one byte; size 0 means the byte stays.
struct Entity {
    std::uint8_t size;
    char text[7];
};

constexpr std::array<Entity, 256> kEntities = [] {
    std::array<Entity, 256> table{};
    table['&'] = {5, "&amp;"};
    table['<'] = {4, "&lt;"};
    table['>'] = {4, "&gt;"};
    table['"'] = {5, "&#34;"};
    table['\''] = {5, "&#39;"};
    return table;
}();
constexpr std::size_t kLongestEntity = 5;

inline char* escape_bytes(char* to, const char* from, const char* end) {
    for (; from != end; ++from) {
        const Entity& entity = kEntities[static_cast<unsigned char>(*from)];
        if (entity.size == 0) [[likely]] {
            *to++ = *from;
        } else {
            std::memcpy(to, entity.text, kLongestEntity);
            to += entity.size;
        }
    }
    return to;
}

#ifdef __SSE2__
/// Bit i is set when byte i is one of the five: three comparisons find them all.
inline unsigned special_bytes(__m128i bytes) {
    __m128i amp_or_quote =
        _mm_cmpeq_epi8(_mm_or_si128(bytes, _mm_set1_epi8(1)), _mm_set1_epi8(0x27));
    __m128i angle = _mm_cmpeq_epi8(_mm_or_si128(bytes, _mm_set1_epi8(2)), _mm_set1_epi8(0x3E));
    __m128i double_quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x22));
    return static_cast<unsigned>(
        _mm_movemask_epi8(_mm_or_si128(_mm_or_si128(amp_or_quote, angle), double_quote)));
}
#endif

}  // namespace

void escape_by_table(Buffer& out, std::string_view text) {
    out.need(text.size() * kLongestEntity + 8);
    out.set_next(escape_bytes(out.next(), text.data(), text.data() + text.size()));
}

void escape(Buffer& out, std::string_view text) {
    out.need(text.size() * kLongestEntity + 32);
    char* to = out.next();
    const char* from = text.data();
    const char* end = from + text.size();
#ifdef __SSE2__
    while (end - from >= 16) {
        __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
        _mm_storeu_si128(reinterpret_cast<__m128i*>(to), bytes);
        unsigned special = special_bytes(bytes);
        if (special == 0) [[likely]] {
            from += 16;
            to += 16;
            continue;
        }
        // Restarting SSE after each hit is twice as slow on dense text: the rest of the 16 goes by
        // table.
        int clean = __builtin_ctz(special);
        to = escape_bytes(to + clean, from + clean, from + 16);
        from += 16;
    }
#endif
    out.set_next(escape_bytes(to, from, end));
}

bool needs_escape(std::string_view text) {
    for (char c : text) {
        if (kEntities[static_cast<unsigned char>(c)].size != 0) {
            return true;
        }
    }
    return false;
}

bool is_safe_url(std::string_view url) {
    char scheme[8];
    std::size_t length = 0;
    for (char c : url) {
        if (static_cast<unsigned char>(c) <= ' ') {
            continue;
        }
        if (c == '/' || c == '?' || c == '#') {
            return true;
        }
        if (c == ':') {
            std::string_view name(scheme, length);
            return name == "http" || name == "https" || name == "mailto" || name == "tel";
        }
        if (length == sizeof(scheme)) {
            length = 0;  // longer than any allowed scheme: only a ':' decides
            scheme[length++] = '!';
        } else {
            scheme[length++] = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
        }
    }
    return true;
}

}  // namespace carafe::templates
