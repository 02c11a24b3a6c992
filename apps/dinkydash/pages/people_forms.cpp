#include "apps/dinkydash/pages/people_views.hpp"
#include "apps/dinkydash/rules/countdowns.hpp"
#include "apps/dinkydash/rules/words.hpp"
#include "carafe/text/graphemes.hpp"
#include "carafe/text/utf8.hpp"

namespace dinkydash {

namespace {

constexpr int kMaxRepeatWeeks = 8;
constexpr std::size_t kMaxNameKey =
    120;  // size of Person::name_key; folding makes some letters two

/// Month and day both or none; the year may be missing, also for 29 February.
bool is_birthday(std::string_view day, std::string_view month, std::string_view year) {
    if (day.empty() && month.empty() && year.empty()) {
        return true;
    }
    const auto d = parse_decimal<int>(day, 1, 31);
    const auto m = parse_decimal<int>(month, 1, 12);
    if (!d || !m) {
        return false;
    }
    if (year.empty()) {
        return rules::exists({CountdownKind::Yearly, *m, *d, {}, LeapRule::Feb28});
    }
    const auto y = parse_decimal<int>(year, 1850, 2200);
    return y && find_date(*y, *m, *d).has_value();
}

}  // namespace

void PersonForm::validate() {
    picture = read_upload(request(), image);
    if (text::count_code_points(text::fold_case(name.text())).value_or(0) > kMaxNameKey &&
        name.errors().empty()) {
        name.error("At most 60 characters.");
    }
    if (!is_birthday(birth_day.text(), birth_month.text(), birth_year.text())) {
        birth_day.error("This date does not exist.");
    }
}

RepeatField::RepeatField(Form* form, std::string_view name, std::string_view label, Rule column)
    : ChoiceField(form, name, label, {column}) {
    add_choice("0", "Once");
    for (int weeks = 1; weeks <= kMaxRepeatWeeks; ++weeks) {
        add_choice(std::to_string(weeks), rules::every(weeks, "week"));
    }
}

void AbsenceForm::validate() {
    const auto from = starts_on.value();
    const auto until = ends_on.value();
    if (from && until && *until < *from) {
        ends_on.error("The end must not be before the start.");
    }
    if (ends_on.is_empty() && repeat_weeks.text() != "0") {
        ends_on.error("Time away that repeats needs an end.");
    }
}

}  // namespace dinkydash
