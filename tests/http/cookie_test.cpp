#include "carafe/http/cookie.hpp"

#include "carafe/base/assert.hpp"

#include <gtest/gtest.h>

namespace carafe::http {

TEST(CookieParser, FindsByExactName) {
    struct Row {
        std::string_view field, name;
        std::optional<std::string_view> value;
    };

    for (auto [field, name, value] : {Row{"a=1; b=2", "a", "1"},
                                      {"a=1; b=2", "b", "2"},
                                      {"a=1;b=2", "b", "2"},
                                      {"a=1; A=2", "A", "2"},
                                      {"a=", "a", ""},
                                      {"a=1=2", "a", "1=2"},
                                      {"  a = 1 ;", "a", "1"},
                                      {"ab=1", "a", std::nullopt},
                                      {"", "a", std::nullopt},
                                      {";;;", "a", std::nullopt}}) {
        EXPECT_EQ(find_cookie(field, name), value) << field;
    }
}

TEST(CookieParser, FirstOfTwoEqualNamesCounts) {
    EXPECT_EQ(find_cookie("a=1; a=2", "a"), "1");
}

TEST(CookieParser, DropsPairsWithoutName) {
    EXPECT_EQ(find_cookie("=__Host-a=1", "__Host-a"), std::nullopt);
    EXPECT_EQ(find_cookie("__Host-a", "__Host-a"), std::nullopt);
    EXPECT_EQ(find_cookie("=x", ""), std::nullopt);
    EXPECT_EQ(find_cookie("=x=y; x=z", "x"), "z");
}

TEST(CookieParser, UnquotesAndDecodesNothing) {
    EXPECT_EQ(find_cookie(R"(a="1; b=2")", "a"), R"("1)");
    EXPECT_EQ(find_cookie(R"(a="1; b=2")", "b"), R"(2")");
    EXPECT_EQ(find_cookie("a=%41", "a"), "%41");
}

TEST(CookieParser, RejectsNameWithSpace) {
    EXPECT_EQ(find_cookie("a b=1", "a b"), std::nullopt);
}

TEST(SetCookie, WritesEveryAttribute) {
    EXPECT_EQ(format_set_cookie({.name = "a", .value = "1"}),
              "a=1; Path=/; HttpOnly; SameSite=Lax");
    EXPECT_EQ(format_set_cookie({.name = "__Host-a",
                                 .value = "",
                                 .max_age = std::chrono::seconds(0),
                                 .same_site = SameSite::Strict,
                                 .secure = true}),
              "__Host-a=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Strict");
    EXPECT_EQ(format_set_cookie({.name = "t",
                                 .value = "x",
                                 .path = "/app",
                                 .same_site = SameSite::None,
                                 .http_only = false,
                                 .secure = true}),
              "t=x; Path=/app; Secure; SameSite=None");
}

TEST(SetCookie, RefusesWhatACookieCannotCarry) {
    for (auto value : {"a;b", "a b", "a\"", "a,b", "a\\b", "a\r\nb", "\x7F", "\xC3\xBC"}) {
        EXPECT_THROW(format_set_cookie({.name = "a", .value = value}), AssertionFailed) << value;
    }
    EXPECT_THROW(format_set_cookie({.name = "", .value = "1"}), AssertionFailed);
    EXPECT_THROW(format_set_cookie({.name = "a b", .value = "1"}), AssertionFailed);
    EXPECT_THROW(format_set_cookie({.name = "a", .value = "1", .path = "/;x"}), AssertionFailed);
    EXPECT_THROW(format_set_cookie({.name = "__Host-a", .value = "1"}), AssertionFailed);
    EXPECT_THROW(
        format_set_cookie({.name = "__Host-a", .value = "1", .path = "/x", .secure = true}),
        AssertionFailed);
    EXPECT_THROW(format_set_cookie({.name = "__Secure-a", .value = "1"}), AssertionFailed);
    EXPECT_THROW(format_set_cookie({.name = "a", .value = "1", .same_site = SameSite::None}),
                 AssertionFailed);
}

}  // namespace carafe::http
