#include "carafe/text/utf8.hpp"

#include <gtest/gtest.h>

namespace carafe::text {

TEST(Utf8, AcceptsWellFormedText) {
    for (std::string_view text :
         {"", "plain", "grüße", "日本語", "🧹", "\xF4\x8F\xBF\xBF", "\xED\x9F\xBF", "12345678é"}) {
        EXPECT_TRUE(is_utf8(text)) << text;
    }
}

TEST(Utf8, RefusesOverlongSurrogatesCutsAndStrayBytes) {
    for (std::string_view text : {"\xC0\x80",
                                  "\xC1\xBF",
                                  "\xE0\x80\x80",
                                  "\xE0\x9F\xBF",
                                  "\xED\xA0\x80",
                                  "\xED\xBF\xBF",
                                  "\xF0\x8F\xBF\xBF",
                                  "\xF4\x90\x80\x80",
                                  "\xF5\x80\x80\x80",
                                  "\x80",
                                  "\xBF",
                                  "\xC3",
                                  "\xE2\x82",
                                  "\xF0\x9F\xA7",
                                  "abcdefgh\xFF",
                                  "\xE2(\xA1"}) {
        EXPECT_FALSE(is_utf8(text)) << text;
    }
}

TEST(Utf8, CleanTextHasNoNul) {
    EXPECT_TRUE(is_clean("a\nb"));
    EXPECT_FALSE(is_clean(std::string_view("a\0b", 3)));
    EXPECT_FALSE(is_clean("\xFF"));
}

TEST(Utf8, FindsControls) {
    EXPECT_TRUE(has_control("a\tb"));
    EXPECT_TRUE(has_control("\x7F"));
    EXPECT_FALSE(has_control("aé🧹"));
}

TEST(Utf8, DecodesAndAppendsTheSamePoint) {
    for (char32_t point : {U'a',
                           U'\u007F',
                           U'\u0080',
                           U'\u07FF',
                           U'\u0800',
                           U'\uFFFD',
                           U'\U00010000',
                           U'\U0010FFFF'}) {
        std::string bytes;
        append_code_point(bytes, point);

        auto decoded = decode_one(bytes + "tail");

        ASSERT_TRUE(decoded);
        EXPECT_EQ(decoded->value, point);
        EXPECT_EQ(decoded->length, bytes.size());
    }
}

TEST(Utf8, AppendReplacesSurrogates) {
    std::string bytes;
    append_code_point(bytes, 0xD800);
    append_code_point(bytes, 0x110000);
    EXPECT_EQ(bytes, "\uFFFD\uFFFD");
}

TEST(Utf8, CountsCodePoints) {
    EXPECT_EQ(count_code_points("aé🧹"), 3U);
    EXPECT_EQ(count_code_points("\xFF"), std::nullopt);
}

TEST(Utf8, CutsBetweenCodePoints) {
    EXPECT_EQ(cut_bytes("aé", 3), "aé");
    EXPECT_EQ(cut_bytes("aé", 2), "a");
    EXPECT_EQ(cut_bytes("🧹x", 3), "");
}

TEST(Utf8, RepairsByteByByte) {
    EXPECT_EQ(repair_utf8("a\xFF\xE2\x82z"), "a\uFFFD\uFFFD\uFFFDz");
    EXPECT_EQ(repair_utf8("grüße"), "grüße");
}

}  // namespace carafe::text
