#include "carafe/server/detail/gate.hpp"

#include <algorithm>

namespace carafe::server::detail {

namespace {

constexpr std::uint32_t kSlowAbove = 2'000;  // microseconds
constexpr std::uint32_t kQuickBelow = 1'000;

/// Adds one unless the counter has reached its limit. Never over it, not even for a moment: that
/// would turn others away.
bool take_one(std::atomic<int>& counter, int limit) {
    int count = counter.load();
    while (count < limit) {
        if (counter.compare_exchange_weak(count, count + 1)) {
            return true;
        }
    }
    return false;
}

}  // namespace

Queue queue_of(const http::BodyPlan& plan) {
    if (plan.lane == http::Lane::Slow) {
        return Queue::Slow;
    }
    bool is_slow = plan.meter != nullptr && plan.meter->is_slow.load(std::memory_order_relaxed);
    return is_slow ? Queue::Slow : Queue::Quick;
}

void learn(http::LaneMeter& meter, std::uint32_t microseconds) {
    // Two threads may overwrite each other's step: it is a mean, nobody counts on it.
    auto old = meter.mean_us.load(std::memory_order_relaxed);
    auto mean = old == 0 ? microseconds
                         : static_cast<std::uint32_t>((std::uint64_t{old} * 7 + microseconds) / 8);
    meter.mean_us.store(mean, std::memory_order_relaxed);
    bool was_slow = meter.is_slow.load(std::memory_order_relaxed);
    bool is_slow = mean > (was_slow ? kQuickBelow : kSlowAbove);
    if (is_slow != was_slow) {
        meter.is_slow.store(is_slow, std::memory_order_relaxed);
    }
}

Gate::Gate(Limits limits,
           std::function<void(Connection*)> start,
           std::function<void()> first_parked)
    : limits_(limits), start_(std::move(start)), first_parked_(std::move(first_parked)) {}

bool Gate::try_enter(Queue queue) {
    if (queue == Queue::Slow && !take_one(slow_, limits_.slow)) {
        return false;
    }
    if (take_one(running_, limits_.running)) {
        return true;
    }
    if (queue == Queue::Slow) {
        slow_.fetch_sub(1);
    }
    return false;
}

// All counters are sequentially consistent: a leaver that sees nobody waiting and a parker that
// sees no free place cannot both be right, so nobody is forgotten in the queue.
void Gate::leave(Queue queue) {
    if (queue == Queue::Slow) {
        slow_.fetch_sub(1);
    }
    running_.fetch_sub(1);
    if (waiting_.load() > 0) {
        start_waiting();
    }
}

bool Gate::park(Connection* connection, Queue which, Moment now) {
    auto outcome = enqueue({connection, now + limits_.wait}, which);
    if (outcome == Parking::First && first_parked_) {
        first_parked_();
    }
    // Also when the queue is full: our failed try_enter may have turned away somebody else's start.
    start_waiting();
    return outcome != Parking::Full;
}

Gate::Parking Gate::enqueue(Parked parked, Queue which) {
    std::lock_guard lock(mutex_);
    if (queue(which).size() >= limits_.queue) {
        return Parking::Full;
    }
    queue(which).push_back(parked);
    return waiting_.fetch_add(1) == 0 ? Parking::First : Parking::Behind;
}

void Gate::start_waiting() {
    while (auto* connection = take_startable()) {
        start_(connection);
    }
}

Connection* Gate::take_startable() {
    std::lock_guard lock(mutex_);
    for (auto which : {Queue::Quick, Queue::Slow}) {
        auto& parked = queue(which);
        if (parked.empty() || !try_enter(which)) {
            continue;
        }
        auto* connection = parked.front().connection;
        parked.pop_front();
        waiting_.fetch_sub(1);
        return connection;
    }
    return nullptr;
}

std::vector<Connection*> Gate::take_expired(Moment now) {
    std::vector<Connection*> expired;
    std::lock_guard lock(mutex_);
    for (auto& parked : queues_) {
        for (; !parked.empty() && parked.front().until <= now; parked.pop_front()) {
            expired.push_back(parked.front().connection);
            waiting_.fetch_sub(1);
        }
    }
    return expired;
}

std::optional<Moment> Gate::next_expiry() const {
    std::lock_guard lock(mutex_);
    std::optional<Moment> next;
    for (const auto& parked : queues_) {
        if (!parked.empty()) {
            next = next ? std::min(*next, parked.front().until) : parked.front().until;
        }
    }
    return next;
}

}  // namespace carafe::server::detail
