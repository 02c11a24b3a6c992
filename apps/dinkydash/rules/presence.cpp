#include "apps/dinkydash/rules/presence.hpp"

#include <algorithm>

namespace dinkydash::rules {

bool is_away(const Absence& absence, Date date) {
    if (date < absence.starts_on) return false;
    if (!absence.ends_on) return true;
    if (absence.repeat_weeks == 0) return date <= *absence.ends_on;
    const int period = absence.repeat_weeks * 7;
    return (date - absence.starts_on) % period <= *absence.ends_on - absence.starts_on;
}

bool Presence::is_home(std::int64_t person_id, Date date) const {
    return std::none_of(absences_.begin(), absences_.end(), [&](const Absence& absence) {
        return absence.person_id == person_id && is_away(absence, date);
    });
}

}  // namespace dinkydash::rules
