#include "carafe/text/zone.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace carafe::text {

namespace {
Timestamp at(std::string_view iso) {
    return *parse_iso_time(iso);
}

TimeOfDay clock(int hour, int minute) {
    return {hour * 60 + minute};
}
}  // namespace

TEST(Zone, KnowsNames) {
    for (auto name : {"UTC", "Europe/Berlin", "America/New_York", "US/Eastern", "Asia/Kolkata"}) {
        EXPECT_TRUE(is_zone(name)) << name;
    }
    for (auto name : {"",
                      "Mars/Base",
                      "europe/berlin",
                      "Europe/",
                      "../etc/passwd",
                      "posix/UTC",
                      "right/UTC",
                      "tzdata.zi",
                      "zone.tab"}) {
        EXPECT_FALSE(is_zone(name)) << name;
    }
}

TEST(Zone, ListsPlacesAndUtc) {
    auto names = zone_names();
    EXPECT_GT(names.size(), 300U);
    EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
    EXPECT_THAT(names, testing::Contains("UTC"));
    EXPECT_THAT(names, testing::Contains("Pacific/Auckland"));
    EXPECT_THAT(names, testing::Not(testing::Contains("Etc/GMT+1")));
    for (const auto& name : names) {
        EXPECT_TRUE(is_zone(name)) << name;
    }
}

TEST(Zone, ShowsTheLocalDateAndTime) {
    auto local = find_zone("America/New_York")->local(at("2026-01-01T04:59:30Z"));
    EXPECT_EQ(local, (LocalTime{make_date(2025, 12, 31), clock(23, 59), 30}));
    EXPECT_EQ(find_zone("Asia/Kolkata")->local(at("2026-01-01T00:00:00Z")).time, clock(5, 30));
    EXPECT_EQ(find_zone("UTC")->local(at("1969-12-31T23:59:59Z")),
              (LocalTime{make_date(1969, 12, 31), clock(23, 59), 59}));
}

TEST(Zone, InstantGoesBackToLocal) {
    auto zone = *find_zone("Pacific/Auckland");
    for (int day = 0; day < 400; day += 7) {
        auto date = make_date(2026, 1, 1) + day;
        auto local = zone.local(zone.instant(date, clock(12, 34)));
        EXPECT_EQ(local, (LocalTime{date, clock(12, 34), 0}));
    }
}

TEST(Zone, GapGivesTheInstantAfterIt) {
    auto zone = *find_zone("America/New_York");
    auto instant = zone.instant(make_date(2026, 3, 8), clock(2, 30));
    EXPECT_EQ(instant, at("2026-03-08T07:00:00Z"));
    EXPECT_EQ(zone.local(instant).time, clock(3, 0));
}

TEST(Zone, OverlapGivesTheFirst) {
    auto zone = *find_zone("America/New_York");
    EXPECT_EQ(zone.instant(make_date(2026, 11, 1), clock(1, 30)), at("2026-11-01T05:30:00Z"));
}

TEST(Zone, ADayThatBeginsInAGapStartsAfterIt) {
    // Cairo's clocks jump from 00:00 to 01:00.
    auto zone = *find_zone("Africa/Cairo");
    auto start = zone.instant(make_date(2025, 4, 25));
    EXPECT_EQ(zone.local(start), (LocalTime{make_date(2025, 4, 25), clock(1, 0), 0}));
}

TEST(Zone, OffsetIsPositiveInTheEast) {
    EXPECT_EQ(find_zone("Europe/Berlin")->offset(at("2026-07-01T00:00:00Z")),
              std::chrono::hours(2));
    EXPECT_EQ(find_zone("America/New_York")->offset(at("2026-01-01T00:00:00Z")),
              std::chrono::hours(-5));
}

}  // namespace carafe::text
