#include "carafe/base/clock.hpp"

#include <stdexcept>

namespace carafe {

Timestamp SystemClock::now() const {
    auto since = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::microseconds>(since).count()};
}

SimulatedClock::SimulatedClock(std::string_view iso) {
    auto time = parse_iso_time(iso);
    if (!time) throw std::invalid_argument("expected a time such as 2028-02-29T12:00:00Z");
    us_ = time->us;
}

}  // namespace carafe
