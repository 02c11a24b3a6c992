// The time as the control thread last saw it: no clock call and no formatting per request.
#pragma once
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <string_view>

namespace carafe::server::detail {

/// Milliseconds on the steady clock since the server was made, 1 at least; 0 means "no deadline".
using Moment = std::int64_t;

class CoarseClock {
  public:
    CoarseClock();

    /// Called by the control thread only.
    void advance();

    Moment now() const { return now_.load(std::memory_order_relaxed); }

    /// Reads the steady clock itself: for what must be exact to milliseconds.
    Moment exact_now() const;

    /// Value of the Date field, 29 characters. Valid for several advances.
    std::string_view date() const { return {date_.load(std::memory_order_acquire), 29}; }

  private:
    void write_date();

    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    std::atomic<Moment> now_{1};
    std::int64_t written_second_ = 0;
    // A reader may hold the text while newer ones are written: eight places are eight seconds of
    // grace.
    std::array<std::array<char, 32>, 8> texts_{};
    std::size_t next_text_ = 0;
    std::atomic<const char*> date_{nullptr};
};

}  // namespace carafe::server::detail
