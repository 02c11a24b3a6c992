// A family's own day: its date, its wall clock, and times in its words.
#pragma once
#include "apps/dinkydash/views/views.hpp"
#include "carafe/base/time.hpp"

#include <string>
#include <string_view>

namespace dinkydash {

using namespace carafe;

/// What of a family decides days and weeks; read with every login and screen.
struct FamilyInfo {
    std::int64_t id = 0;
    std::string name{};
    std::string timezone = "UTC";
    int week_start = 1;
    int day_start_minute = 0;
    std::int64_t revision = 1;
};

/// Date and minute the family sees at one moment.
struct FamilyDay {
    Date today{};         ///< before day_start_minute it is still the previous date
    int minute = 0;       ///< of the wall clock, 0–1439
};

FamilyDay family_day(const FamilyInfo& family, Timestamp now);
/// "07:12" on the family's wall.
std::string clock_text(const FamilyInfo& family, Timestamp time);
/// "Wed 21 April 2027, 07:12".
std::string exact_text(const FamilyInfo& family, Timestamp time);
/// "Wed 21 April": the family's date then.
std::string day_text(const FamilyInfo& family, Timestamp time);
/// "just now", "3 minutes ago", "yesterday", "Wed 21 April".
Moment moment(const FamilyInfo& family, Timestamp time, Timestamp now);

}  // namespace dinkydash
