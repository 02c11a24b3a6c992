// Dashboards as a list.
#pragma once
#include "apps/dinkydash/services/visitor.hpp"
#include "apps/dinkydash/views/views.hpp"

#include <vector>

namespace dinkydash {

/// All dashboards, the default one first, with "8 tasks, 6 countdowns". Two statements at most.
std::vector<DashboardLink> dashboard_links(FamilyDb& db);

/// "4 tasks and 2 countdowns", "1 task", "nothing".
std::string contents_text(std::int64_t tasks, std::int64_t countdowns, std::string_view joint);

/// "1 task", "3 tasks".
std::string count_text(std::int64_t n, std::string_view one, std::string_view many);

}  // namespace dinkydash
