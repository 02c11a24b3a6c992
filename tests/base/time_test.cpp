#include "carafe/base/time.hpp"

#include "carafe/base/clock.hpp"

#include <gtest/gtest.h>

namespace carafe {

TEST(Date, CountsLeapDays) {
    EXPECT_EQ(make_date(2028, 3, 1) - make_date(2028, 2, 28), 2);
    EXPECT_EQ(make_date(2027, 3, 1) - make_date(2027, 2, 28), 1);
    EXPECT_EQ(weekday(make_date(2028, 2, 29)), Weekday::Tuesday);
    EXPECT_EQ(day_of_year(make_date(2028, 12, 31)), 366);
}

TEST(Date, RefusesDatesThatDoNotExist) {
    EXPECT_FALSE(find_date(2027, 2, 29));
    EXPECT_FALSE(find_date(2028, 13, 1));
    EXPECT_FALSE(find_date(2028, 0, 1));
    EXPECT_FALSE(parse_iso_date("2028-2-29"));
    EXPECT_FALSE(parse_iso_date("2028-02-30"));
    EXPECT_FALSE(parse_iso_date("2028-+2-03"));
}

TEST(Timestamp, FormatsAndReadsItself) {
    for (auto text : {"2028-02-29T12:00:00Z", "1969-12-31T23:59:59.5Z", "1970-01-01T00:00:00.000001Z"}) {
        auto time = parse_iso_time(text);
        ASSERT_TRUE(time) << text;
        EXPECT_EQ(parse_iso_time(format_iso(*time)), time);
    }
    EXPECT_EQ(format_iso(Timestamp{-500'000}), "1969-12-31T23:59:59.500000Z");
}

TEST(TimeOfDay, FormatsAndReadsItself) {
    for (auto text : {"00:00", "07:30", "23:59"}) {
        auto time = parse_time_of_day(text);
        ASSERT_TRUE(time) << text;
        EXPECT_EQ(format_time_of_day(*time), text);
    }
    EXPECT_EQ(parse_time_of_day("7:30"), TimeOfDay{450});
    EXPECT_EQ(parse_time_of_day("07:30:59"), TimeOfDay{450});
}

TEST(TimeOfDay, RefusesWhatNoClockShows) {
    for (auto text : {"", ":", "7", "24:00", "07:60", "7:3", "-1:30", "07:-1", "+7:30", "07:30:60", "07:30:5", " 7:30"}) {
        EXPECT_FALSE(parse_time_of_day(text)) << text;
    }
}

TEST(SimulatedClock, StandsStillUntilMoved) {
    SimulatedClock clock{"2028-02-29T12:00:00Z"};
    auto start = clock.now();
    clock.advance(std::chrono::hours{24});
    EXPECT_EQ(utc_date(clock.now()) - utc_date(start), 1);
}

}  // namespace carafe
