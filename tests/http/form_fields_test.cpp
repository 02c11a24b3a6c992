#include "carafe/http/form_fields.hpp"

#include <gtest/gtest.h>

namespace carafe::http {

namespace {
std::string shown(std::string_view encoded, FormLimits limits = {}) {
    FormFields fields;
    if (int status = fields.parse(encoded, limits)) {
        return std::to_string(status);
    }
    std::string out;
    for (const auto& field : fields) {
        out += '[' + std::string(field.name) + "=" + std::string(field.value) +
               (field.is_clean ? "]" : "!]");
    }
    return out;
}
}  // namespace

TEST(FormFields, ReadsLikeTheUrlStandard) {
    struct Row {
        std::string_view encoded, fields;
    };

    for (auto [encoded, fields] : {Row{"", ""},
                                   {"a=1", "[a=1]"},
                                   {"a=1&b=2", "[a=1][b=2]"},
                                   {"a", "[a=]"},
                                   {"a=", "[a=]"},
                                   {"=b", "[=b]"},
                                   {"a=b=c", "[a=b=c]"},
                                   {"&&a=1&", "[a=1]"},
                                   {"a+b=c+d", "[a b=c d]"},
                                   {"a%3D=%26", "[a==&]"},
                                   {"x=gr%C3%BCn", "[x=grün]"},
                                   {"a=1&a=2", "[a=1][a=2]"},
                                   {"a=%2B", "[a=+]"}}) {
        EXPECT_EQ(shown(encoded), fields) << encoded;
    }
}

TEST(FormFields, MarksWhatIsNotCleanText) {
    EXPECT_EQ(shown("a=%FF"), "[a=\xFF!]");
    EXPECT_EQ(shown("%FF=a"), "[\xFF=a!]");
    EXPECT_EQ(shown("a=\xFF"), "[a=\xFF!]");
    FormFields fields;
    ASSERT_EQ(fields.parse("a=x%00y&b=fine"), 0);
    EXPECT_FALSE(fields.find("a")->is_clean);
    EXPECT_TRUE(fields.find("b")->is_clean);
}

TEST(FormFields, RefusesBrokenEscapes) {
    for (auto encoded : {"a=%", "a=%4", "a=%zz", "%=1", "b=1&a=%4"}) {
        EXPECT_EQ(shown(encoded), "400") << encoded;
    }
}

TEST(FormFields, LimitsAreExact) {
    EXPECT_EQ(shown("a&b&c", {.fields = 3}), "[a=][b=][c=]");
    EXPECT_EQ(shown("a&b&c", {.fields = 2}), "413");
    EXPECT_EQ(shown("ab=cd", {.field_bytes = 5}), "[ab=cd]");
    EXPECT_EQ(shown("ab=cd", {.field_bytes = 4}), "413");
}

TEST(FormFields, FindsTheFirst) {
    FormFields fields;
    ASSERT_EQ(fields.parse("a=1&a=2"), 0);
    EXPECT_EQ(fields.find("a")->value, "1");
    EXPECT_EQ(fields.find("b"), nullptr);
}

}  // namespace carafe::http
