#include "apps/dinkydash/pages/countdowns_views.hpp"
#include "apps/dinkydash/rules/countdowns.hpp"

namespace dinkydash {

void CountdownForm::show_countdown(const Countdown& countdown) {
    show(countdown);
    if (!countdown.id) {
        date_day.set("");
    }
    person_id.set(std::to_string(countdown.person_id ? countdown.person_id->value : 0));
    dashboard_id.show(countdown.dashboard_id);
    version.set(std::to_string(countdown.version));
}

Countdown CountdownForm::edited(Countdown countdown) const {
    populate(countdown);
    countdown.person_id = person_id.value();
    countdown.dashboard_id = dashboard_id.value();
    if (countdown.icon_type != IconType::Emoji) {
        countdown.emoji.reset();
    }
    if (countdown.kind == CountdownKind::Once) {
        countdown.leap_rule = LeapRule::Feb28;
    } else {
        countdown.date_year.reset();
        countdown.keep_days = 0;
    }
    return countdown;
}

void CountdownForm::validate() {
    picture = check_icon(request(), icon_type.value(), emoji, image, has_image);
    if (kind.value() == CountdownKind::Once) {
        leap_rule.clear_errors();
    } else {
        date_year.clear_errors();
        keep_days.clear_errors();
    }
    if (date_year.errors().empty() && !has_date()) {
        date_day.error("This date does not exist.");
    }
}

bool CountdownForm::has_date() const {
    const auto day = parse_decimal<int>(date_day.text(), 1, 31);
    const auto month = parse_decimal<int>(date_month.text(), 1, 12);
    return day && month &&
           rules::exists({kind.value(), *month, *day, parse_decimal<int>(date_year.text()), {}});
}

}  // namespace dinkydash
