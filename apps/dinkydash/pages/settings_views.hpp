// Form and page of pages/settings.cpp.
#pragma once
#include "apps/dinkydash/models/family.hpp"
#include "apps/dinkydash/pages/fields.hpp"
#include "carafe/forms/form.hpp"
#include "carafe/templates/page.hpp"

namespace dinkydash {

using templates::Page;
using templates::PageInfo;

struct SettingsForm : Form {
    StringField family_name{this,
                            "family_name",
                            "Family name",
                            {required("Family name is required."), column(&Family::name)}};
    ChoiceField timezone{this,
                         "timezone",
                         "Time zone",
                         {check_that(is_offered, "Unknown time zone."), column(&Family::timezone)}};
    ChoiceField week_start{
        this, "week_start", "First day of the week", {column(&Family::week_start)}};
    ChoiceField day_start_minute{
        this, "day_start_minute", "A new day begins at", {column(&Family::day_start_minute)}};

    using Form::Form;
    /// @param zone  the family's own, offered even when it is none of the usual ones.
    void offer_choices(const std::string& zone);
};

struct SettingsPage : Page<SettingsForm, std::string> {
    using Page::Page;
    static constexpr PageInfo info{"settings/index.html", {"form", "now_there"}};
};

}  // namespace dinkydash
