#include "apps/dinkydash/services/family_time.hpp"

#include "apps/dinkydash/rules/countdowns.hpp"
#include "carafe/text/zone.hpp"

namespace dinkydash {

namespace {

text::LocalTime local_time(const FamilyInfo& family, Timestamp time) {
    auto zone = text::find_zone(family.timezone);
    if (!zone) zone = text::find_zone("UTC");
    return zone->local(time);
}

std::string weekday_text(Date date) {
    auto day = civil(date);
    return std::string(rules::short_weekday(date)) + ' ' + std::to_string(day.day) + ' ' + std::string(rules::long_month(day.month));
}

std::string ago(std::int64_t n, const char* one, const char* many) {
    return std::to_string(n) + ' ' + (n == 1 ? one : many) + " ago";
}

}  // namespace

FamilyDay family_day(const FamilyInfo& family, Timestamp now) {
    auto local = local_time(family, now);
    const int minute = local.time.minutes;
    return {minute < family.day_start_minute ? local.date - 1 : local.date, minute};
}

std::string clock_text(const FamilyInfo& family, Timestamp time) {
    return format_time_of_day(local_time(family, time).time);
}

std::string exact_text(const FamilyInfo& family, Timestamp time) {
    auto local = local_time(family, time);
    return weekday_text(local.date) + ' ' + std::to_string(civil(local.date).year) + ", " + format_time_of_day(local.time);
}

std::string day_text(const FamilyInfo& family, Timestamp time) { return weekday_text(local_time(family, time).date); }

Moment moment(const FamilyInfo& family, Timestamp time, Timestamp now) {
    Moment out{format_iso(time), {}, exact_text(family, time)};
    const auto seconds = (now.us - time.us) / 1'000'000;
    const auto days = local_time(family, now).date - local_time(family, time).date;
    if (seconds < 60) {
        out.text = "just now";
    } else if (seconds < 3600) {
        out.text = ago(seconds / 60, "minute", "minutes");
    } else if (days == 0) {
        out.text = ago(seconds / 3600, "hour", "hours");
    } else if (days == 1) {
        out.text = "yesterday";
    } else if (days < 14) {
        out.text = ago(days, "day", "days");
    } else {
        out.text = rules::short_date(local_time(family, time).date);
    }
    return out;
}

}  // namespace dinkydash
