#include "carafe/templates/escape.hpp"

#include <gtest/gtest.h>

using namespace carafe::templates;

namespace {

std::string escaped(std::string_view text) {
    Buffer out;
    escape(out, text);
    return std::string(out.view());
}

std::string escaped_by_table(std::string_view text) {
    Buffer out;
    escape_by_table(out, text);
    return std::string(out.view());
}

TEST(Escape, ReplacesTheFive) {
    EXPECT_EQ(escaped("&<>\"' a\x01\xff"), "&amp;&lt;&gt;&#34;&#39; a\x01\xff");
}

TEST(Escape, EqualsItsTwinForEveryLengthPositionAndByte) {
    for (std::size_t length = 0; length <= 64; ++length) {
        for (std::size_t position = 0; position < length; ++position) {
            for (char special : {'&', '<', '>', '"', '\'', 'x', '%', '!', '=', '?', '\xA6', '\0'}) {
                std::string text(length, 'a');
                text[position] = special;
                ASSERT_EQ(escaped(text), escaped_by_table(text))
                    << length << ' ' << position << ' ' << special;
            }
        }
        std::string all(length, '<');
        ASSERT_EQ(escaped(all), escaped_by_table(all));
    }
}

TEST(Escape, EqualsItsTwinForEveryByte) {
    std::string every;
    for (int round = 0; round < 3; ++round) {
        for (int byte = 0; byte < 256; ++byte) {
            every += static_cast<char>(byte);
        }
    }
    for (std::size_t begin = 0; begin < 40; ++begin) {
        ASSERT_EQ(escaped(every.substr(begin)), escaped_by_table(every.substr(begin)));
    }
}

TEST(Escape, AllowsSchemesThatDoNotRunCode) {
    for (const char* url : {"",
                            "/x",
                            "x",
                            "?a=b",
                            "#x",
                            "http://x",
                            "HTTPS://x",
                            "mailto:a@b",
                            "tel:+49",
                            "a/b:c",
                            "?x=javascript:1",
                            "//x.org"}) {
        EXPECT_TRUE(is_safe_url(url)) << url;
    }
    for (const char* url : {"javascript:alert(1)",
                            " JavaScript:x",
                            "java\nscript:x",
                            "\x01javascript:x",
                            "data:text/html,x",
                            "vbscript:x",
                            "verylongscheme:x",
                            "x:y",
                            "ja\tvascript:x",
                            ":x"}) {
        EXPECT_FALSE(is_safe_url(url)) << url;
    }
}

}  // namespace
