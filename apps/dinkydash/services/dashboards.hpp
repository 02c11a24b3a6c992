// Dashboards as a list: what they hold, their order, the default one, and taking one away.
#pragma once
#include "apps/dinkydash/models/dashboard.hpp"
#include "apps/dinkydash/services/visitor.hpp"
#include "apps/dinkydash/views/views.hpp"

#include <vector>

namespace dinkydash {

enum class DashboardOrder : std::uint8_t { DefaultFirst, AsArranged };

/// All dashboards with "8 tasks, 6 countdowns". One statement.
std::vector<DashboardLink> dashboard_links(FamilyDb& db, DashboardOrder order = DashboardOrder::DefaultFirst);

/// All dashboards as arranged, for choice lists.
std::vector<Dashboard> all_dashboards(FamilyDb& db);
/// The default one of `dashboards`; REQUIRES: there is one.
const Dashboard& default_of(const std::vector<Dashboard>& dashboards);

/// Leaves the versions alone: nobody's open form is out of date by it.
void make_default_dashboard(FamilyDb& db, Id<Dashboard> id);
/// Takes a dashboard away with its screens. Its tasks and countdowns move to `items_to`, or stay on no
/// dashboard. When it was the default one, the oldest other one becomes it. REQUIRES: it is not the last.
void remove_dashboard(FamilyDb& db, const Dashboard& dashboard, std::optional<Id<Dashboard>> items_to);
/// "4 tasks and 2 countdowns".
std::string contents_of(FamilyDb& db, Id<Dashboard> id);

/// "4 tasks and 2 countdowns", "1 task", "nothing".
std::string contents_text(std::int64_t tasks, std::int64_t countdowns, std::string_view joint);

/// "1 task", "3 tasks".
std::string count_text(std::int64_t n, std::string_view one, std::string_view many);

}  // namespace dinkydash
