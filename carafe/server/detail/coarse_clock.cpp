#include "carafe/server/detail/coarse_clock.hpp"

#include "carafe/http/date.hpp"

#include <algorithm>
#include <bit>

namespace carafe::server::detail {

CoarseClock::CoarseClock(const Clock& wall) : wall_(wall) {
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

DateText CoarseClock::date() const {
    const auto& place = *date_.load(std::memory_order_acquire);
    Words words;
    for (std::size_t i = 0; i < words.size(); ++i) {
        words[i] = place[i].load(std::memory_order_relaxed);
    }
    return std::bit_cast<DateText>(words);
}

void CoarseClock::write_date() {
    auto time = wall_.now();
    if (time.seconds() == written_second_) {
        return;
    }
    written_second_ = time.seconds();
    DateText text;
    std::ranges::copy(http::format_date(time), text.octets.begin());
    const auto words = std::bit_cast<Words>(text);
    auto& place = texts_[next_text_++ % texts_.size()];
    for (std::size_t i = 0; i < words.size(); ++i) {
        place[i].store(words[i], std::memory_order_relaxed);
    }
    date_.store(&place, std::memory_order_release);
}

}  // namespace carafe::server::detail
