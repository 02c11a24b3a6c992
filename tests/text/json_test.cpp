#include "carafe/text/json.hpp"

#include <gtest/gtest.h>

namespace carafe::text {

namespace {
std::string error_of(std::string_view text, JsonLimits limits = {}) {
    auto result = parse_json(text, limits);
    return result ? "" : result.error().id;
}

std::string nested(int depth) {
    return std::string(static_cast<std::size_t>(depth), '[') +
           std::string(static_cast<std::size_t>(depth), ']');
}
}  // namespace

TEST(Json, ReadsEveryType) {
    auto result = parse_json(
        R"( {"a": null, "b": true, "c": -7, "d": 1.5, "e": "gr\u00fc\u00dfe", "f": [1, 2], "g": {}} )");

    ASSERT_TRUE(result);
    const auto& value = *result;
    EXPECT_TRUE(value.find("a")->is_null());
    EXPECT_TRUE(value.find("b")->boolean());
    EXPECT_EQ(value.find("c")->integer(), -7);
    EXPECT_DOUBLE_EQ(value.find("d")->number(), 1.5);
    EXPECT_EQ(value.find("e")->string(), "grüße");
    EXPECT_EQ(value.find("f")->array().size(), 2U);
    EXPECT_TRUE(value.find("g")->object().empty());
    EXPECT_EQ(value.find("h"), nullptr);
}

TEST(Json, TopLevelMayBeAnyValue) {
    EXPECT_EQ(parse_json("7")->integer(), 7);
    EXPECT_EQ(parse_json("\"x\"")->string(), "x");
    EXPECT_TRUE(parse_json("[]")->array().empty());
}

TEST(Json, IntegersKeepSixtyThreeBits) {
    EXPECT_EQ(parse_json("9223372036854775807")->integer(), 9223372036854775807);
    EXPECT_FALSE(parse_json("9223372036854775808")->is_integer());
    EXPECT_FALSE(parse_json("1.0")->is_integer());
    EXPECT_FALSE(parse_json("1e3")->is_integer());
}

TEST(Json, RefusesWhatIsNotStrict) {
    for (auto text : {"",           " ",           "{",           "[1,]",
                      "{\"a\":1,}", "nul",         "NaN",         "Infinity",
                      "01",         "+1",          ".5",          "1.",
                      "'a'",        "[1] x",       "[1][2]",      "1 2",
                      "// c\n1",    "\"\\ud800\"", "\"\\udc00\"", "\"\xFF\"",
                      "\"a\nb\"",   "\"\\x\"",     "{a:1}",       "\xEF\xBB\xBF{}"}) {
        EXPECT_EQ(error_of(text), "text.E001") << text;
    }
}

TEST(Json, RefusesEqualNamesAtAnyDepth) {
    EXPECT_EQ(error_of(R"({"a":1,"a":2})"), "text.E003");
    EXPECT_EQ(error_of(R"([{"x":{"a":1,"b":2,"\u0061":3}}])"), "text.E003");
    EXPECT_EQ(error_of(R"([{"a":1},{"a":2}])"), "");
}

TEST(Json, RefusesNul) {
    EXPECT_EQ(error_of(R"("a\u0000b")"), "text.E004");
    EXPECT_EQ(error_of(R"({"a\u0000":1})"), "text.E004");
}

TEST(Json, DepthLimitIsExact) {
    EXPECT_EQ(error_of(nested(64)), "");
    EXPECT_EQ(error_of(nested(65)), "text.E002");
    EXPECT_EQ(error_of(nested(100'000)), "text.E002");
}

TEST(Json, SizeLimitIsExact) {
    EXPECT_EQ(error_of("[1]", {.bytes = 3}), "");
    EXPECT_EQ(error_of("[1]", {.bytes = 2}), "text.E002");
}

}  // namespace carafe::text
