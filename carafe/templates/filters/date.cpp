// Filters over dates and times. UTC: a page that shows local time converts before.
#include "carafe/templates/filters.hpp"

namespace carafe::templates {

namespace {

using Values = std::span<const Value>;

constexpr std::string_view kMonths[] = {"January",
                                        "February",
                                        "March",
                                        "April",
                                        "May",
                                        "June",
                                        "July",
                                        "August",
                                        "September",
                                        "October",
                                        "November",
                                        "December"};
constexpr std::string_view kDays[] = {
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};

struct Moment {
    Date date{};
    std::int64_t seconds = 0;  ///< of the day
    std::int64_t microseconds = 0;
};

Moment moment_of(const Value& value) {
    switch (value.kind()) {
        case Kind::Date:
            return {{static_cast<std::int32_t>(value.as_integer())}, 0, 0};
        case Kind::TimeOfDay:
            return {{}, value.as_integer() * 60, 0};
        case Kind::Timestamp: {
            Timestamp time{value.as_integer()};
            Date date = utc_date(time);
            return {date,
                    time.seconds() - std::int64_t{date.days} * 86400,
                    time.us - time.seconds() * 1'000'000};
        }
        default:
            CallContext::fail("wants a date or time, not " + kind_name(value));
    }
}

std::string digits(std::int64_t n, std::size_t width, char fill = '0') {
    std::string text = std::to_string(n);
    return text.size() < width ? std::string(width - text.size(), fill) + text : text;
}

std::string one_directive(const Moment& m, char directive, bool bare) {
    CivilDate parts = civil(m.date);
    std::int64_t hour = m.seconds / 3600;
    std::size_t two = bare ? 1 : 2;
    auto day = static_cast<std::size_t>(weekday(m.date));
    auto month = static_cast<std::size_t>(parts.month - 1);
    switch (directive) {
        case 'Y':
            return std::to_string(parts.year);
        case 'y':
            return digits(parts.year % 100, two);
        case 'm':
            return digits(parts.month, two);
        case 'd':
            return digits(parts.day, two);
        case 'e':
            return digits(parts.day, 2, ' ');
        case 'H':
            return digits(hour, two);
        case 'I':
            return digits(hour % 12 == 0 ? 12 : hour % 12, two);
        case 'M':
            return digits(m.seconds / 60 % 60, two);
        case 'S':
            return digits(m.seconds % 60, two);
        case 'f':
            return digits(m.microseconds, 6);
        case 'p':
            return hour < 12 ? "AM" : "PM";
        case 'B':
            return std::string(kMonths[month]);
        case 'b':
        case 'h':
            return std::string(kMonths[month].substr(0, 3));
        case 'A':
            return std::string(kDays[day]);
        case 'a':
            return std::string(kDays[day].substr(0, 3));
        case 'w':
            return std::to_string(day);
        case 'u':
            return std::to_string(day == 0 ? 7 : day);
        case 'j':
            return digits(day_of_year(m.date), bare ? 1 : 3);
        case 'F':
            return digits(parts.year, 4) + '-' + digits(parts.month, 2) + '-' +
                   digits(parts.day, 2);
        case 'T':
            return digits(hour, 2) + ':' + digits(m.seconds / 60 % 60, 2) + ':' +
                   digits(m.seconds % 60, 2);
        case 'Z':
            return "UTC";
        case 'z':
            return "+0000";
        case '%':
            return "%";
        default:
            CallContext::fail(std::string("no date format '%") + directive + "'");
    }
}

}  // namespace

std::string format_date(const Value& value, std::string_view format) {
    Moment moment = moment_of(value);
    std::string out;
    for (std::size_t i = 0; i < format.size(); ++i) {
        if (format[i] != '%' || i + 1 >= format.size()) {
            out += format[i];
            continue;
        }
        bool bare = format[i + 1] == '-' && i + 2 < format.size();
        i += bare ? 2 : 1;
        out += one_directive(moment, format[i], bare);
    }
    return out;
}

namespace {

Value formatted(Runtime& runtime, Values a, std::string_view otherwise) {
    if (a[0].is(Kind::None)) {
        return Value::text("");
    }
    return runtime.text(format_date(a[0], text_or(runtime, a[1], otherwise)));
}

Value date(Runtime& runtime, Values a) {
    return formatted(runtime, a, "%Y-%m-%d");
}

Value time(Runtime& runtime, Values a) {
    return formatted(runtime, a, "%H:%M");
}

Value datetime(Runtime& runtime, Values a) {
    return formatted(runtime, a, "%Y-%m-%d %H:%M");
}

}  // namespace

void add_date_filters(Environment& environment) {
    const Callable kFilters[] = {
        {.name = "date", .function = &plain<date>, .parameters = "format?"},
        {.name = "time", .function = &plain<time>, .parameters = "format?"},
        {.name = "datetime", .function = &plain<datetime>, .parameters = "format?"},
        {.name = "datetimeformat", .function = &plain<datetime>, .parameters = "format?"},
        {.name = "strftime", .function = &plain<datetime>, .parameters = "format"},
    };
    for (const Callable& filter : kFilters) {
        environment.add_filter(filter);
    }
}

}  // namespace carafe::templates
