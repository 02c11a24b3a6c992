#include "apps/dinkydash/services/dashboards.hpp"

namespace dinkydash {

namespace {
struct Row {
    std::int64_t id = 0;
    std::string name{};
    bool is_default = false;
    std::int64_t tasks = 0;
    std::int64_t countdowns = 0;
};
}  // namespace

std::string count_text(std::int64_t n, std::string_view one, std::string_view many) {
    return std::to_string(n) + ' ' + std::string(n == 1 ? one : many);
}

std::string contents_text(std::int64_t tasks, std::int64_t countdowns, std::string_view joint) {
    if (tasks == 0 && countdowns == 0) return "nothing";
    if (countdowns == 0) return count_text(tasks, "task", "tasks");
    if (tasks == 0) return count_text(countdowns, "countdown", "countdowns");
    return count_text(tasks, "task", "tasks") + std::string(joint) + count_text(countdowns, "countdown", "countdowns");
}

std::vector<DashboardLink> dashboard_links(FamilyDb& db) {
    auto rows = db.sql<Row>(
        "SELECT d.id, d.name, d.is_default, "
        "(SELECT count(*) FROM tasks t WHERE t.tenant_id = d.tenant_id AND t.dashboard_id = d.id), "
        "(SELECT count(*) FROM countdowns c WHERE c.tenant_id = d.tenant_id AND c.dashboard_id = d.id) "
        "FROM dashboards d WHERE d.tenant_id = :tenant ORDER BY d.is_default DESC, d.position, d.id");
    std::vector<DashboardLink> links;
    for (const auto& row : rows) {
        links.push_back({row.id, row.name, row.is_default, contents_text(row.tasks, row.countdowns, ", ")});
    }
    return links;
}

}  // namespace dinkydash
