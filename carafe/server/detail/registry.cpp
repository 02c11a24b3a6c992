#include "carafe/server/detail/registry.hpp"

#include <sys/socket.h>

#include <algorithm>

namespace carafe::server::detail {

namespace {

constexpr std::size_t kExtraSlots =
    64;  // for connections that were told to go and have not gone yet

constexpr Moment kTimeToAnswer = 3'000;  // milliseconds between being told and being cut

bool is_told(const Slot& slot) {
    return slot.reason.load(std::memory_order_relaxed) != Reason::None;
}

void shut(Slot& slot, Reason reason, int how) {
    slot.reason.store(reason, std::memory_order_relaxed);
    ::shutdown(slot.descriptor, how);
}

}  // namespace

Registry::Registry(std::size_t limit)
    : limit_(limit),
      capacity_(limit + std::max(kExtraSlots, limit / 4)),
      slots_(std::make_unique<Slot[]>(capacity_)) {
    free_.reserve(capacity_);
    for (std::size_t i = capacity_; i > 0; --i) {
        free_.push_back(&slots_[i - 1]);
    }
}

Slot* Registry::add(Connection* connection, int descriptor, Moment deadline) {
    std::lock_guard lock(mutex_);
    if (size() >= limit_ && !evict_locked()) {
        return nullptr;
    }
    if (free_.empty()) {
        return nullptr;
    }
    auto* slot = free_.back();
    free_.pop_back();
    slot->descriptor = descriptor;
    slot->connection = connection;
    slot->reason.store(Reason::None, std::memory_order_relaxed);
    slot->set(Activity::New, deadline);
    live_.fetch_add(1, std::memory_order_relaxed);
    return slot;
}

void Registry::remove(Slot* slot) {
    std::lock_guard lock(mutex_);
    slot->connection = nullptr;
    slot->descriptor = -1;
    free_.push_back(slot);
    live_.fetch_sub(1, std::memory_order_relaxed);
}

Slot* Registry::find_oldest(Activity activity) {
    Slot* oldest = nullptr;
    Moment earliest = 0;
    for (std::size_t i = 0; i < capacity_; ++i) {
        auto& slot = slots_[i];
        auto state = slot.state.load(std::memory_order_relaxed);
        if (slot.connection == nullptr || state.activity() != activity || is_told(slot)) {
            continue;
        }
        if (oldest == nullptr || state.deadline() < earliest) {
            oldest = &slot;
            earliest = state.deadline();
        }
    }
    return oldest;
}

bool Registry::evict_locked() {
    auto* slot = find_oldest(Activity::Idle);
    if (slot == nullptr) {
        return false;
    }
    shut(*slot, Reason::Evicted, SHUT_RDWR);
    evicted_.fetch_add(1, std::memory_order_relaxed);
    return true;
}

bool Registry::evict_idle() {
    std::lock_guard lock(mutex_);
    return evict_locked();
}

void Registry::end_slowest_reader() {
    std::lock_guard lock(mutex_);
    if (auto* slot = find_oldest(Activity::Write)) {
        shut(*slot, Reason::Deadline, SHUT_RDWR);
    }
}

void Registry::end_overdue(Slot& slot, State seen, Moment now) {
    // Head and Body: only the reading side, so that the owner wakes with end-of-file and can still
    // say 408. He gets time for it, unless he has just moved on by himself.
    bool can_answer =
        (seen.activity() == Activity::Head || seen.activity() == Activity::Body) && !is_told(slot);
    State told(seen.activity(), now + kTimeToAnswer);
    if (!slot.state.compare_exchange_strong(seen, told, std::memory_order_relaxed)) {
        return;
    }
    shut(slot,
         is_told(slot) ? slot.reason.load(std::memory_order_relaxed) : Reason::Deadline,
         can_answer ? SHUT_RD : SHUT_RDWR);
}

void Registry::sweep(Moment now) {
    std::lock_guard lock(mutex_);
    for (std::size_t i = 0; i < capacity_; ++i) {
        auto& slot = slots_[i];
        auto state = slot.state.load(std::memory_order_relaxed);
        bool is_overdue =
            slot.connection != nullptr && state.deadline() != 0 && state.deadline() <= now;
        if (is_overdue) {
            end_overdue(slot, state, now);
        }
    }
}

void Registry::end_waiting(bool new_ones_too) {
    std::lock_guard lock(mutex_);
    for (std::size_t i = 0; i < capacity_; ++i) {
        auto& slot = slots_[i];
        if (slot.connection == nullptr || is_told(slot)) {
            continue;
        }
        auto activity = slot.state.load(std::memory_order_relaxed).activity();
        bool waits = activity == Activity::Idle || (activity == Activity::New && new_ones_too);
        if (waits) {
            shut(slot, Reason::Stopping, SHUT_RD);
        }
    }
}

std::vector<Connection*> Registry::remaining() {
    std::lock_guard lock(mutex_);
    std::vector<Connection*> connections;
    for (std::size_t i = 0; i < capacity_; ++i) {
        if (slots_[i].connection != nullptr) {
            connections.push_back(slots_[i].connection);
        }
    }
    return connections;
}

}  // namespace carafe::server::detail
