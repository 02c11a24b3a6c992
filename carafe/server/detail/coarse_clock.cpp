#include "carafe/server/detail/coarse_clock.hpp"

#include "carafe/base/clock.hpp"
#include "carafe/http/date.hpp"

#include <algorithm>

namespace carafe::server::detail {

CoarseClock::CoarseClock() {
    write_date();
}

Moment CoarseClock::exact_now() const {
    auto since = std::chrono::steady_clock::now() - start_;
    return std::chrono::duration_cast<std::chrono::milliseconds>(since).count() + 1;
}

void CoarseClock::advance() {
    now_.store(exact_now(), std::memory_order_relaxed);
    write_date();
}

void CoarseClock::write_date() {
    auto time = SystemClock().now();
    if (time.seconds() == written_second_) {
        return;
    }
    written_second_ = time.seconds();
    auto& place = texts_[next_text_++ % texts_.size()];
    std::ranges::copy(http::format_date(time), place.begin());
    date_.store(place.data(), std::memory_order_release);
}

}  // namespace carafe::server::detail
