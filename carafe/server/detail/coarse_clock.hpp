// The time as the control thread last saw it: no clock call and no formatting per request.
#pragma once
#include "carafe/base/clock.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <string_view>

namespace carafe::server::detail {

/// Milliseconds on the steady clock since the server was made, 1 at least; 0 means "no deadline".
using Moment = std::int64_t;

/// Value of the Date field.
struct DateText {
    static constexpr std::size_t kSize = 29;

    std::array<char, 32> octets{};

    std::string_view view() const { return {octets.data(), kSize}; }
};

class CoarseClock {
  public:
    /// @param wall  for the date; must outlive this.
    explicit CoarseClock(const Clock& wall);

    /// Called by the control thread only.
    void advance();

    Moment now() const { return now_.load(std::memory_order_relaxed); }

    /// Reads the steady clock itself: for what must be exact to milliseconds.
    Moment exact_now() const;

    DateText date() const;

  private:
    using Words = std::array<std::uint64_t, sizeof(DateText) / sizeof(std::uint64_t)>;
    using Place = std::array<std::atomic<std::uint64_t>, std::tuple_size_v<Words>>;

    void write_date();

    const Clock& wall_;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    std::atomic<Moment> now_{1};
    std::int64_t written_second_ = 0;
    // A reader may be on its way through a text while newer ones are written: eight places are eight
    // seconds of grace. The words are atomic, so that one who is slower still reads digits.
    std::array<Place, 8> texts_{};
    std::size_t next_text_ = 0;
    std::atomic<const Place*> date_{nullptr};
};

}  // namespace carafe::server::detail
