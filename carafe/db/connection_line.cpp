#include "carafe/db/connection_line.hpp"

#include "carafe/db/errors.hpp"

#include <algorithm>

namespace carafe::db {

ConnectionLine::ConnectionLine(int limit, Make make) : limit_(limit), make_(std::move(make)) {
    idle_.reserve(static_cast<std::size_t>(limit));
}

Connection& ConnectionLine::take(std::chrono::milliseconds timeout) {
    std::unique_lock lock(mutex_);
    if (line_.empty() && !idle_.empty()) {
        Connection* connection = idle_.back();
        idle_.pop_back();
        return *connection;
    }
    if (opened_ < limit_) {
        ++opened_;
        lock.unlock();
        return open_one();
    }
    if (Connection* granted = wait(lock, timeout)) {
        return *granted;
    }
    return open_one();
}

/// @return a connection, or nullptr with the right to open one.
Connection* ConnectionLine::wait(std::unique_lock<std::mutex>& lock,
                                 std::chrono::milliseconds timeout) {
    Waiter me;
    line_.push_back(&me);
    // The system clock's condition is used because thread sanitizers know it.
    auto deadline = std::chrono::system_clock::now() + timeout;
    bool served = me.wake.wait_until(lock, deadline, [&] { return me.granted || me.may_open; });
    if (!served) {
        line_.erase(std::find(line_.begin(), line_.end(), &me));
        throw PoolTimeout("no database connection became free in time");
    }
    Connection* granted = me.granted;
    lock.unlock();
    return granted;
}

Connection& ConnectionLine::open_one() {
    try {
        auto made = make_();
        std::lock_guard lock(mutex_);
        all_.push_back(std::move(made));
        return *all_.back();
    } catch (...) {
        std::lock_guard lock(mutex_);
        pass_on_opening();
        throw;
    }
}

/// The next in line tries to open instead of waiting for a connection that will not come.
void ConnectionLine::pass_on_opening() {
    if (line_.empty()) {
        --opened_;
        return;
    }
    Waiter* next = line_.front();
    line_.pop_front();
    next->may_open = true;
    next->wake.notify_one();
}

void ConnectionLine::give(Connection& connection) noexcept {
    std::lock_guard lock(mutex_);
    if (line_.empty()) {
        idle_.push_back(&connection);
        return;
    }
    Waiter* next = line_.front();
    line_.pop_front();
    next->granted = &connection;
    next->wake.notify_one();
}

void ConnectionLine::drop(Connection& connection) noexcept {
    std::unique_ptr<Connection> broken;  // closed when the lock is released
    std::lock_guard lock(mutex_);
    auto at = std::find_if(
        all_.begin(), all_.end(), [&](const auto& owned) { return owned.get() == &connection; });
    broken = std::move(*at);
    all_.erase(at);
    pass_on_opening();
}

std::size_t ConnectionLine::waiting() const {
    std::lock_guard lock(mutex_);
    return line_.size();
}

}  // namespace carafe::db
