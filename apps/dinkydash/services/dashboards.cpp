#include "apps/dinkydash/services/dashboards.hpp"

#include "apps/dinkydash/models/countdown.hpp"
#include "apps/dinkydash/models/task.hpp"

#include <algorithm>

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

std::vector<DashboardLink> dashboard_links(FamilyDb& db, DashboardOrder order) {
    auto rows = db.sql<Row>(
        "SELECT d.id, d.name, d.is_default, "
        "(SELECT count(*) FROM tasks t WHERE t.tenant_id = d.tenant_id AND t.dashboard_id = d.id), "
        "(SELECT count(*) FROM countdowns c WHERE c.tenant_id = d.tenant_id AND c.dashboard_id = d.id) "
        "FROM dashboards d WHERE d.tenant_id = :tenant ORDER BY d.position, d.id");
    if (order == DashboardOrder::DefaultFirst) {
        std::stable_partition(rows.begin(), rows.end(), [](const Row& row) { return row.is_default; });
    }
    std::vector<DashboardLink> links;
    for (const auto& row : rows) {
        links.push_back({row.id, row.name, row.is_default, contents_text(row.tasks, row.countdowns, ", ")});
    }
    return links;
}

std::vector<Dashboard> all_dashboards(FamilyDb& db) {
    return db.query<Dashboard>().order_by(&Dashboard::position, &Dashboard::id).all();
}

const Dashboard& default_of(const std::vector<Dashboard>& dashboards) {
    auto at = std::find_if(dashboards.begin(), dashboards.end(), [](const Dashboard& d) { return d.is_default; });
    return at == dashboards.end() ? dashboards.front() : *at;
}

void make_default_dashboard(FamilyDb& db, Id<Dashboard> id) {
    db.execute("UPDATE dashboards SET is_default = (id = :1) WHERE tenant_id = :tenant", id);
}

void remove_dashboard(FamilyDb& db, const Dashboard& dashboard, std::optional<Id<Dashboard>> items_to) {
    db.query<Task>().where(&Task::dashboard_id, dashboard.id).set(&Task::dashboard_id, items_to).update();
    db.query<Countdown>().where(&Countdown::dashboard_id, dashboard.id).set(&Countdown::dashboard_id, items_to).update();
    db.remove(dashboard);
    if (!dashboard.is_default) return;
    auto oldest = db.query<Dashboard>().order_by(&Dashboard::created_at, &Dashboard::id).first();
    if (oldest) make_default_dashboard(db, oldest->id);
}

std::string contents_of(FamilyDb& db, Id<Dashboard> id) {
    return contents_text(db.query<Task>().where(&Task::dashboard_id, id).count(),
                         db.query<Countdown>().where(&Countdown::dashboard_id, id).count(), " and ");
}

}  // namespace dinkydash
