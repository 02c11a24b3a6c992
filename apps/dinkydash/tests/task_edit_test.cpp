#include "apps/dinkydash/services/task_edit.hpp"

#include "apps/dinkydash/services/turn_names.hpp"
#include "carafe/text/graphemes.hpp"

#include <gtest/gtest.h>

namespace dinkydash {

const Date kToday = make_date(2027, 4, 21);  // a Wednesday
const FamilyInfo kFamily{};

Person person(std::int64_t id, std::string name) {
    Person made;
    made.id = Id<Person>{id};
    made.name_key = text::fold_case(name);
    made.name = std::move(name);
    return made;
}

FamilyPeople anna_and_ben() {
    FamilyPeople people;
    people.persons = {person(1, "Anna"), person(2, "Ben Straße")};
    return people;
}

PlannedTask daily_task(std::vector<rules::RotationEntry> entries) {
    PlannedTask planned;
    planned.task.starts_on = kToday - 3;
    planned.task.anchor_date = kToday - 3;
    planned.plan = plan_of(planned.task, kFamily);
    planned.plan.entries = std::move(entries);
    return planned;
}

TEST(TaskEdit, TextEqualToANameIsThatPersonWhateverTheCase) {
    const auto people = anna_and_ben();
    EXPECT_EQ(read_entry("ANNA", people), (rules::RotationEntry{1, ""}));
    EXPECT_EQ(read_entry("ben STRASSE", people), (rules::RotationEntry{2, ""}));
    EXPECT_EQ(read_entry("🇩🇪", people), (rules::RotationEntry{0, "🇩🇪"}));
}

TEST(TaskEdit, EntriesAreShownAsTheyAreTyped) {
    const auto people = anna_and_ben();
    EXPECT_EQ(entry_texts(daily_task({{2, ""}, {0, "Film"}}).plan, people),
              (std::vector<std::string>{"Ben Straße", "Film"}));
    EXPECT_EQ(entry_texts(daily_task({}).plan, people), std::vector<std::string>{""});
}

TEST(TaskEdit, RenamedTaskKeepsItsAnchor) {
    const auto before = daily_task({{1, ""}, {2, ""}});
    auto edited = before.task;
    edited.name = "Other";
    const auto plan = edited_plan(before, edited, before.plan.entries, kFamily, kToday, {});
    EXPECT_EQ(plan.anchor_date, kToday - 3);
}

TEST(TaskEdit, EditedRotationKeepsTodaysPerson) {
    const auto before = daily_task({{1, ""}, {2, ""}});
    ASSERT_EQ(rules::turn_on(before.plan, kToday, {}).person_id, 2);
    const auto plan =
        edited_plan(before, before.task, {{0, "Guest"}, {1, ""}, {2, ""}}, kFamily, kToday, {});
    EXPECT_EQ(rules::turn_on(plan, kToday, {}).person_id, 2);
    EXPECT_EQ(turn_name(plan, rules::turn_on(plan, kToday + 1, {}), anna_and_ben()), "Guest");
}

TEST(TurnNames, PreviewNamesDaysOfThisWeekShortly) {
    const auto people = anna_and_ben();
    auto plan = daily_task({{1, ""}, {2, ""}}).plan;
    plan.interval = 3;
    const auto turns = preview_turns(plan, kToday, people);
    ASSERT_EQ(turns.size(), 6u);
    EXPECT_EQ(turns[0].day, "Wed");
    EXPECT_EQ(turns[0].name, "Ben Straße");
    EXPECT_EQ(turns[1].day, "Sat");
    EXPECT_EQ(turns[3].day, "Fri 30 Apr");
}

TEST(TurnNames, NameModesAndEmptyHouses) {
    const auto people = anna_and_ben();
    auto plan = daily_task({{1, ""}}).plan;
    plan.mode = TaskMode::Everyone;
    EXPECT_EQ(turn_name(plan, rules::turn_on(plan, kToday, {}), people), "Everyone");
    plan.mode = TaskMode::Anyone;
    EXPECT_EQ(turn_name(plan, rules::turn_on(plan, kToday, {}), people), "Anyone");
    plan.mode = TaskMode::Rotate;
    const rules::Presence away({{1, kToday, {}, 0}});
    EXPECT_EQ(turn_name(plan, rules::turn_on(plan, kToday, away), people), "Nobody home");
}

}  // namespace dinkydash
