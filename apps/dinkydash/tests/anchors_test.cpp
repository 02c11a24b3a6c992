#include "apps/dinkydash/rules/anchors.hpp"

#include "apps/dinkydash/rules/coming.hpp"

#include <gtest/gtest.h>

namespace dinkydash::rules {

using carafe::make_date;

const Date kToday = make_date(2027, 4, 21);  // a Wednesday

TurnPlan daily(std::vector<RotationEntry> entries) {
    TurnPlan plan;
    plan.starts_on = kToday - 10;
    plan.anchor_date = kToday - 10;
    plan.rotate_by = RotateBy::Day;
    plan.entries = std::move(entries);
    return plan;
}

TurnPlan with_anchor(TurnPlan plan, Anchor anchor) {
    plan.anchor_date = anchor.date;
    plan.anchor_index = anchor.index;
    return plan;
}

TurnPlan without(TurnPlan plan, std::int64_t person) {
    std::erase_if(plan.entries, [&](const auto& entry) { return entry.person_id == person; });
    return plan;
}

TEST(Anchors, NewRotationBeginsWithItsFirstEntry) {
    auto plan = daily({{1, ""}, {2, ""}});
    plan.freq = Frequency::Weekly;
    plan.weekdays = 0b1000000;
    EXPECT_EQ(first_anchor(plan, kToday), (Anchor{make_date(2027, 4, 24), 0}));
}

TEST(Anchors, NewRotationOfAnEndedPlanBeginsToday) {
    auto plan = daily({{1, ""}});
    plan.ends_on = kToday - 1;
    EXPECT_EQ(first_anchor(plan, kToday), (Anchor{kToday, 0}));
}

TEST(Anchors, TodaysPersonStaysWhenTheOrderChanges) {
    auto old = daily({{1, ""}, {2, ""}, {3, ""}});
    ASSERT_EQ(turn_on(old, kToday, {}).person_id, 2);
    auto edited = old;
    edited.entries = {{3, ""}, {2, ""}, {4, ""}, {1, ""}};
    ASSERT_TRUE(moves_turns(old, edited));
    edited = with_anchor(edited, edited_anchor(old, edited, kToday, {}));
    EXPECT_EQ(turn_on(edited, kToday, {}).person_id, 2);
    EXPECT_EQ(turn_on(edited, kToday + 1, {}).person_id, 4);
}

TEST(Anchors, NextRemainingEntryTakesTodayWhenItsPersonLeaves) {
    auto old = daily({{1, ""}, {2, ""}, {3, ""}});
    auto edited = without(old, 2);
    edited = with_anchor(edited, edited_anchor(old, edited, kToday, {}));
    EXPECT_EQ(turn_on(edited, kToday, {}).person_id, 3);
    EXPECT_EQ(turn_on(edited, kToday + 1, {}).person_id, 1);
}

TEST(Anchors, TodaysPersonStaysWhenAnotherOneLeaves) {
    auto old = daily({{1, ""}, {2, ""}, {3, ""}});
    auto edited = without(old, 1);
    edited = with_anchor(edited, edited_anchor(old, edited, kToday, {}));
    EXPECT_EQ(turn_on(edited, kToday, {}).person_id, 2);
}

TEST(Anchors, TodaysPersonStaysWhenTheRhythmChanges) {
    auto old = daily({{1, ""}, {2, ""}, {3, ""}});
    auto edited = old;
    edited.rotate_by = RotateBy::Week;
    edited = with_anchor(edited, edited_anchor(old, edited, kToday, {}));
    EXPECT_EQ(turn_on(edited, kToday, {}).person_id, 2);
    EXPECT_EQ(turn_on(edited, make_date(2027, 4, 26), {}).person_id, 3);
}

TEST(Anchors, TaskOfTheFutureBeginsWithItsFirstEntryAfterAnEdit) {
    auto old = daily({{1, ""}, {2, ""}});
    old.starts_on = old.anchor_date = kToday + 5;
    auto edited = old;
    edited.entries = {{2, ""}, {1, ""}};
    EXPECT_EQ(edited_anchor(old, edited, kToday, {}), (Anchor{kToday + 5, 0}));
}

TEST(Anchors, NameOrPauseDoNotMoveTurns) {
    auto old = daily({{1, ""}, {2, ""}});
    auto edited = old;
    edited.ends_on = kToday + 100;
    edited.skip_absent = false;
    EXPECT_FALSE(moves_turns(old, edited));
}

TEST(ComingTurns, ListsDueDaysOnly) {
    auto plan = daily({{1, ""}, {2, ""}});
    plan.freq = Frequency::Weekly;
    plan.weekdays = 0b0001010;  // Monday, Wednesday
    plan.rotate_by = RotateBy::Occurrence;
    plan = with_anchor(plan, first_anchor(plan, kToday));
    auto turns = coming_turns(plan, kToday, 14, 3, {});
    ASSERT_EQ(turns.size(), 3u);
    EXPECT_EQ(turns[0].date, kToday);
    EXPECT_EQ(turns[1].date, make_date(2027, 4, 26));
    EXPECT_EQ(turns[2].turn.person_id, 1);
}

TEST(ComingTurns, WaitingTaskMovesOnAsIfItWasDoneEachTime) {
    auto plan = daily({{1, ""}, {2, ""}});
    plan.rotate_by = RotateBy::Completion;
    plan.repeat_from = RepeatFrom::Done;
    plan.interval = 3;
    plan.starts_on = kToday;
    plan = with_anchor(plan, {kToday, 0});
    auto turns = coming_turns(plan, kToday, 14, 3, {});
    ASSERT_EQ(turns.size(), 3u);
    EXPECT_EQ(turns[0].turn.person_id, 1);
    EXPECT_EQ(turns[1].date, kToday + 3);
    EXPECT_EQ(turns[1].turn.person_id, 2);
    EXPECT_EQ(turns[2].turn.person_id, 1);
}

}  // namespace dinkydash::rules
