// IANA time zones on the zone data of the system: what date and time it is somewhere.
//
//     auto zone = text::find_zone(family.timezone);               // once
//     auto local = zone->local(clock.now());                      // local.date, local.time
//     Timestamp start = zone->instant(local.date, {20 * 60});     // 20:00 there, as UTC
//
// The data is read once, at first use, and never again. Rules after 2037 stop at the last known
// offset.
// @source RFC 8536 (TZif), IANA tz database
#pragma once
#include "carafe/base/time.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace date {
class time_zone;
}

namespace carafe::text {

/// What a calendar and a clock on the wall show.
struct LocalTime {
    Date date;
    TimeOfDay time;
    int second = 0;  // 0–59
    friend constexpr auto operator<=>(const LocalTime&, const LocalTime&) = default;
};

/// One zone; a small value, valid for the life of the program. Safe from any thread.
class Zone {
  public:
    explicit Zone(const date::time_zone* rules) : rules_(rules) {}

    std::string name() const;
    LocalTime local(Timestamp time) const;
    /// Offset from UTC at that moment, east is positive.
    std::chrono::seconds offset(Timestamp time) const;
    /// The moment at which the wall shows `date` `time`. In the gap of spring: the moment after the
    /// gap; in the overlap of autumn: the first of both.
    Timestamp instant(Date date, TimeOfDay time = {}) const;

  private:
    const date::time_zone* rules_;
};

/// Zone by IANA name ("Europe/Berlin", "UTC"; links such as "US/Eastern" too), case counts.
/// @return nothing when the name is unknown; never throws on odd input.
std::optional<Zone> find_zone(std::string_view name);

bool is_zone(std::string_view name);

/// Names for a choice list, sorted: "UTC" and the zones named AREA/PLACE of the continents and
/// oceans.
std::vector<std::string> zone_names();

}  // namespace carafe::text
