#include "apps/dinkydash/pages/dashboards.hpp"

#include "apps/dinkydash/pages/conflict.hpp"
#include "apps/dinkydash/pages/dashboards_views.hpp"
#include "apps/dinkydash/services/accounts.hpp"
#include "apps/dinkydash/services/dashboards.hpp"
#include "apps/dinkydash/services/row_order.hpp"
#include "apps/dinkydash/services/screens.hpp"
#include "carafe/web/render.hpp"

namespace dinkydash {

namespace {

std::optional<TimeOfDay> to_time(std::optional<std::int16_t> minute) {
    if (!minute) {
        return std::nullopt;
    }
    return TimeOfDay{*minute};
}

std::optional<std::int16_t> to_minute(std::optional<TimeOfDay> time) {
    if (!time) {
        return std::nullopt;
    }
    return static_cast<std::int16_t>(time->minutes);
}

}  // namespace

void DashboardForm::show(const Dashboard& dashboard) {
    if (is_submitted()) {
        return;
    }
    fill_from(dashboard);
    night_from.set_value(to_time(dashboard.night_from));
    night_to.set_value(to_time(dashboard.night_to));
    version.set(std::to_string(dashboard.version));
}

void DashboardForm::write_to(Dashboard& dashboard) const {
    populate(dashboard);
    dashboard.night_from = to_minute(night_from.value());
    dashboard.night_to = to_minute(night_to.value());
}

void DashboardForm::validate() {
    if (night_from.is_empty() == night_to.is_empty()) {
        return;
    }
    (night_from.is_empty() ? night_from : night_to).error("Please enter both times, or none.");
}

void DeleteDashboardForm::offer(const std::vector<Dashboard>& others) {
    move_items.set_choices({{"move", "Move to another dashboard"}, {"leave", "Leave on none"}});
    move_to.set_row_choices(others, &Dashboard::name);
    if (is_submitted()) {
        return;
    }
    move_items.set("move");
    move_to.set(std::to_string(default_of(others).id.value));
}

std::optional<Id<Dashboard>> DeleteDashboardForm::items_to() const {
    return move_items.text() == "move" ? move_to.value() : std::nullopt;
}

namespace dashboards {

namespace {

NameHead head_of(const Dashboard& dashboard) {
    return {dashboard.id.value, dashboard.name};
}

std::vector<Dashboard> all_but(FamilyDb& db, Id<Dashboard> id) {
    auto rows = all_dashboards(db);
    std::erase_if(rows, [&](const Dashboard& dashboard) { return dashboard.id == id; });
    return rows;
}

std::vector<NameHead> screens_on(FamilyDb& db, Id<Dashboard> id) {
    std::vector<NameHead> heads;
    for (const auto& screen : connected_screens(db)) {
        if (screen.dashboard_id == id) {
            heads.push_back({screen.id.value, screen.name});
        }
    }
    return heads;
}

Response changed_meanwhile(Request& request,
                           const DashboardForm& mine,
                           const Dashboard& dashboard) {
    DashboardForm theirs{Form::Probe{}};
    theirs.show(dashboard);
    return show_conflict(
        request, {dashboard.name, url_for<edit>(dashboard.id), dashboard.version, mine, theirs});
}

}  // namespace

Response index(Request& request, FamilyDb& db) {
    return render(request, DashboardsPage{dashboard_links(db, DashboardOrder::AsArranged)});
}

Response create(Request& request, FamilyDb& db) {
    DashboardForm form{request};
    form.show(Dashboard{});
    if (form.validate_on_submit()) {
        check_limit(db.query<Dashboard>().count(), kMaxDashboards, "dashboards");
        Dashboard dashboard;
        form.write_to(dashboard);
        dashboard.position = next_position<Dashboard>(db);
        db.insert(dashboard);
        touch_family(db);
        flash(request, dashboard.name + " is added.", "success");
        return redirect(url_for<index>());
    }
    return render(request, DashboardCreatePage{form});
}

Response edit(Request& request, FamilyDb& db, Id<Dashboard> id) {
    auto dashboard = db.get_or_404(id);
    DashboardForm form{request};
    form.show(dashboard);
    if (form.validate_on_submit()) {
        if (form.version.text() != std::to_string(dashboard.version)) {
            return changed_meanwhile(request, form, dashboard);
        }
        form.write_to(dashboard);
        db.update(dashboard);
        touch_family(db);
        flash(request, dashboard.name + " is saved.", "success");
        return redirect(url_for<index>());
    }
    return render(request, DashboardEditPage{form, head_of(dashboard)});
}

Response remove(Request& request, FamilyDb& db, Id<Dashboard> id) {
    const auto dashboard = db.get_or_404(id);
    const auto others = all_but(db, id);
    if (others.empty()) {
        flash(request, "A family needs at least one dashboard.", "error");
        return redirect(url_for<index>());
    }
    DeleteDashboardForm form{request};
    form.offer(others);
    if (form.validate_on_submit()) {
        remove_dashboard(db, dashboard, form.items_to());
        touch_family(db);
        flash(request, dashboard.name + " is deleted.", "success");
        return redirect(url_for<index>());
    }
    const auto consequence = "It has " + contents_of(db, id) + '.';
    return render(request,
                  DashboardRemovePage{form, head_of(dashboard), consequence, screens_on(db, id)});
}

Response move(Request& request, FamilyDb& db, Id<Dashboard> id) {
    move_row(db, id, request.form().get("op"));
    touch_family(db);
    return redirect(url_for<index>());
}

Response make_default(Request& request, FamilyDb& db, Id<Dashboard> id) {
    const auto dashboard = db.get_or_404(id);
    make_default_dashboard(db, id);
    touch_family(db);
    flash(request, dashboard.name + " is the default dashboard now.", "success");
    return redirect(url_for<index>());
}

}  // namespace dashboards
}  // namespace dinkydash
