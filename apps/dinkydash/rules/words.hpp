// Dates and rhythms as a family says them. Pure functions.
#pragma once
#include "carafe/base/time.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dinkydash::rules {

using carafe::Date;

/// "Fri 23".
std::string weekday_and_day(Date date);
/// "Fri 23 April".
std::string day_and_month(Date date);
/// "Fri 23 April 2027".
std::string full_date(Date date);
/// "Mon 3 – Fri 7 May 2027", "Mon 3 May 2027", "From Mon 3 May 2027" without an end.
std::string date_range(Date from, std::optional<Date> until);
/// 1 "Every week", 2 "Every second week", 13 "Every 13 weeks".
std::string every(int n, std::string_view unit);
/// "a", "a and b", "a, b and c".
std::string join_words(const std::vector<std::string>& words);

}  // namespace dinkydash::rules
