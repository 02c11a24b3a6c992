// Admission: how many handlers run at once, who waits, for how long.
//
// Of all threads one stays free to read, refuse and answer instantly; slow work may take only a
// part of the others, so that quick work never waits behind it. Who finds no place is parked, first
// come first served in each lane, and is started by the thread that leaves.
#pragma once
#include "carafe/http/message.hpp"
#include "carafe/server/detail/coarse_clock.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

namespace carafe::server::detail {

class Connection;

/// The two queues. Instant work (http::Lane) passes no gate.
enum class Queue : std::uint8_t { Quick, Slow };

/// Which queue a request belongs to, by what its route declared or the server learned.
Queue queue_of(const http::BodyPlan& plan);

/// Updates a route's mean (weight 1/8): above 2 ms it is slow, back below 1 ms quick.
void learn(http::LaneMeter& meter, std::uint32_t microseconds);

class Gate {
  public:
    struct Limits {
        int running;        ///< handlers at once
        int slow;           ///< of them slow ones
        std::size_t queue;  ///< parked in each queue
        Moment wait;        ///< milliseconds a parked request waits at most
    };

    /// @param start  starts a parked connection that was given a place; called on any thread, must
    /// only post.
    /// @param first_parked  tells the control thread that take_expired() will be worth calling; may
    /// be empty.
    Gate(Limits limits, std::function<void(Connection*)> start, std::function<void()> first_parked);

    /// Takes a place if one is free.
    bool try_enter(Queue queue);

    /// Gives a place back, and starts who waits.
    void leave(Queue queue);

    /// Lets a connection wait. Unless this says false (queue full), the connection may run on
    /// another thread before this returns: do not touch it afterwards.
    bool park(Connection* connection, Queue queue, Moment now);

    /// Takes out those that waited too long; the caller refuses them.
    std::vector<Connection*> take_expired(Moment now);

    /// When the next one expires; nothing when nobody waits.
    std::optional<Moment> next_expiry() const;

    std::size_t waiting() const { return static_cast<std::size_t>(waiting_.load()); }

  private:
    struct Parked {
        Connection* connection;
        Moment until;
    };

    enum class Parking : std::uint8_t { Full, First, Behind };

    Parking enqueue(Parked parked, Queue which);
    void start_waiting();
    Connection* take_startable();

    std::deque<Parked>& queue(Queue which) { return queues_[static_cast<std::size_t>(which)]; }

    Limits limits_;
    std::function<void(Connection*)> start_;
    std::function<void()> first_parked_;
    std::atomic<int> running_{0};
    std::atomic<int> slow_{0};
    std::atomic<int> waiting_{0};
    mutable std::mutex mutex_{};
    std::array<std::deque<Parked>, 2> queues_{};
};

}  // namespace carafe::server::detail
