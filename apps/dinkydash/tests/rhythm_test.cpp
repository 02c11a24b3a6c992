#include "apps/dinkydash/services/rhythm.hpp"

#include "apps/dinkydash/rules/words.hpp"

#include <gtest/gtest.h>

namespace dinkydash {

using carafe::make_date;

rules::TurnPlan plan_from(Frequency freq, int interval) {
    rules::TurnPlan plan;
    plan.freq = freq;
    plan.interval = interval;
    plan.starts_on = make_date(2027, 4, 27);
    return plan;
}

std::string weekly(int interval, int weekdays) {
    auto plan = plan_from(Frequency::Weekly, interval);
    plan.weekdays = weekdays;
    return rhythm_text(plan);
}

std::string monthly(int interval, int day, int months) {
    auto plan = plan_from(Frequency::Monthly, interval);
    plan.month_day = day;
    plan.months = months;
    return rhythm_text(plan);
}

TEST(Rhythm, SaysDays) {
    EXPECT_EQ(rhythm_text(plan_from(Frequency::Daily, 1)), "Every day");
    EXPECT_EQ(rhythm_text(plan_from(Frequency::Daily, 3)), "Every third day");
    EXPECT_EQ(rhythm_text(plan_from(Frequency::Daily, 20)), "Every 20 days");
    EXPECT_EQ(rhythm_text(plan_from(Frequency::Once, 1)), "Once, Tue 27 April 2027");
}

TEST(Rhythm, SaysWeekdays) {
    EXPECT_EQ(weekly(1, 0b0010010), "Mondays and Thursdays");
    EXPECT_EQ(weekly(1, 0b0000101), "Tuesdays and Sundays");
    EXPECT_EQ(weekly(1, 0b0111110), "Mondays to Fridays");
    EXPECT_EQ(weekly(1, 127), "Every day");
    EXPECT_EQ(weekly(2, 0b0000100), "Every second Tuesday");
    EXPECT_EQ(weekly(3, 0b1000010), "Every third week on Monday and Saturday");
}

TEST(Rhythm, SaysMonthsAndSeasons) {
    EXPECT_EQ(monthly(1, 1, 4095), "Every month on the 1st");
    EXPECT_EQ(monthly(2, 12, 4095), "Every second month on the 12th");
    EXPECT_EQ(monthly(1, 31, 4095), "Every month on the last day");
    EXPECT_EQ(monthly(1, 23, 0b000111110000), "Every month on the 23rd, May to September");
    EXPECT_EQ(monthly(1, 2, 0b110000000001), "Every month on the 2nd, November to January");
    EXPECT_EQ(monthly(1, 3, 0b000001000001), "Every month on the 3rd, January and July");
}

TEST(Rhythm, SaysWhatIsCountedFromTheLastTime) {
    auto plan = plan_from(Frequency::Weekly, 2);
    plan.repeat_from = RepeatFrom::Done;
    EXPECT_EQ(rhythm_text(plan), "2 weeks after it was done");
    plan.freq = Frequency::Daily;
    plan.interval = 1;
    EXPECT_EQ(rhythm_text(plan), "1 day after it was done");
}

TEST(Words, NameRangesOfDates) {
    const auto monday = make_date(2027, 5, 3);
    EXPECT_EQ(rules::date_range(monday, monday + 4), "Mon 3 – Fri 7 May 2027");
    EXPECT_EQ(rules::date_range(monday - 3, monday), "Fri 30 April – Mon 3 May 2027");
    EXPECT_EQ(rules::date_range(make_date(2027, 12, 31), make_date(2028, 1, 1)),
              "Fri 31 December 2027 – Sat 1 January 2028");
    EXPECT_EQ(rules::date_range(monday, monday), "Mon 3 May 2027");
    EXPECT_EQ(rules::date_range(monday, std::nullopt), "From Mon 3 May 2027");
}

TEST(Words, JoinLists) {
    EXPECT_EQ(rules::join_words({}), "");
    EXPECT_EQ(rules::join_words({"a"}), "a");
    EXPECT_EQ(rules::join_words({"a", "b", "c"}), "a, b and c");
}

}  // namespace dinkydash
