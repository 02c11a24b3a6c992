// From the values of the task form to a task with its rotation.
#pragma once
#include "apps/dinkydash/services/board_data.hpp"

namespace dinkydash {

/// A task as the form shows it first: today, every day, on the default dashboard.
PlannedTask new_task(FamilyDb& db, const FamilyInfo& family, Date today);

/// A text equal to a person's name, whatever the case, is that person; else a free label.
rules::RotationEntry read_entry(std::string_view typed, const FamilyPeople& people);
/// Entries as they are typed; one empty entry for an empty rotation.
std::vector<std::string> entry_texts(const rules::TurnPlan& plan, const FamilyPeople& people);

/// The plan of an edited task: keeps skips, swaps and ticks, and today's person where the edit
/// changes who comes when.
rules::TurnPlan edited_plan(const PlannedTask& before,
                            const Task& edited,
                            std::vector<rules::RotationEntry> entries,
                            const FamilyInfo& family,
                            Date today,
                            const rules::Presence& presence);

/// Replaces the stored rotation of a task.
void write_rotation(FamilyDb& db, Id<Task> task, const std::vector<rules::RotationEntry>& entries);

}  // namespace dinkydash
