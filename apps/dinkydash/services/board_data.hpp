// Everything that decides what a dashboard shows on a day, read in four statements.
#pragma once
#include "apps/dinkydash/models/all.hpp"
#include "apps/dinkydash/rules/turns.hpp"
#include "apps/dinkydash/services/visitor.hpp"

#include <map>
#include <vector>

namespace dinkydash {

/// A tick: who did it and when.
struct Tick {
    Date on_date{};
    std::int64_t person_key = 0;
    std::string person_name{};
    Timestamp done_at{};
};

/// A task with its turns. `plan` holds rotation, overrides and the dates it was done.
struct PlannedTask {
    Task task{};
    rules::TurnPlan plan{};
    std::vector<Tick> ticks{};  ///< since yesterday
};

struct FamilyPeople {
    std::vector<Person> persons{};  ///< by position, inactive ones too
    rules::Presence presence{};
    const Person* find(std::int64_t id) const;
    const Person* find_by_key(std::string_view name_key) const;
};

/// Which setup steps are open; only read while the checklist is not hidden.
struct SetupState {
    bool hidden = true;
    bool has_tasks = false;
    bool has_countdowns = false;
    bool has_screens = false;
};

struct BoardData {
    Dashboard dashboard{};
    FamilyPeople people{};
    std::vector<PlannedTask> tasks{};  ///< active ones, by position
    std::vector<Countdown> countdowns{};
    SetupState setup{};
};

/// @throws orm::NotFound when the dashboard is not this family's.
BoardData load_board(FamilyDb& db, const FamilyInfo& family, Dashboard dashboard, Date today);
FamilyPeople load_people(FamilyDb& db);
/// One task with all that decides its turns. @throws orm::NotFound
PlannedTask load_planned_task(FamilyDb& db, const FamilyInfo& family, Id<Task> id, Date today);
/// All tasks of the family, inactive ones too.
std::vector<PlannedTask> load_planned_tasks(FamilyDb& db, const FamilyInfo& family, Date today);

/// Plan of a task without rotation, overrides and ticks.
rules::TurnPlan plan_of(const Task& task, const FamilyInfo& family);

}  // namespace dinkydash
