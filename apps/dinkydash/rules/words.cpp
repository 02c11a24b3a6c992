#include "apps/dinkydash/rules/words.hpp"

#include "apps/dinkydash/rules/countdowns.hpp"

#include <array>

namespace dinkydash::rules {

namespace {

constexpr std::array<std::string_view, 13> kOrdinals = {"",
                                                        "",
                                                        "second",
                                                        "third",
                                                        "fourth",
                                                        "fifth",
                                                        "sixth",
                                                        "seventh",
                                                        "eighth",
                                                        "ninth",
                                                        "tenth",
                                                        "eleventh",
                                                        "twelfth"};

}  // namespace

std::string weekday_and_day(Date date) {
    return std::string(short_weekday(date)) + ' ' + std::to_string(carafe::civil(date).day);
}

std::string day_and_month(Date date) {
    return weekday_and_day(date) + ' ' + std::string(long_month(carafe::civil(date).month));
}

std::string full_date(Date date) {
    return day_and_month(date) + ' ' + std::to_string(carafe::civil(date).year);
}

std::string date_range(Date from, std::optional<Date> until) {
    if (!until) {
        return "From " + full_date(from);
    }
    if (*until == from) {
        return full_date(from);
    }
    const auto first = carafe::civil(from);
    const auto last = carafe::civil(*until);
    std::string start = full_date(from);
    if (first.year == last.year) {
        start = first.month == last.month ? weekday_and_day(from) : day_and_month(from);
    }
    return start + " – " + full_date(*until);
}

std::string every(int n, std::string_view unit) {
    if (n == 1) {
        return "Every " + std::string(unit);
    }
    if (n < static_cast<int>(kOrdinals.size())) {
        return "Every " + std::string(kOrdinals[static_cast<std::size_t>(n)]) + ' ' +
               std::string(unit);
    }
    return "Every " + std::to_string(n) + ' ' + std::string(unit) + 's';
}

std::string join_words(const std::vector<std::string>& words) {
    std::string out;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0) {
            out += i + 1 == words.size() ? " and " : ", ";
        }
        out += words[i];
    }
    return out;
}

}  // namespace dinkydash::rules
