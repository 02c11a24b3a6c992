// All open connections in a fixed array: who is past his deadline, who is idle and may go.
//
// The owner of a connection writes state and deadline with relaxed stores; the control thread reads
// them in its sweep and ends connections by ::shutdown on the descriptor, which wakes the owner.
// That is safe because an owner leaves the registry, under the lock, before it closes the
// descriptor.
#pragma once
#include "carafe/server/detail/coarse_clock.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace carafe::server::detail {

class Connection;

/// What a connection is doing, as far as deadlines care.
enum class Activity : std::uint8_t {
    New,     ///< accepted, no octet yet
    Idle,    ///< keep-alive between requests: may be evicted
    Head,    ///< part of a head is here
    Body,    ///< part of a body is here
    Run,     ///< parked or in a handler: no deadline here
    Write,   ///< octets of an answer wait for the client
    Linger,  ///< last answer sent, reading on
};

/// Why the sweep or the listener ended a connection.
enum class Reason : std::uint8_t { None, Deadline, Evicted, Stopping };

/// What a connection does and until when it may: one word, so that a sweep never sees half a
/// change.
class State {
  public:
    constexpr State() = default;

    constexpr State(Activity activity, Moment deadline)
        : word_(static_cast<std::uint64_t>(deadline) << 8 | static_cast<std::uint64_t>(activity)) {}

    constexpr Activity activity() const { return static_cast<Activity>(word_ & 0xFF); }

    /// 0 is none.
    constexpr Moment deadline() const { return static_cast<Moment>(word_ >> 8); }

  private:
    std::uint64_t word_ = 0;
};

/// One place of the array.
struct Slot {
    std::atomic<State> state{};
    std::atomic<Reason> reason{Reason::None};
    int descriptor = -1;  // these two under the lock of the registry
    Connection* connection = nullptr;

    /// By the owner, at every change.
    void set(Activity activity, Moment deadline) {
        state.store({activity, deadline}, std::memory_order_relaxed);
    }
};

class Registry {
  public:
    /// @param limit  connections that may be open; the array has some more places for those being
    /// evicted.
    explicit Registry(std::size_t limit);

    /// A place for a new connection; null when the limit is reached and nobody is idle. Evicts the
    /// idle connection that has been silent longest, when it must.
    Slot* add(Connection* connection, int descriptor, Moment deadline);

    /// The owner leaves; afterwards it may close its descriptor.
    void remove(Slot* slot);

    /// Ends connections that are past their deadline.
    void sweep(Moment now);

    /// Ends those that wait for a request: Idle ones, and New ones if asked.
    void end_waiting(bool new_ones_too);

    /// Closes the longest idle connection. False when there is none.
    bool evict_idle();

    /// Closes the reader that has made no progress for the longest time.
    void end_slowest_reader();

    std::size_t size() const { return live_.load(std::memory_order_relaxed); }

    std::uint64_t evicted() const { return evicted_.load(std::memory_order_relaxed); }

    /// The connections left, for the end of the server when no thread runs any more.
    std::vector<Connection*> remaining();

  private:
    Slot* find_oldest(Activity activity);
    bool evict_locked();
    static void end_overdue(Slot& slot, State seen, Moment now);

    std::size_t limit_;
    std::size_t capacity_;
    std::unique_ptr<Slot[]> slots_;
    std::vector<Slot*> free_{};
    mutable std::mutex mutex_{};
    std::atomic<std::size_t> live_{0};
    std::atomic<std::uint64_t> evicted_{0};
};

}  // namespace carafe::server::detail
