#include "carafe/http/date.hpp"

#include "carafe/base/numbers.hpp"

#include <algorithm>
#include <cstdio>
#include <iterator>

namespace carafe::http {

namespace {

constexpr std::string_view kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::string_view kMonths[] = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::int64_t kDaySeconds = 86'400;

std::optional<int> number(std::string_view text, std::size_t at, std::size_t length, int high) {
    return parse_decimal<int>(text.substr(at, length), 0, high);
}

/// Whether all that never changes stands where it should: "___, __ ___ ____ __:__:__ GMT".
bool has_shape(std::string_view text) {
    return text.size() == 29 && text.substr(3, 2) == ", " && text[7] == ' ' && text[11] == ' ' &&
           text[16] == ' ' && text[19] == ':' && text[22] == ':' && text.substr(25) == " GMT";
}

}  // namespace

std::string format_date(Timestamp time) {
    auto date = utc_date(time);
    auto day = civil(date);
    auto second = static_cast<int>(time.seconds() - date.days * kDaySeconds);
    char text[64];
    int length = std::snprintf(text,
                               sizeof text,
                               "%s, %02d %s %04d %02d:%02d:%02d GMT",
                               kDays[static_cast<std::size_t>(weekday(date))].data(),
                               day.day,
                               kMonths[day.month - 1].data(),
                               day.year,
                               second / 3600,
                               second / 60 % 60,
                               second % 60);
    return {text, static_cast<std::size_t>(length)};
}

std::optional<Timestamp> parse_date(std::string_view text) {
    if (!has_shape(text)) {
        return std::nullopt;
    }
    auto month = std::find(std::begin(kMonths), std::end(kMonths), text.substr(8, 3));
    auto day = number(text, 5, 2, 31);
    auto year = number(text, 12, 4, 9999);
    auto hour = number(text, 17, 2, 23);
    auto minute = number(text, 20, 2, 59);
    auto second = number(text, 23, 2, 59);
    if (month == std::end(kMonths) || !day || !year || !hour || !minute || !second) {
        return std::nullopt;
    }
    auto date = find_date(*year, static_cast<int>(month - std::begin(kMonths)) + 1, *day);
    if (!date || kDays[static_cast<std::size_t>(weekday(*date))] != text.substr(0, 3)) {
        return std::nullopt;
    }
    return Timestamp{(date->days * kDaySeconds + *hour * 3600 + *minute * 60 + *second) *
                     1'000'000};
}

}  // namespace carafe::http
