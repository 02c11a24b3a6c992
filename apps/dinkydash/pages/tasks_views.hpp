// Forms and pages of pages/tasks.cpp.
#pragma once
#include "apps/dinkydash/models/task.hpp"
#include "apps/dinkydash/pages/fields.hpp"
#include "apps/dinkydash/services/board_data.hpp"
#include "carafe/templates/page.hpp"

namespace dinkydash {

using templates::Page;
using templates::PageInfo;

/// All fields are posted whatever is chosen; those of another icon, mode or rhythm do not count.
struct TaskForm : Form {
    StringField name{
        this, "name", "Task Name", {required("Task name is required."), column(&Task::name)}};
    EnumField<IconType> icon_type{this, "icon_type", "Icon Type", {column(&Task::icon_type)}};
    EmojiField emoji{this, column(&Task::emoji)};
    FileField image{this, "image", "Image"};
    EnumField<TaskMode> mode{this, "mode", "How", {column(&Task::mode)}};
    ListField rotation{this,
                       "rotation",
                       "Person",
                       {min_entries(1, "Add at least one person to the rotation."),
                        max_entries(365, "At most 365 entries.")}};
    EnumField<RotateBy> rotate_by{this, "rotate_by", "Turn moves on", {column(&Task::rotate_by)}};
    IntField rotate_every{this,
                          "rotate_every",
                          "Every",
                          {required("Please enter a number."),
                           number_range(1, 52, "Please enter a number from 1 to 52."),
                           column(&Task::rotate_every)}};
    BoolField skip_absent{
        this, "skip_absent", "Pass over who is away", {column(&Task::skip_absent)}};
    EnumField<Frequency> freq{this, "freq", "When", {column(&Task::freq)}};
    IntField interval{this,
                      "interval",
                      "Every",
                      {required("Please enter a number."),
                       number_range(1, 52, "Please enter a number from 1 to 52."),
                       column(&Task::interval)}};
    MultiChoiceField weekdays{
        this, "weekdays", "Days", {min_entries(1, "Please choose at least one day.")}};
    IntField month_day{
        this,
        "month_day",
        "Day of the month",
        {number_range(1, 31, "Please enter a day from 1 to 31."), column(&Task::month_day)}};
    MultiChoiceField months{this, "months", "Months"};
    EnumField<RepeatFrom> repeat_from{
        this, "repeat_from", "Counted from", {column(&Task::repeat_from)}};
    DateField starts_on{this,
                        "starts_on",
                        "Starts on",
                        {required("Please enter a date."), column(&Task::starts_on)}};
    DateField ends_on{this, "ends_on", "Ends on", {column(&Task::ends_on)}};
    EnumField<PartOfDay> part_of_day{
        this, "part_of_day", "Part of the day", {column(&Task::part_of_day)}};
    DashboardField dashboard_id{this};
    BoolField active{this, "active", "Active", {column(&Task::active)}};
    HiddenField version{this, "version"};

    const FamilyPeople* people = nullptr;       ///< whom the rotation may name
    bool has_image = false;                     ///< a picture is stored already
    std::optional<storage::Picture> picture{};  ///< of `image`, read by validate()

    using Form::Form;
    /// Choices of weekdays, the family's first day first, and of months.
    void offer_days(int week_start);
    void show_task(const PlannedTask& shown, const FamilyPeople& persons);
    /// Whether the fields that decide the turns hold values a plan can be made of.
    bool has_plan() const;
    /// The task as the form says it. REQUIRES: has_plan().
    Task edited(Task task) const;
    std::vector<rules::RotationEntry> entries() const;
    void validate() override;
    bool press(std::string_view op) override;

  private:
    void add_person(const Person& person);
    void check_rotation();
    void check_rhythm();
};

struct TasksPage : Page<std::vector<TaskRow>> {
    using Page::Page;
    static constexpr PageInfo info{"tasks/index.html", {"tasks"}};
};

struct TaskCreatePage : Page<TaskForm, std::vector<FaceChoice>, std::vector<NextTurn>> {
    using Page::Page;
    static constexpr PageInfo info{"tasks/create.html", {"form", "people", "preview"}};
};

struct TaskEditPage : Page<TaskForm, std::vector<FaceChoice>, std::vector<NextTurn>, ItemHead> {
    using Page::Page;
    static constexpr PageInfo info{"tasks/edit.html", {"form", "people", "preview", "task"}};
};

struct TaskRemovePage : Page<ItemHead, std::string> {
    using Page::Page;
    static constexpr PageInfo info{"tasks/remove.html", {"task", "consequence"}};
};

}  // namespace dinkydash
