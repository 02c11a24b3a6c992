// A database server's connections: opened when needed, checked after a rest, thrown away when broken.
// What several transactions may do at once is the server's business.
#pragma once
#include "carafe/db/connection_line.hpp"
#include "carafe/db/engine.hpp"

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string_view>

namespace carafe::db {

/// A connection to a server.
class ServerConnection : public Connection {
  public:
    /// ReadOnly: one snapshot for all statements. Nothing is sent before the first statement.
    virtual void begin(Access access) = 0;
    /// @throws ConnectionError when it is not known whether the server committed.
    virtual void commit() = 0;
    virtual void rollback() noexcept = 0;
    /// Did the connection end, or is it in a state that nobody may be given?
    virtual bool is_broken() const = 0;
    /// Did the server not hang up? Looks at the socket only.
    virtual bool is_open() noexcept = 0;
    /// Asks the server for a sign of life.
    virtual bool ping() noexcept = 0;

    std::chrono::steady_clock::time_point last_used{};
};

/// Does the first word of the statement say that nothing is written? The server refuses the rest in a
/// read-only transaction.
bool reads_only(std::string_view sql);

class ServerEngine final : public Engine {
  public:
    using Open = std::function<std::unique_ptr<ServerConnection>()>;

    /// @param open  connects. @throws ConnectionError: one connection is opened now, so that a wrong
    /// address or password is found at start.
    ServerEngine(Url url, const Options& options, const Dialect& dialect, Open open);

    const Dialect& dialect() const override { return dialect_; }

    const Url& url() const override { return url_; }

    Transaction begin(Access access) override;
    void exclusively(const std::function<void(Connection&)>& work) override;

  protected:
    void commit(Connection& connection, Access access) override;
    void rollback(Connection& connection, Access access) noexcept override;

  private:
    std::unique_ptr<Connection> open();
    ServerConnection& take();
    void give(ServerConnection& connection) noexcept;

    const Url url_;
    const Options options_;
    const Dialect& dialect_;
    const Open open_;
    std::mutex failures_mutex_;
    int failures_ = 0;  ///< connects that failed one after the other
    std::chrono::steady_clock::time_point last_failure_{};
    ConnectionLine line_;
};

}  // namespace carafe::db
