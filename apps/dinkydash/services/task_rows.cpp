#include "apps/dinkydash/services/task_rows.hpp"

#include "apps/dinkydash/rules/coming.hpp"
#include "apps/dinkydash/rules/words.hpp"
#include "apps/dinkydash/services/faces.hpp"
#include "apps/dinkydash/services/rhythm.hpp"
#include "apps/dinkydash/services/turn_names.hpp"

namespace dinkydash {

namespace {

constexpr int kListed = 14;      // days of turns to unfold
constexpr int kLookAhead = 400;  // days to the next turn of a rare task

std::optional<Face> turn_face(const rules::TurnPlan& plan,
                              const rules::Turn& turn,
                              const FamilyPeople& people) {
    if (plan.mode != TaskMode::Rotate || turn.nobody_home) {
        return std::nullopt;
    }
    if (const auto* person = people.find(turn.person_id)) {
        return face_of(*person);
    }
    if (turn.entry < 0) {
        return std::nullopt;
    }
    return face_of_text(plan.entries[static_cast<std::size_t>(turn.entry)].label);
}

/// Today's person, or when the next one comes.
void add_turns(TaskRow& row, const rules::TurnPlan& plan, const FamilyPeople& people, Date today) {
    for (const auto& [date, turn] :
         rules::coming_turns(plan, today, kListed, kListed, people.presence)) {
        row.upcoming.push_back({rules::weekday_and_day(date), turn_name(plan, turn, people)});
    }
    const auto next = rules::coming_turns(plan, today, kLookAhead, 1, people.presence);
    if (next.empty()) {
        return;
    }
    const auto& [date, turn] = next.front();
    row.today = turn_name(plan, turn, people);
    if (date == today) {
        row.face = turn_face(plan, turn, people);
    } else {
        row.today = rules::day_and_month(date) + ": " + row.today;
    }
}

}  // namespace

std::map<std::int64_t, std::string> dashboard_names(FamilyDb& db) {
    std::map<std::int64_t, std::string> names;
    for (auto& dashboard : db.query<Dashboard>().all()) {
        names[dashboard.id.value] = std::move(dashboard.name);
    }
    return names;
}

std::vector<TaskRow> task_rows(FamilyDb& db, const FamilyInfo& family, Date today) {
    const auto people = load_people(db);
    const auto dashboards = dashboard_names(db);
    std::vector<TaskRow> rows;
    for (const auto& [task, plan, ticks] : load_planned_tasks(db, family, today)) {
        TaskRow row;
        row.id = task.id.value;
        row.name = task.name;
        if (task.icon_type == IconType::Emoji) {
            row.emoji = task.emoji;
        }
        if (task.icon_type == IconType::Image && task.image_id) {
            row.image_id = task.image_id->value;
        }
        row.rhythm = rhythm_text(plan);
        if (task.dashboard_id) {
            row.dashboard = dashboards.at(task.dashboard_id->value);
        }
        row.needs_people = task.mode != TaskMode::Anyone && plan.entries.empty();
        row.active = task.active;
        if (task.active) {
            add_turns(row, plan, people, today);
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace dinkydash
