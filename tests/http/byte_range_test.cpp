#include "carafe/http/byte_range.hpp"

#include <gtest/gtest.h>

namespace carafe::http {

TEST(ByteRange, ReadsOneRange) {
    struct Row {
        std::string_view field;
        std::string content_range;
    };

    for (auto [field, expected] : {Row{"bytes=0-9", "bytes 0-9/100"},
                                   {"bytes=90-", "bytes 90-99/100"},
                                   {"bytes=-10", "bytes 90-99/100"},
                                   {"bytes=-1000", "bytes 0-99/100"},
                                   {"bytes=50-1000", "bytes 50-99/100"},
                                   {"Bytes = 0-0", "bytes 0-0/100"},
                                   {"bytes=100-", "bytes */100"},
                                   {"bytes=-0", "bytes */100"}}) {
        EXPECT_EQ(content_range(parse_range(field, 100), 100), expected) << field;
    }
    EXPECT_EQ(parse_range("bytes=10-19", 100).length(), 10U);
}

TEST(ByteRange, AnythingElseIsAnsweredWhole) {
    for (auto field : {"",
                       "bytes",
                       "bytes=",
                       "bytes=-",
                       "bytes=5-4",
                       "bytes=a-b",
                       "bytes=0-1,3-4",
                       "lines=0-1",
                       "bytes=+1-2",
                       "bytes=1",
                       "bytes=99999999999999999999-"}) {
        EXPECT_EQ(parse_range(field, 100).kind, RangeKind::Whole) << field;
    }
}

TEST(ByteRange, AnEmptyFileHasNoRange) {
    EXPECT_EQ(parse_range("bytes=0-", 0).kind, RangeKind::Unsatisfiable);
    EXPECT_EQ(parse_range("bytes=-5", 0).kind, RangeKind::Unsatisfiable);
}

}  // namespace carafe::http
