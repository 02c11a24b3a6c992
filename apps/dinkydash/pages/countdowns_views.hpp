// Forms and pages of pages/countdowns.cpp.
#pragma once
#include "apps/dinkydash/models/countdown.hpp"
#include "apps/dinkydash/pages/fields.hpp"
#include "apps/dinkydash/views/views.hpp"
#include "carafe/templates/page.hpp"

namespace dinkydash {

using templates::Page;
using templates::PageInfo;

/// All fields are posted whatever is chosen; those of another kind or icon do not count.
struct CountdownForm : Form {
    StringField name{this,
                     "name",
                     "Event Name",
                     {required("Event name is required."), column(&Countdown::name)}};
    StringField date_day{this, "date_day", "Day", {column(&Countdown::date_day)}};
    MonthField date_month{this, "date_month", "Month", column(&Countdown::date_month)};
    EnumField<CountdownKind> kind{this, "kind", "How often", {column(&Countdown::kind)}};
    StringField date_year{this,
                          "date_year",
                          "Year",
                          {number_range(1900, 2200, "Please enter a year from 1900 to 2200."),
                           column(&Countdown::date_year)}};
    IntField keep_days{this,
                       "keep_days",
                       "Keep for",
                       {number_range(0, 30, "Please enter a number from 0 to 30."),
                        column(&Countdown::keep_days)}};
    EnumField<LeapRule> leap_rule{
        this, "leap_rule", "In other years", {column(&Countdown::leap_rule)}};
    EnumField<IconType> icon_type{this, "icon_type", "Icon Type", {column(&Countdown::icon_type)}};
    EmojiField emoji{this, column(&Countdown::emoji)};
    FileField image{this, "image", "Image"};
    RowField<Person> person_id{
        this, "person_id", "Person", {check_that(is_offered, "Please select a person.")}};
    EnumField<CountdownFormat> format{this, "format", "Shown as", {column(&Countdown::format)}};
    IntField show_from_days{this,
                            "show_from_days",
                            "Shown from",
                            {number_range(0, 366, "Please enter a number from 0 to 366."),
                             column(&Countdown::show_from_days)}};
    DashboardField dashboard_id{this};
    HiddenField version{this, "version"};

    bool has_image = false;                     ///< a picture is stored already
    std::optional<storage::Picture> picture{};  ///< of `image`, read by validate()

    using Form::Form;
    void show_countdown(const Countdown& countdown);
    /// The countdown as the form says it. REQUIRES: valid.
    Countdown edited(Countdown countdown) const;
    void validate() override;

  private:
    bool has_date() const;
};

struct CountdownsPage : Page<std::vector<CountdownRow>> {
    using Page::Page;
    static constexpr PageInfo info{"countdowns/index.html", {"countdowns"}};
};

struct CountdownCreatePage : Page<CountdownForm> {
    using Page::Page;
    static constexpr PageInfo info{"countdowns/create.html", {"form"}};
};

struct CountdownEditPage : Page<CountdownForm, ItemHead> {
    using Page::Page;
    static constexpr PageInfo info{"countdowns/edit.html", {"form", "countdown"}};
};

struct CountdownRemovePage : Page<ItemHead> {
    using Page::Page;
    static constexpr PageInfo info{"countdowns/remove.html", {"countdown"}};
};

}  // namespace dinkydash
