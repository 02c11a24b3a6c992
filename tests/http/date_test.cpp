#include "carafe/http/date.hpp"

#include <gtest/gtest.h>

namespace carafe::http {

// The example of RFC 9110 §5.6.7.
TEST(HttpDate, FormatsTheExampleOfTheRfc) {
    auto time = parse_iso_time("1994-11-06T08:49:37Z").value();
    EXPECT_EQ(format_date(time), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(parse_date("Sun, 06 Nov 1994 08:49:37 GMT"), time);
}

TEST(HttpDate, ReadsBackWhatItWrites) {
    for (std::int64_t second = 0; second < 4'000'000'000; second += 86'399 * 97) {
        Timestamp time{second * 1'000'000};
        ASSERT_EQ(parse_date(format_date(time)), time);
    }
}

TEST(HttpDate, RefusesEverythingElse) {
    for (auto text : {"",
                      "Sunday, 06-Nov-94 08:49:37 GMT",
                      "Sun Nov  6 08:49:37 1994",
                      "Mon, 06 Nov 1994 08:49:37 GMT",
                      "Sun, 6 Nov 1994 08:49:37 GMT",
                      "Sun, 06 Nov 1994 24:49:37 GMT",
                      "Sun, 06 Nov 1994 08:60:37 GMT",
                      "Sun, 06 nov 1994 08:49:37 GMT",
                      "Sun, 06 Nov 1994 08:49:37 UTC",
                      "Sun, 31 Feb 1994 08:49:37 GMT",
                      "Sun, 06 Nov 1994 08:49:37 GMT ",
                      "Sun, +6 Nov 1994 08:49:37 GMT"}) {
        EXPECT_EQ(parse_date(text), std::nullopt) << text;
    }
}

}  // namespace carafe::http
