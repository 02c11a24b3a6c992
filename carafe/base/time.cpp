#include "carafe/base/time.hpp"

#include "carafe/base/numbers.hpp"

#include <cstdio>
#include <stdexcept>

namespace carafe {

namespace {
constexpr std::int64_t kDayUs = 86'400'000'000;

std::chrono::year_month_day to_ymd(Date date) {
    return std::chrono::sys_days{std::chrono::days{date.days}};
}

std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
    auto n = parse_decimal<int>(text.substr(at, count));
    return n ? std::optional<int>(*n) : std::nullopt;
}
}  // namespace

bool is_leap_year(int year) { return std::chrono::year{year}.is_leap(); }

int days_in_month(int year, int month) {
    if (month < 1 || month > 12) return 0;
    auto last = std::chrono::year{year} / std::chrono::month{static_cast<unsigned>(month)} / std::chrono::last;
    return static_cast<int>(static_cast<unsigned>(last.day()));
}

std::optional<Date> find_date(int year, int month, int day) {
    if (year < 1 || year > 9999 || day < 1 || day > days_in_month(year, month)) return std::nullopt;
    std::chrono::year_month_day ymd{std::chrono::year{year},
                                    std::chrono::month{static_cast<unsigned>(month)},
                                    std::chrono::day{static_cast<unsigned>(day)}};
    return Date{static_cast<std::int32_t>(std::chrono::sys_days{ymd}.time_since_epoch().count())};
}

Date make_date(int year, int month, int day) {
    if (auto date = find_date(year, month, day)) return *date;
    throw std::invalid_argument("this date does not exist");
}

CivilDate civil(Date date) {
    auto ymd = to_ymd(date);
    return {static_cast<int>(ymd.year()),
            static_cast<int>(static_cast<unsigned>(ymd.month())),
            static_cast<int>(static_cast<unsigned>(ymd.day()))};
}

Weekday weekday(Date date) {
    std::chrono::weekday day{std::chrono::sys_days{std::chrono::days{date.days}}};
    return static_cast<Weekday>(day.c_encoding());
}

int day_of_year(Date date) { return date - make_date(civil(date).year, 1, 1) + 1; }

std::string format_iso(Date date) {
    auto [year, month, day] = civil(date);
    char text[32];
    int n = std::snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
    return {text, static_cast<std::size_t>(n)};
}

std::string format_iso(Timestamp time) {
    auto date = utc_date(time);
    auto rest = time.us - date.days * kDayUs;
    auto seconds = rest / 1'000'000;
    auto fraction = static_cast<int>(rest % 1'000'000);
    char text[40];
    int n = std::snprintf(text, sizeof text, "T%02d:%02d:%02d", static_cast<int>(seconds / 3600),
                          static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60));
    std::string out = format_iso(date);
    out.append(text, static_cast<std::size_t>(n));
    if (fraction != 0) {
        n = std::snprintf(text, sizeof text, ".%06d", fraction);
        out.append(text, static_cast<std::size_t>(n));
    }
    return out + 'Z';
}

std::optional<Date> parse_iso_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    auto year = digits(text, 0, 4);
    auto month = digits(text, 5, 2);
    auto day = digits(text, 8, 2);
    if (!year || !month || !day) return std::nullopt;
    return find_date(*year, *month, *day);
}

std::optional<Timestamp> parse_iso_time(std::string_view text) {
    if (text.size() < 20 || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text.back() != 'Z') {
        return std::nullopt;
    }
    auto date = parse_iso_date(text.substr(0, 10));
    auto hour = digits(text, 11, 2);
    auto minute = digits(text, 14, 2);
    auto second = digits(text, 17, 2);
    if (!date || !hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
    std::int64_t us = date->days * kDayUs + (*hour * 3600 + *minute * 60 + *second) * 1'000'000LL;
    auto fraction = text.substr(19, text.size() - 20);
    if (fraction.empty()) return Timestamp{us};
    if (fraction[0] != '.' || fraction.size() < 2 || fraction.size() > 7) return std::nullopt;
    auto value = digits(fraction, 1, fraction.size() - 1);
    if (!value) return std::nullopt;
    std::int64_t scaled = *value;
    for (std::size_t i = fraction.size() - 1; i < 6; ++i) scaled *= 10;
    return Timestamp{us + scaled};
}

std::string format_time_of_day(TimeOfDay time) {
    auto two = [](int n) { return std::string(n < 10 ? "0" : "") + std::to_string(n); };
    return two(time.minutes / 60) + ':' + two(time.minutes % 60);
}

std::optional<TimeOfDay> parse_time_of_day(std::string_view text) {
    if (text.size() == 8 && text[5] == ':' && parse_decimal<int>(text.substr(6), 0, 59)) text = text.substr(0, 5);
    auto colon = text.find(':');
    if (colon == text.npos || colon > 2 || text.size() != colon + 3) return std::nullopt;
    auto hour = parse_decimal<int>(text.substr(0, colon), 0, 23);
    auto minute = parse_decimal<int>(text.substr(colon + 1), 0, 59);
    if (!hour || !minute) return std::nullopt;
    return TimeOfDay{*hour * 60 + *minute};
}

Date utc_date(Timestamp time) {
    auto days = time.us / kDayUs;
    if (time.us % kDayUs < 0) --days;
    return Date{static_cast<std::int32_t>(days)};
}

}  // namespace carafe
