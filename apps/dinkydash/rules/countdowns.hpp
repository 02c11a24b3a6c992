// Days until an event, in the words a family uses. Pure functions of dates.
#pragma once
#include "apps/dinkydash/models/enums.hpp"
#include "carafe/base/time.hpp"

#include <optional>
#include <string>

namespace dinkydash::rules {

using carafe::Date;

/// A date to count to. `year` only for CountdownKind::Once.
struct CountdownDate {
    CountdownKind kind = CountdownKind::Yearly;
    int month = 1;
    int day = 1;
    std::optional<int> year{};
    LeapRule leap_rule = LeapRule::Feb28;
};

/// Whether it can be stored: a real date; 29 February without a year is one.
bool exists(const CountdownDate& date);

/// The day counted to, seen on `today`: yearly, the next one from today on; once, its date even when past.
Date next_day(const CountdownDate& date, Date today);

/// "12 days", "Tomorrow", "1 week 5 days", "Sat 3 May", "Today!", "3 days ago".
std::string countdown_text(CountdownFormat format, Date today, Date day);

/// Mondays to Fridays after `today`, up to and including `day`.
int weekdays_between(Date today, Date day);

/// Whether a countdown is shown: not hidden before `show_from_days`, not past `keep_days` after.
bool is_shown(Date today, Date day, std::optional<int> show_from_days, int keep_days);

/// Names of weekdays and months, three letters: "Sat", "May".
std::string_view short_weekday(Date date);
std::string_view short_month(int month);
std::string_view long_weekday(Date date);
std::string_view long_month(int month);
/// "Sat 3 May".
std::string short_date(Date date);
/// "Saturday 3 May".
std::string long_date(Date date);

}  // namespace dinkydash::rules
