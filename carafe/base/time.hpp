// Points in time and civil dates as plain values. No zones here: text/zone.hpp converts.
//
//     Date d = make_date(2028, 2, 29);
//     Date tomorrow = d + 1;                    // days are integers: no DST, no surprises
//     Weekday w = weekday(d);
#pragma once
#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace carafe {

/// Microseconds since 1970-01-01T00:00:00Z, always UTC.
struct Timestamp {
    std::int64_t us = 0;
    friend constexpr auto operator<=>(const Timestamp&, const Timestamp&) = default;
    constexpr std::int64_t seconds() const {
        return us >= 0 ? us / 1'000'000 : -((-us + 999'999) / 1'000'000);
    }
};
constexpr Timestamp operator+(Timestamp t, std::chrono::microseconds d) { return {t.us + d.count()}; }
constexpr Timestamp operator-(Timestamp t, std::chrono::microseconds d) { return {t.us - d.count()}; }
constexpr std::chrono::microseconds operator-(Timestamp a, Timestamp b) {
    return std::chrono::microseconds{a.us - b.us};
}

/// A civil date: days since 1970-01-01, proleptic Gregorian calendar.
struct Date {
    std::int32_t days = 0;
    friend constexpr auto operator<=>(const Date&, const Date&) = default;
};
constexpr Date operator+(Date d, int days) { return {d.days + days}; }
constexpr Date operator-(Date d, int days) { return {d.days - days}; }
constexpr int operator-(Date a, Date b) { return a.days - b.days; }

/// Wall clock without date or zone: minutes since midnight, 0–1439.
struct TimeOfDay {
    std::int32_t minutes = 0;
    friend constexpr auto operator<=>(const TimeOfDay&, const TimeOfDay&) = default;
};

/// 0 Sunday … 6 Saturday.
enum class Weekday : std::uint8_t { Sunday, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday };

struct CivilDate {
    int year = 1970;
    int month = 1;  // 1–12
    int day = 1;    // 1–31
    friend constexpr auto operator<=>(const CivilDate&, const CivilDate&) = default;
};

/// Days of a month; month outside 1–12 gives 0.
int days_in_month(int year, int month);
bool is_leap_year(int year);
/// The date, or nothing when it does not exist (30 February, month 13). Years 1–9999.
std::optional<Date> find_date(int year, int month, int day);
/// Like find_date, for dates known to exist.
Date make_date(int year, int month, int day);
CivilDate civil(Date date);
Weekday weekday(Date date);
/// 1–366.
int day_of_year(Date date);

/// "2028-02-29".
std::string format_iso(Date date);
/// "2028-02-29T12:00:00Z", with ".123456" when there are microseconds.
std::string format_iso(Timestamp time);
/// Exactly "YYYY-MM-DD", an existing date.
std::optional<Date> parse_iso_date(std::string_view text);
/// Exactly "YYYY-MM-DDTHH:MM:SSZ", with an optional fraction of 1–6 digits.
std::optional<Timestamp> parse_iso_time(std::string_view text);
/// "07:30".
std::string format_time_of_day(TimeOfDay time);
/// "07:30" or "7:30"; also "07:30:15", as some browsers send it: the seconds are dropped.
std::optional<TimeOfDay> parse_time_of_day(std::string_view text);
/// The UTC date of a point in time.
Date utc_date(Timestamp time);

}  // namespace carafe
