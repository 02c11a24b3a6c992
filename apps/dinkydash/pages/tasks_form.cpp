#include "apps/dinkydash/pages/tasks_views.hpp"
#include "apps/dinkydash/rules/countdowns.hpp"
#include "apps/dinkydash/services/task_edit.hpp"
#include "carafe/text/utf8.hpp"

#include <algorithm>

namespace dinkydash {

namespace {

constexpr std::size_t kMaxEntry = 100;
constexpr std::string_view kAddPerson = "rotation-add-";

bool is_within(const IntField& field, std::int64_t low, std::int64_t high) {
    return parse_decimal<std::int64_t>(field.text(), low, high).has_value();
}

std::optional<std::int16_t> to_mask(std::int32_t mask) {
    return mask == 0 ? std::nullopt : std::optional(static_cast<std::int16_t>(mask));
}

}  // namespace

void TaskForm::offer_days(int week_start) {
    const Date sunday = make_date(2027, 2, 28);
    for (int i = 0; i < 7; ++i) {
        const int day = (week_start + i) % 7;
        weekdays.add_choice(std::to_string(day), std::string(rules::short_weekday(sunday + day)));
    }
    for (int month = 1; month <= 12; ++month) {
        months.add_choice(std::to_string(month), std::string(rules::short_month(month)));
    }
}

void TaskForm::show_task(const PlannedTask& shown, const FamilyPeople& persons) {
    const auto& task = shown.task;
    show(task);
    rotation.set_entries(entry_texts(shown.plan, persons));
    weekdays.set_mask(task.weekdays.value_or(0));
    months.set_mask(task.months.value_or(0) << 1);
    dashboard_id.show(task.dashboard_id);
    version.set(std::to_string(task.version));
}

bool TaskForm::has_plan() const {
    const bool has_choices =
        is_offered(mode) && is_offered(freq) && is_offered(rotate_by) && is_offered(repeat_from);
    if (!has_choices || !starts_on.value() || (!ends_on.is_empty() && !ends_on.value())) {
        return false;
    }
    if (mode.value() != TaskMode::Anyone && entries().empty()) {
        return false;
    }
    if (mode.value() == TaskMode::Rotate && !is_within(rotate_every, 1, 52)) {
        return false;
    }
    if (freq.value() != Frequency::Once && !is_within(interval, 1, 52)) {
        return false;
    }
    if (freq.value() == Frequency::Weekly && (weekdays.mask() & 127) == 0) {
        return false;
    }
    return freq.value() != Frequency::Monthly || month_day.is_empty() ||
           is_within(month_day, 1, 31);
}

Task TaskForm::edited(Task task) const {
    populate(task);
    task.dashboard_id = dashboard_id.value();
    if (task.icon_type != IconType::Emoji) {
        task.emoji.reset();
    }
    if (task.freq == Frequency::Once) {
        task.repeat_from = RepeatFrom::Plan;
    }
    task.weekdays = task.freq == Frequency::Weekly ? to_mask(weekdays.mask() & 127) : std::nullopt;
    task.months =
        task.freq == Frequency::Monthly ? to_mask((months.mask() >> 1) & 4095) : std::nullopt;
    if (task.freq != Frequency::Monthly) {
        task.month_day.reset();
    }
    return task;
}

std::vector<rules::RotationEntry> TaskForm::entries() const {
    std::vector<rules::RotationEntry> out;
    if (mode.value() == TaskMode::Anyone) {
        return out;
    }
    for (const auto& typed : rotation.entries()) {
        if (!typed.empty()) {
            out.push_back(read_entry(typed, *people));
        }
    }
    return out;
}

void TaskForm::validate() {
    picture = check_icon(request(), icon_type.value(), emoji, image, has_image);
    check_rotation();
    check_rhythm();
    const auto from = starts_on.value();
    const auto until = ends_on.value();
    if (from && until && *until < *from) {
        ends_on.error("The end must not be before the start.");
    }
}

void TaskForm::check_rotation() {
    if (mode.value() != TaskMode::Rotate) {
        rotate_by.clear_errors();
        rotate_every.clear_errors();
    }
    if (mode.value() == TaskMode::Anyone) {
        return rotation.clear_errors();
    }
    bool has_person = false;
    for (std::size_t i = 0; i < rotation.entries().size(); ++i) {
        const auto& typed = rotation.entries()[i];
        const auto* person = people->find(read_entry(typed, *people).person_id);
        has_person = has_person || person != nullptr;
        if (text::count_code_points(typed).value_or(0) > kMaxEntry) {
            rotation.entry_error(i, "At most 100 characters.");
        }
        if (person != nullptr && !person->active) {
            rotation.entry_error(i, person->name + " does not take part any more.");
        }
    }
    const bool only_labels = mode.value() == TaskMode::Everyone && !has_person;
    if (only_labels && rotation.errors().empty()) {
        rotation.error("Add at least one person to the rotation.");
    }
}

void TaskForm::check_rhythm() {
    const auto chosen = freq.value();
    if (chosen == Frequency::Once) {
        interval.clear_errors();
        repeat_from.clear_errors();
    }
    if (chosen != Frequency::Weekly) {
        weekdays.clear_errors();
    }
    if (chosen != Frequency::Monthly) {
        month_day.clear_errors();
        months.clear_errors();
    }
}

bool TaskForm::press(std::string_view op) {
    if (op == "preview") {
        return true;
    }
    if (!op.starts_with(kAddPerson)) {
        return false;
    }
    const auto id = parse_decimal<std::int64_t>(op.substr(kAddPerson.size()), 1);
    if (const auto* person = people->find(id.value_or(0))) {
        add_person(*person);
    }
    return true;
}

/// Into the empty entry at the end when there is one.
void TaskForm::add_person(const Person& person) {
    auto typed = rotation.entries();
    if (typed.empty() || !typed.back().empty()) {
        typed.emplace_back();
    }
    typed.back() = person.name;
    rotation.set_entries(std::move(typed));
}

}  // namespace dinkydash
