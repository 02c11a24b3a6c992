#include "carafe/text/graphemes.hpp"

#include "carafe/text/utf8.hpp"

#include <unicode/brkiter.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utext.h>

#include <memory>
#include <stdexcept>

namespace carafe::text {

namespace {

constexpr UChar32 kTextSelector = 0xFE0E;
constexpr UChar32 kEmojiSelector = 0xFE0F;
constexpr UChar32 kKeycap = 0x20E3;
constexpr UChar32 kJoiner = 0x200D;
constexpr UChar32 kFirstSymbol =
    0x2600;  // below lie © ® ™ ‼ ℹ and arrows, which are text to most people

bool is_ascii(std::string_view text) {
    for (char c : text) {
        if (static_cast<unsigned char>(c) >= 0x80) {
            return false;
        }
    }
    return true;
}

std::size_t count_ascii(std::string_view text) {
    auto count = text.size();
    for (auto at = text.find("\r\n"); at != std::string_view::npos;
         at = text.find("\r\n", at + 2)) {
        --count;
    }
    return count;
}

icu::UnicodeString to_icu(std::string_view text) {
    // ICU itself replaces malformed bytes by U+FFFD.
    return icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
}

void check(UErrorCode status) {
    if (U_FAILURE(status)) {
        throw std::runtime_error("the Unicode data of ICU cannot be loaded");
    }
}

std::unique_ptr<icu::BreakIterator> make_breaker() {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::BreakIterator> breaker(
        icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status));
    check(status);
    return breaker;
}

std::unique_ptr<icu::BreakIterator> make_breaker(const icu::UnicodeString& text) {
    auto breaker = make_breaker();
    breaker->setText(text);
    return breaker;
}

bool is_emoji_symbol(UChar32 point) {
    return u_hasBinaryProperty(point, UCHAR_EMOJI_PRESENTATION) ||
           (point >= kFirstSymbol && u_hasBinaryProperty(point, UCHAR_EXTENDED_PICTOGRAPHIC) &&
            u_hasBinaryProperty(point, UCHAR_EMOJI));
}

bool is_flag(const icu::UnicodeString& cluster) {
    return cluster.countChar32() == 2 &&
           u_hasBinaryProperty(cluster.char32At(0), UCHAR_REGIONAL_INDICATOR) &&
           u_hasBinaryProperty(cluster.char32At(2), UCHAR_REGIONAL_INDICATOR);
}

bool is_emoji_cluster(const icu::UnicodeString& cluster) {
    auto first = cluster.char32At(0);
    if (u_hasBinaryProperty(first, UCHAR_REGIONAL_INDICATOR)) {
        return is_flag(cluster);
    }
    if (!u_hasBinaryProperty(first, UCHAR_EMOJI) || cluster.indexOf(kTextSelector) >= 0) {
        return false;
    }
    if (first < 0x80) {
        return cluster.indexOf(kKeycap) >= 0;
    }
    return is_emoji_symbol(first) || cluster.indexOf(kEmojiSelector) >= 0 ||
           cluster.indexOf(kJoiner) >= 0;
}

}  // namespace

std::size_t count_graphemes(std::string_view text) {
    if (is_ascii(text)) {
        return count_ascii(text);
    }
    auto unicode = to_icu(text);
    auto breaker = make_breaker(unicode);
    std::size_t count = 0;
    while (breaker->next() != icu::BreakIterator::DONE) {
        ++count;
    }
    return count;
}

std::string_view first_grapheme(std::string_view text) {
    // Only a second character beyond ASCII can join the first.
    if (text.size() < 2 || is_ascii(text.substr(0, 2))) {
        return text.substr(0, text.starts_with("\r\n") ? 2 : 1);
    }
    UErrorCode status = U_ZERO_ERROR;
    icu::LocalUTextPointer bytes(
        utext_openUTF8(nullptr, text.data(), static_cast<int64_t>(text.size()), &status));
    auto breaker = make_breaker();
    breaker->setText(bytes.getAlias(), status);
    check(status);
    return text.substr(0, static_cast<std::size_t>(breaker->next()));
}

bool is_emoji_text(std::string_view text) {
    if (text.empty()) {
        return false;
    }
    auto unicode = to_icu(text);
    auto breaker = make_breaker(unicode);
    auto start = breaker->first();
    for (auto end = breaker->next(); end != icu::BreakIterator::DONE;
         start = end, end = breaker->next()) {
        if (!is_emoji_cluster(unicode.tempSubStringBetween(start, end))) {
            return false;
        }
    }
    return true;
}

std::string fold_case(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    const auto* nfc = icu::Normalizer2::getNFCInstance(status);
    check(status);
    auto folded = nfc->normalize(to_icu(text).foldCase(), status);
    std::string out;
    folded.toUTF8String(out);
    return out;
}

}  // namespace carafe::text
