// Forms and pages of pages/dashboards.cpp.
#pragma once
#include "apps/dinkydash/models/dashboard.hpp"
#include "apps/dinkydash/pages/fields.hpp"
#include "apps/dinkydash/views/views.hpp"
#include "carafe/forms/form.hpp"
#include "carafe/templates/page.hpp"

namespace dinkydash {

using templates::Page;
using templates::PageInfo;

struct DashboardForm : Form {
    StringField name{this,
                     "name",
                     "Dashboard Name",
                     {required("Dashboard name is required."), column(&Dashboard::name)}};
    EnumField<LayoutSize> layout_size{
        this, "layout_size", "Size", {column(&Dashboard::layout_size)}};
    EnumField<Theme> theme{this, "theme", "Colours", {column(&Dashboard::theme)}};
    BoolField show_people{this, "show_people", "People", {column(&Dashboard::show_people)}};
    BoolField show_countdowns{
        this, "show_countdowns", "Countdowns", {column(&Dashboard::show_countdowns)}};
    BoolField show_clock{this, "show_clock", "Clock", {column(&Dashboard::show_clock)}};
    TimeField night_from{this, "night_from", "From"};
    TimeField night_to{this, "night_to", "Until"};
    HiddenField version{this, "version"};

    using Form::Form;
    /// Shows a dashboard, unless the form was posted.
    void show(const Dashboard& dashboard);
    void write_to(Dashboard& dashboard) const;
    void validate() override;
};

struct DeleteDashboardForm : Form {
    ChoiceField move_items{this, "move_items", "Its tasks and countdowns"};
    RowField<Dashboard> move_to{
        this, "move_to", "Dashboard", {check_that(is_offered, "Please select a dashboard.")}};

    using Form::Form;
    /// @param others  where the items can go; the default one is preset.
    void offer(const std::vector<Dashboard>& others);
    /// Nothing: they stay on no dashboard. REQUIRES: validated.
    std::optional<Id<Dashboard>> items_to() const;
};

struct DashboardsPage : Page<std::vector<DashboardLink>> {
    using Page::Page;
    static constexpr PageInfo info{"dashboards/index.html", {"dashboards"}};
};

struct DashboardCreatePage : Page<DashboardForm> {
    using Page::Page;
    static constexpr PageInfo info{"dashboards/create.html", {"form"}};
};

struct DashboardEditPage : Page<DashboardForm, NameHead> {
    using Page::Page;
    static constexpr PageInfo info{"dashboards/edit.html", {"form", "dashboard"}};
};

struct DashboardRemovePage
    : Page<DeleteDashboardForm, NameHead, std::string, std::vector<NameHead>> {
    using Page::Page;
    static constexpr PageInfo info{"dashboards/remove.html",
                                   {"form", "dashboard", "consequence", "screens"}};
};

}  // namespace dinkydash
