// Who is home on a date.
#pragma once
#include "carafe/base/time.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace dinkydash::rules {

using carafe::Date;

/// Days away: `starts_on` to `ends_on` inclusive (no end: until further notice), and, with
/// `repeat_weeks` n > 0, again every n weeks.
struct Absence {
    std::int64_t person_id = 0;
    Date starts_on{};
    std::optional<Date> ends_on{};
    int repeat_weeks = 0;
};

bool is_away(const Absence& absence, Date date);

/// All absences of a family, asked by person.
class Presence {
  public:
    Presence() = default;
    explicit Presence(std::vector<Absence> absences) : absences_(std::move(absences)) {}
    bool is_home(std::int64_t person_id, Date date) const;

  private:
    std::vector<Absence> absences_;
};

}  // namespace dinkydash::rules
