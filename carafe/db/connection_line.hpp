// Connections of one kind and the line of threads waiting for one: first come, first served. With
// one connection in it, it is a fair lock. Safe from any thread.
#pragma once
#include "carafe/db/connection.hpp"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace carafe::db {

class ConnectionLine {
  public:
    using Make = std::function<std::unique_ptr<Connection>()>;

    /// @param make  Opens a connection, called when one is wanted and fewer than `limit` exist.
    ConnectionLine(int limit, Make make);

    /// @throws PoolTimeout after waiting `timeout`, and what `make` throws.
    Connection& take(std::chrono::milliseconds timeout);
    /// Hands `connection` to whoever waits longest.
    void give(Connection& connection) noexcept;
    /// Closes `connection`; whoever waits longest opens a new one.
    void drop(Connection& connection) noexcept;
    /// Threads waiting now.
    std::size_t waiting() const;

  private:
    struct Waiter {
        std::condition_variable wake;
        Connection* granted = nullptr;
        bool may_open = false;
    };

    Connection& open_one();
    Connection* wait(std::unique_lock<std::mutex>& lock, std::chrono::milliseconds timeout);
    void pass_on_opening();

    const int limit_;
    const Make make_;
    mutable std::mutex mutex_;
    std::vector<std::unique_ptr<Connection>> all_;
    std::vector<Connection*> idle_;
    std::deque<Waiter*> line_;
    int opened_ = 0;
};

}  // namespace carafe::db
