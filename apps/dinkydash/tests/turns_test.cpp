#include "apps/dinkydash/rules/turns.hpp"

#include <gtest/gtest.h>

namespace dinkydash::rules {

using carafe::make_date;

constexpr std::int64_t kAnna = 1;
constexpr std::int64_t kBen = 2;
constexpr std::int64_t kCleo = 3;

TurnPlan three_daily(Date start) {
    TurnPlan plan;
    plan.starts_on = start;
    plan.anchor_date = start;
    plan.rotate_by = RotateBy::Day;
    plan.entries = {{kAnna, ""}, {kBen, ""}, {kCleo, ""}};
    return plan;
}

TEST(Check04, ThreePeopleByDayKeepStrictOrderOverNewYearAndLeapDay) {
    auto start = make_date(2027, 6, 1);
    auto plan = three_daily(start);
    for (int i = 0; i < 400; ++i) {
        auto turn = turn_on(plan, start + i, {});
        ASSERT_TRUE(turn.due);
        EXPECT_EQ(turn.person_id, i % 3 + 1) << carafe::format_iso(start + i);
    }
}

TEST(Turns, DaysBeforeTheAnchorAreRightToo) {
    auto plan = three_daily(make_date(2027, 1, 1));
    plan.anchor_date = make_date(2027, 3, 1);
    EXPECT_EQ(turn_on(plan, make_date(2027, 2, 28), {}).person_id, kCleo);
    EXPECT_EQ(turn_on(plan, make_date(2027, 2, 27), {}).person_id, kBen);
    EXPECT_EQ(turn_on(plan, make_date(2027, 2, 26), {}).person_id, kAnna);
}

TEST(Check05, DailyTaskRotatedByWeekFollowsTheFamilysWeekStart) {
    auto monday = make_date(2027, 3, 1);
    ASSERT_EQ(carafe::weekday(monday), carafe::Weekday::Monday);
    auto plan = three_daily(monday);
    plan.rotate_by = RotateBy::Week;
    plan.week_start = 1;
    for (int i = 0; i < 7; ++i) EXPECT_EQ(turn_on(plan, monday + i, {}).person_id, kAnna);
    for (int i = 7; i < 14; ++i) EXPECT_EQ(turn_on(plan, monday + i, {}).person_id, kBen);
    plan.week_start = 0;
    EXPECT_EQ(turn_on(plan, monday + 5, {}).person_id, kAnna);
    EXPECT_EQ(turn_on(plan, monday + 6, {}).person_id, kBen);
}

TEST(Check07, AbsentPersonsDaysGoToTheNextOneAndNothingElseMoves) {
    auto monday = make_date(2027, 3, 1);
    auto plan = three_daily(monday - 1);  // Ben has Monday
    Presence away({{kBen, monday, monday + 2, 0}});
    for (int i = 0; i < 7; ++i) {
        auto usual = turn_on(plan, monday + i, {}).person_id;
        auto now = turn_on(plan, monday + i, away).person_id;
        if (i <= 2 && usual == kBen) {
            EXPECT_EQ(now, kCleo);
        } else {
            EXPECT_EQ(now, usual);
        }
    }
}

TEST(Check08, AbsenceEverySecondWeekFollowsThePattern) {
    auto monday = make_date(2027, 3, 1);
    Presence away({{kBen, monday, monday + 6, 2}});
    for (int week = 0; week < 8; ++week) {
        for (int day = 0; day < 7; ++day) {
            EXPECT_EQ(away.is_home(kBen, monday + week * 7 + day), week % 2 == 1) << week << ' ' << day;
        }
    }
    EXPECT_TRUE(away.is_home(kBen, monday - 1));
}

TEST(Turns, AllAbsentIsNobodyHome) {
    auto day = make_date(2027, 3, 1);
    auto plan = three_daily(day);
    Presence away({{kAnna, day, day, 0}, {kBen, day, day, 0}, {kCleo, day, day, 0}});
    auto turn = turn_on(plan, day, away);
    EXPECT_TRUE(turn.due);
    EXPECT_TRUE(turn.nobody_home);
    EXPECT_EQ(turn.person_id, 0);
}

TEST(Check09, SkipGivesTodayToTheNextAndLeavesTomorrowAlone) {
    auto day = make_date(2027, 3, 1);
    auto plan = three_daily(day);
    plan.overrides = {{day, OverrideKind::Skip, kBen, {}}};
    EXPECT_EQ(turn_on(plan, day, {}).person_id, kBen);
    EXPECT_EQ(turn_on(plan, day + 1, {}).person_id, kBen);
    plan.entries = {{kAnna, ""}};
    EXPECT_EQ(next_present(plan, 0, day, {}), -1);
}

TEST(Check10, SwapMoveAndSeason) {
    auto day = make_date(2027, 3, 1);
    auto plan = three_daily(day);
    EXPECT_EQ(next_turn_of(plan, kBen, day, 60, {}), day + 1);
    plan.overrides = {{day, OverrideKind::Swap, kBen, {}}, {day + 1, OverrideKind::Swap, kAnna, {}}};
    EXPECT_EQ(turn_on(plan, day, {}).person_id, kBen);
    EXPECT_EQ(turn_on(plan, day + 1, {}).person_id, kAnna);
    EXPECT_EQ(turn_on(plan, day + 2, {}).person_id, kCleo);

    auto weekly = three_daily(day);
    weekly.freq = Frequency::Weekly;
    weekly.weekdays = 1 << 1;  // Mondays
    weekly.rotate_by = RotateBy::Occurrence;
    weekly.overrides = {{day + 7, OverrideKind::Move, 0, day + 8}};
    EXPECT_FALSE(turn_on(weekly, day + 7, {}).due);
    auto moved = turn_on(weekly, day + 8, {});
    EXPECT_TRUE(moved.due);
    EXPECT_EQ(moved.person_id, kBen);
    EXPECT_EQ(moved.on_date, day + 7);

    auto seasonal = three_daily(make_date(2027, 1, 1));
    seasonal.months = 0b000111110000;  // May to September
    EXPECT_TRUE(turn_on(seasonal, make_date(2027, 9, 30), {}).due);
    EXPECT_FALSE(turn_on(seasonal, make_date(2027, 10, 1), {}).due);
}

TEST(Turns, MonthDayThirtyOneIsTheLastDayOfShorterMonths) {
    TurnPlan plan;
    plan.freq = Frequency::Monthly;
    plan.starts_on = make_date(2027, 1, 31);
    plan.month_day = 31;
    EXPECT_TRUE(is_planned(plan, make_date(2027, 2, 28)));
    EXPECT_TRUE(is_planned(plan, make_date(2028, 2, 29)));
    EXPECT_FALSE(is_planned(plan, make_date(2028, 2, 28)));
    EXPECT_TRUE(is_planned(plan, make_date(2027, 4, 30)));
    EXPECT_FALSE(is_planned(plan, make_date(2027, 5, 30)));
}

TEST(Turns, CompletionRotationStaysUntilTicked) {
    auto monday = make_date(2027, 3, 1);
    auto plan = three_daily(monday);
    plan.freq = Frequency::Weekly;
    plan.weekdays = 1 << 1;
    plan.rotate_by = RotateBy::Completion;
    auto thursday = turn_on(plan, monday + 3, {});
    EXPECT_TRUE(thursday.due);
    EXPECT_EQ(thursday.person_id, kAnna);
    EXPECT_EQ(thursday.due_since, monday);
    plan.completed = {monday + 3};
    EXPECT_EQ(turn_on(plan, monday + 3, {}).person_id, kAnna);
    EXPECT_FALSE(turn_on(plan, monday + 4, {}).due);
    EXPECT_EQ(turn_on(plan, monday + 7, {}).person_id, kBen);
}

TEST(Turns, RepeatAfterDoneIsShownEveryDayUntilTicked) {
    auto day = make_date(2027, 3, 1);
    auto plan = three_daily(day);
    plan.repeat_from = RepeatFrom::Done;
    plan.interval = 3;
    plan.completed = {day};
    EXPECT_FALSE(turn_on(plan, day + 2, {}).due);
    EXPECT_TRUE(turn_on(plan, day + 3, {}).due);
    EXPECT_TRUE(turn_on(plan, day + 9, {}).due);
}

TEST(Turns, EditedRotationKeepsTodaysPerson) {
    auto day = make_date(2027, 3, 2);
    auto plan = three_daily(day - 1);  // Ben has today
    EXPECT_EQ(reanchor(plan, day, {{kCleo, ""}, {kBen, ""}, {kAnna, ""}}, {}), 1);
    EXPECT_EQ(reanchor(plan, day, {{kAnna, ""}, {kCleo, ""}}, {}), 1);  // Ben is gone: Cleo is next
    EXPECT_EQ(reanchor(plan, day, {{9, ""}}, {}), 0);
}

TEST(Turns, CountsOccurrencesTheShortWayLikeTheLongWay) {
    TurnPlan plan;
    plan.starts_on = make_date(2027, 1, 1);
    plan.interval = 3;
    for (int from = 0; from < 10; ++from) {
        for (int to = from; to < 25; ++to) {
            int slow = 0;
            for (int i = from; i < to; ++i) slow += is_planned(plan, plan.starts_on + i);
            EXPECT_EQ(count_planned(plan, plan.starts_on + from, plan.starts_on + to), slow) << from << ' ' << to;
        }
    }
}

}  // namespace dinkydash::rules
