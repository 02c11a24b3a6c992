#include "carafe/text/zone.hpp"

#include <date/tz.h>

#include <algorithm>

namespace carafe::text {

namespace {

using std::chrono::seconds;

constexpr std::int64_t kDaySeconds = 86'400;
constexpr std::string_view kAreas[] = {"Africa/",
                                       "America/",
                                       "Antarctica/",
                                       "Arctic/",
                                       "Asia/",
                                       "Atlantic/",
                                       "Australia/",
                                       "Europe/",
                                       "Indian/",
                                       "Pacific/"};

/// The folder of the system also holds copies ("posix/…", "right/…" with leap seconds) and odd
/// files.
bool is_plain_name(std::string_view name) {
    return !name.starts_with("posix/") && !name.starts_with("right/") && name != "localtime" &&
           name != "posixrules" && name != "Factory";
}

bool is_in_area(std::string_view name) {
    return std::any_of(
        std::begin(kAreas), std::end(kAreas), [&](auto area) { return name.starts_with(area); });
}

date::sys_seconds to_sys(Timestamp time) {
    return date::sys_seconds{seconds{time.seconds()}};
}

}  // namespace

std::string Zone::name() const {
    return rules_->name();
}

seconds Zone::offset(Timestamp time) const {
    return rules_->get_info(to_sys(time)).offset;
}

LocalTime Zone::local(Timestamp time) const {
    auto there = time.seconds() + offset(time).count();
    auto days = there / kDaySeconds - (there % kDaySeconds < 0 ? 1 : 0);
    auto rest = static_cast<int>(there - days * kDaySeconds);
    return {{static_cast<std::int32_t>(days)}, {rest / 60}, rest % 60};
}

Timestamp Zone::instant(Date date, TimeOfDay time) const {
    date::local_seconds wall{seconds{date.days * kDaySeconds + time.minutes * 60}};
    auto info = rules_->get_info(wall);
    // In a gap `first.end` is the moment at which the clock jumps; in an overlap `first` counts.
    auto utc = info.result == date::local_info::nonexistent
                   ? info.first.end.time_since_epoch()
                   : wall.time_since_epoch() - info.first.offset;
    return {std::chrono::microseconds(utc).count()};
}

std::optional<Zone> find_zone(std::string_view name) {
    if (!is_plain_name(name)) {
        return std::nullopt;
    }
    const auto& zones = date::get_tzdb().zones;
    auto at = std::lower_bound(
        zones.begin(), zones.end(), name, [](const auto& zone, std::string_view wanted) {
            return zone.name() < wanted;
        });
    if (at == zones.end() || at->name() != name) {
        return std::nullopt;
    }
    return Zone(&*at);
}

bool is_zone(std::string_view name) {
    return find_zone(name).has_value();
}

std::vector<std::string> zone_names() {
    std::vector<std::string> names{"UTC"};
    for (const auto& zone : date::get_tzdb().zones) {
        if (is_in_area(zone.name())) {
            names.push_back(zone.name());
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace carafe::text
