#include "carafe/text/percent.hpp"

#include <gtest/gtest.h>

namespace carafe::text {

namespace {
std::optional<std::string> decode(std::string_view text, Plus plus = Plus::Literal) {
    std::string out;
    if (!append_decoded(out, text, plus)) {
        return std::nullopt;
    }
    return out;
}
}  // namespace

TEST(Percent, EncodesAllButUnreserved) {
    EXPECT_EQ(encode_component("a b/ü~-._?&=+%"), "a%20b%2F%C3%BC~-._%3F%26%3D%2B%25");
    EXPECT_EQ(encode_path("css/a b.css"), "css/a%20b.css");
}

TEST(Percent, DecodesOnce) {
    EXPECT_EQ(decode("a%20b%2f%C3%BC"), "a b/ü");
    EXPECT_EQ(decode("%2541"), "%41");
    EXPECT_EQ(decode("%41"), "A");
    EXPECT_EQ(decode(""), "");
}

TEST(Percent, PlusDependsOnThePlace) {
    EXPECT_EQ(decode("a+b"), "a+b");
    EXPECT_EQ(decode("a+b%2B", Plus::Blank), "a b+");
}

TEST(Percent, RefusesBrokenEscapes) {
    for (auto text : {"%", "%4", "a%4", "%zz", "%4g", "%%41", "% 1"}) {
        EXPECT_EQ(decode(text), std::nullopt) << text;
    }
}

TEST(Percent, BrokenInputLeavesTheOutputAsItWas) {
    std::string out = "kept";
    EXPECT_FALSE(append_decoded(out, "abc%4"));
    EXPECT_EQ(out, "kept");
}

TEST(Percent, RoundTripsEveryByte) {
    std::string all;
    for (int c = 0; c < 256; ++c) {
        all += static_cast<char>(c);
    }
    EXPECT_EQ(decode(encode_component(all)), all);
}

}  // namespace carafe::text
