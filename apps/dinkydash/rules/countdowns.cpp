#include "apps/dinkydash/rules/countdowns.hpp"

#include <array>

namespace dinkydash::rules {

namespace {

constexpr std::array<std::string_view, 7> kWeekdays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                       "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 12> kMonths = {"January", "February", "March",     "April",   "May",      "June",
                                                      "July",    "August",   "September", "October", "November", "December"};

std::string plural(int n, std::string_view one, std::string_view many) {
    return std::to_string(n) + ' ' + std::string(n == 1 ? one : many);
}

bool is_leap_birthday(const CountdownDate& date) { return date.month == 2 && date.day == 29; }

Date in_year(const CountdownDate& date, int year) {
    if (auto day = carafe::find_date(year, date.month, date.day)) return *day;
    return date.leap_rule == LeapRule::Feb28 ? carafe::make_date(year, 2, 28) : carafe::make_date(year, 3, 1);
}

std::string weeks_text(int days) {
    if (days < 7) return plural(days, "day", "days");
    auto text = plural(days / 7, "week", "weeks");
    return days % 7 == 0 ? text : text + ' ' + plural(days % 7, "day", "days");
}

}  // namespace

bool exists(const CountdownDate& date) {
    if (date.kind == CountdownKind::Once) {
        return date.year && carafe::find_date(*date.year, date.month, date.day).has_value();
    }
    return is_leap_birthday(date) || carafe::find_date(2027, date.month, date.day).has_value();
}

Date next_day(const CountdownDate& date, Date today) {
    if (date.kind == CountdownKind::Once) return carafe::make_date(*date.year, date.month, date.day);
    const int year = carafe::civil(today).year;
    Date this_year = in_year(date, year);
    return this_year >= today ? this_year : in_year(date, year + 1);
}

int weekdays_between(Date today, Date day) {
    int count = 0;
    for (Date d = today + 1; d <= day; d = d + 1) {
        auto weekday = carafe::weekday(d);
        count += weekday != carafe::Weekday::Saturday && weekday != carafe::Weekday::Sunday ? 1 : 0;
    }
    return count;
}

std::string countdown_text(CountdownFormat format, Date today, Date day) {
    const int days = day - today;
    if (days == 0) return "Today!";
    if (days < 0) return plural(-days, "day ago", "days ago");
    switch (format) {
        case CountdownFormat::Days: return days == 1 ? "Tomorrow" : plural(days, "day", "days");
        case CountdownFormat::Sleeps: return plural(days, "sleep", "sleeps");
        case CountdownFormat::Weeks: return days == 1 ? "Tomorrow" : weeks_text(days);
        case CountdownFormat::Weekdays: return plural(weekdays_between(today, day), "school day", "school days");
        case CountdownFormat::Date: return short_date(day);
    }
    return {};
}

bool is_shown(Date today, Date day, std::optional<int> show_from_days, int keep_days) {
    const int days = day - today;
    if (days < 0) return -days <= keep_days;
    return !show_from_days || days <= *show_from_days;
}

std::string_view long_weekday(Date date) { return kWeekdays[static_cast<std::size_t>(carafe::weekday(date))]; }
std::string_view short_weekday(Date date) { return long_weekday(date).substr(0, 3); }
std::string_view long_month(int month) { return kMonths[static_cast<std::size_t>(month - 1)]; }
std::string_view short_month(int month) { return long_month(month).substr(0, 3); }

std::string short_date(Date date) {
    auto day = carafe::civil(date);
    return std::string(short_weekday(date)) + ' ' + std::to_string(day.day) + ' ' + std::string(short_month(day.month));
}

std::string long_date(Date date) {
    auto day = carafe::civil(date);
    return std::string(long_weekday(date)) + ' ' + std::to_string(day.day) + ' ' + std::string(long_month(day.month));
}

}  // namespace dinkydash::rules
