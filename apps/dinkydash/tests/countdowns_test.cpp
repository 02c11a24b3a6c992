#include "apps/dinkydash/rules/countdowns.hpp"

#include <gtest/gtest.h>

namespace dinkydash::rules {

using carafe::make_date;

TEST(Countdown, SpeaksAsTheTableSays) {
    auto today = make_date(2025, 4, 21);
    ASSERT_EQ(carafe::weekday(today), carafe::Weekday::Monday);
    struct Row {
        CountdownFormat format;
        const char* one;
        const char* twelve;
    };
    for (const auto& row : {Row{CountdownFormat::Days, "Tomorrow", "12 days"}, Row{CountdownFormat::Sleeps, "1 sleep", "12 sleeps"},
                            Row{CountdownFormat::Weeks, "Tomorrow", "1 week 5 days"},
                            Row{CountdownFormat::Weekdays, "1 school day", "9 school days"},
                            Row{CountdownFormat::Date, "Tue 22 Apr", "Sat 3 May"}}) {
        EXPECT_EQ(countdown_text(row.format, today, today), "Today!");
        EXPECT_EQ(countdown_text(row.format, today, today + 1), row.one);
        EXPECT_EQ(countdown_text(row.format, today, today + 12), row.twelve);
    }
    EXPECT_EQ(countdown_text(CountdownFormat::Weeks, today, today + 14), "2 weeks");
    EXPECT_EQ(countdown_text(CountdownFormat::Days, today, today - 1), "1 day ago");
}

TEST(Check14, YearlyEventRollsOverTheDayAfter) {
    CountdownDate party{CountdownKind::Yearly, 5, 3, {}, LeapRule::Feb28};
    EXPECT_EQ(next_day(party, make_date(2027, 5, 3)), make_date(2027, 5, 3));
    EXPECT_EQ(next_day(party, make_date(2027, 5, 4)) - make_date(2027, 5, 4), 365);  // over 29 February 2028
    EXPECT_EQ(next_day(party, make_date(2026, 5, 4)) - make_date(2026, 5, 4), 364);
}

TEST(Check15, LeapDayAndImpossibleDates) {
    CountdownDate leap{CountdownKind::Yearly, 2, 29, {}, LeapRule::Feb28};
    auto today = make_date(2027, 1, 1);
    EXPECT_EQ(next_day(leap, today), make_date(2027, 2, 28));
    leap.leap_rule = LeapRule::Mar1;
    EXPECT_EQ(next_day(leap, today), make_date(2027, 3, 1));
    EXPECT_TRUE(exists(leap));
    EXPECT_FALSE(exists({CountdownKind::Yearly, 2, 30, {}, LeapRule::Feb28}));
    EXPECT_FALSE(exists({CountdownKind::Once, 2, 29, 2027, LeapRule::Feb28}));
    EXPECT_TRUE(exists({CountdownKind::Once, 2, 29, 2028, LeapRule::Feb28}));
}

TEST(Countdown, ShowsOnlyInItsWindow) {
    auto today = make_date(2027, 1, 1);
    EXPECT_TRUE(is_shown(today, today + 300, {}, 0));
    EXPECT_FALSE(is_shown(today, today + 31, 30, 0));
    EXPECT_TRUE(is_shown(today, today + 30, 30, 0));
    EXPECT_FALSE(is_shown(today, today - 1, {}, 0));
    EXPECT_TRUE(is_shown(today, today - 3, {}, 3));
}

}  // namespace dinkydash::rules
