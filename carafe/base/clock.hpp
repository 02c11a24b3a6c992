// The only door to the time of day. Tests hand in a SimulatedClock and travel months in microseconds.
#pragma once
#include "carafe/base/time.hpp"

#include <atomic>

namespace carafe {

class Clock {
  public:
    virtual ~Clock() = default;
    /// Now, UTC. Safe from any thread.
    virtual Timestamp now() const = 0;
};

class SystemClock final : public Clock {
  public:
    Timestamp now() const override;
};

/// Stands still until told to move. Safe from any thread.
class SimulatedClock final : public Clock {
  public:
    explicit SimulatedClock(Timestamp start) : us_(start.us) {}
    /// @param iso  "2028-02-29T12:00:00Z"; throws std::invalid_argument for anything else.
    explicit SimulatedClock(std::string_view iso);
    Timestamp now() const override { return {us_.load()}; }
    void advance(std::chrono::microseconds by) { us_ += by.count(); }
    void travel_to(Timestamp time) { us_ = time.us; }

  private:
    std::atomic<std::int64_t> us_;
};

}  // namespace carafe
