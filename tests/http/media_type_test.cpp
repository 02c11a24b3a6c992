#include "carafe/http/media_type.hpp"

#include <gtest/gtest.h>

namespace carafe::http {

TEST(Parameterized, ReadsWordAndParameters) {
    auto type = parse_parameterized("Text/HTML; Charset=utf-8;x=\"a;b\\\"c\" ; y=C:\\x");
    EXPECT_FALSE(type) << "a backslash is no token";

    type = parse_parameterized(" Text/HTML ; Charset=utf-8;x=\"a;b\\\"c\" ;y=\"C:\\temp\\\\n\"; ");
    ASSERT_TRUE(type);
    EXPECT_TRUE(type->is("text/html"));
    EXPECT_EQ(*type->parameter("charset"), "utf-8");
    EXPECT_EQ(*type->parameter("X"), "a;b\"c");
    EXPECT_EQ(*type->parameter("y"), "C:\\temp\\n");
    EXPECT_EQ(type->parameter("z"), nullptr);
}

TEST(Parameterized, RefusesBrokenText) {
    for (auto text : {"",
                      ";",
                      "a/",
                      "/b",
                      "a/b/c",
                      "a b",
                      "a;b",
                      "a;=c",
                      "a;b=",
                      "a;b=\"c",
                      "a;b=c d",
                      "a;b=c;B=d",
                      "a;b =c"}) {
        EXPECT_FALSE(parse_parameterized(text)) << text;
    }
}

}  // namespace carafe::http
