#include "apps/dinkydash/services/rhythm.hpp"

#include "apps/dinkydash/rules/countdowns.hpp"
#include "apps/dinkydash/rules/words.hpp"

namespace dinkydash {

namespace {

constexpr int kAllDays = 127;
constexpr int kMondayToFriday = 0b0111110;
constexpr int kAllMonths = 4095;

/// Names of the chosen weekdays, Monday first.
std::vector<std::string> day_names(int mask, std::string_view ending) {
    const carafe::Date monday = carafe::make_date(2027, 3, 1);
    std::vector<std::string> names;
    for (int i = 0; i < 7; ++i) {
        if (((mask >> ((i + 1) % 7)) & 1) == 0) {
            continue;
        }
        names.push_back(std::string(rules::long_weekday(monday + i)) + std::string(ending));
    }
    return names;
}

std::string weekly_text(int interval, int mask) {
    if (interval == 1) {
        if (mask == kAllDays) {
            return "Every day";
        }
        if (mask == kMondayToFriday) {
            return "Mondays to Fridays";
        }
        return rules::join_words(day_names(mask, "s"));
    }
    const auto days = day_names(mask, "");
    if (days.size() == 1) {
        return rules::every(interval, days[0]);
    }
    return rules::every(interval, "week") + " on " + rules::join_words(days);
}

std::string ordinal(int n) {
    const bool is_teen = n / 10 == 1;
    const auto* ending = is_teen       ? "th"
                         : n % 10 == 1 ? "st"
                         : n % 10 == 2 ? "nd"
                         : n % 10 == 3 ? "rd"
                                       : "th";
    return std::to_string(n) + ending;
}

std::string monthly_text(const rules::TurnPlan& plan) {
    const int day = plan.month_day ? *plan.month_day : carafe::civil(plan.starts_on).day;
    return rules::every(plan.interval, "month") + " on the " +
           (day == 31 ? "last day" : ordinal(day));
}

/// ", May to September", ", January and July": nothing for all months.
std::string season_text(int months) {
    if (months == kAllMonths) {
        return {};
    }
    auto is_in = [&](int month) { return ((months >> ((month + 11) % 12)) & 1) != 0; };
    std::vector<std::string> names;
    int first = 0;
    int begins = 0;
    for (int month = 1; month <= 12; ++month) {
        if (is_in(month)) {
            names.emplace_back(rules::long_month(month));
        }
        if (is_in(month) && !is_in(month - 1)) {
            first = month;
            ++begins;
        }
    }
    if (begins != 1 || names.size() < 3) {
        return ", " + rules::join_words(names);
    }
    const int last = (first + static_cast<int>(names.size()) - 2) % 12 + 1;
    return ", " + std::string(rules::long_month(first)) + " to " +
           std::string(rules::long_month(last));
}

std::string after_done_text(Frequency freq, int n) {
    const std::string unit = freq == Frequency::Weekly    ? "week"
                             : freq == Frequency::Monthly ? "month"
                                                          : "day";
    return std::to_string(n) + ' ' + unit + (n == 1 ? "" : "s") + " after it was done";
}

}  // namespace

std::string rhythm_text(const rules::TurnPlan& plan) {
    if (plan.freq == Frequency::Once) {
        return "Once, " + rules::full_date(plan.starts_on);
    }
    if (plan.repeat_from == RepeatFrom::Done) {
        return after_done_text(plan.freq, plan.interval);
    }
    switch (plan.freq) {
        case Frequency::Daily:
            return rules::every(plan.interval, "day") + season_text(plan.months);
        case Frequency::Weekly:
            return weekly_text(plan.interval, plan.weekdays) + season_text(plan.months);
        case Frequency::Monthly:
            return monthly_text(plan) + season_text(plan.months);
        case Frequency::Once:
            break;
    }
    return {};
}

}  // namespace dinkydash
