// Tasks as the admin's pages list them.
#pragma once
#include "apps/dinkydash/services/board_data.hpp"

#include <map>

namespace dinkydash {

/// All tasks with rhythm, today's person and the turns of the next 14 days.
std::vector<TaskRow> task_rows(FamilyDb& db, const FamilyInfo& family, Date today);
/// Names of the family's dashboards by id.
std::map<std::int64_t, std::string> dashboard_names(FamilyDb& db);

}  // namespace dinkydash
