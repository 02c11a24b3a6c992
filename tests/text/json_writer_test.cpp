#include "carafe/text/json_writer.hpp"

#include "carafe/text/json.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace carafe::text {

namespace {
std::string quoted(std::string_view text) {
    std::string out;
    append_json_string(out, text);
    return out;
}
}  // namespace

TEST(JsonString, EscapesWhatMustBeEscaped) {
    EXPECT_EQ(quoted("a\"b\\c\n\t\x01"), R"("a\"b\\c\n\t\u0001")");
    EXPECT_EQ(quoted("grüße 🧹"), "\"grüße 🧹\"");
    EXPECT_EQ(quoted(std::string_view("\0", 1)), R"("\u0000")");
}

TEST(JsonString, IsSafeInsideAScript) {
    EXPECT_EQ(quoted("</script>&\u2028"), R"("\u003c/script\u003e\u0026\u2028")");
}

TEST(JsonString, NeverEmitsInvalidUtf8) {
    EXPECT_EQ(quoted("a\xFFz"), "\"a\uFFFDz\"");
}

TEST(JsonWriter, SetsCommas) {
    std::string out;
    JsonWriter json(out);

    json.begin_object()
        .key("a")
        .value(1)
        .key("b")
        .begin_array()
        .value("x")
        .value(true)
        .null()
        .value(1.5)
        .end_array();
    json.key("c").begin_object().end_object().end_object();

    EXPECT_EQ(out, R"({"a":1,"b":["x",true,null,1.5],"c":{}})");
    EXPECT_TRUE(parse_json(out));
}

TEST(JsonWriter, NotFiniteIsNull) {
    std::string out;
    JsonWriter(out).value(std::numeric_limits<double>::infinity());
    EXPECT_EQ(out, "null");
}

}  // namespace carafe::text
