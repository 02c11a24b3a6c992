// A database: its connections and the rules for sharing them between threads.
//
//     auto engine = db::open_engine("sqlite:///app.db", {});
//     db::Transaction writing = engine->begin(db::Access::ReadWrite);    // waits for its turn
//     writing.connection().run("...");
//     writing.commit();                                                  // durable when it returns
#pragma once
#include "carafe/db/connection.hpp"
#include "carafe/db/url.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string_view>

namespace carafe::db {

enum class Access : std::uint8_t { ReadOnly, ReadWrite };

struct Options {
    int max_readers = 8;      ///< SQLite: connections for reading, opened when needed
    int max_connections = 10;  ///< servers: connections, opened when needed
    std::chrono::milliseconds connect_timeout{5'000};     ///< servers
    std::chrono::milliseconds statement_timeout{30'000};  ///< servers: longest statement: Timeout
    std::chrono::milliseconds acquire_timeout{
        10'000};                                    ///< longest wait for a connection: PoolTimeout
    std::chrono::milliseconds busy_timeout{5'000};  ///< longest wait for another process: Busy
};

class Engine;

/// An open transaction on a connection that belongs to this object until it ends. Movable, one
/// thread at a time; rolled back when destroyed open.
class Transaction {
  public:
    Transaction() = default;

    Transaction(Engine& engine, Connection& connection, Access access)
        : engine_(&engine), connection_(&connection), access_(access) {}

    Transaction(Transaction&& other) noexcept;
    Transaction& operator=(Transaction&& other) noexcept;

    ~Transaction() { rollback(); }

    explicit operator bool() const { return connection_ != nullptr; }

    Connection& connection() const { return *connection_; }

    Access access() const { return access_; }

    /// Ends the transaction and gives the connection back, also when it throws: then nothing was
    /// written.
    void commit();
    void rollback() noexcept;

  private:
    Engine* engine_ = nullptr;
    Connection* connection_ = nullptr;
    Access access_ = Access::ReadOnly;
};

/// Safe from any thread.
class Engine {
  public:
    virtual ~Engine() = default;

    virtual const Dialect& dialect() const = 0;
    virtual const Url& url() const = 0;
    /// Waits for a connection and opens a transaction on it: a snapshot for reading, the one write
    /// lock for writing.
    /// @throws PoolTimeout, Busy, ConnectionError.
    virtual Transaction begin(Access access) = 0;
    /// Runs `work` on the writing connection, alone and outside any transaction: for schema
    /// changes.
    virtual void exclusively(const std::function<void(Connection&)>& work) = 0;

  protected:
    friend class Transaction;
    virtual void commit(Connection& connection, Access access) = 0;
    virtual void rollback(Connection& connection, Access access) noexcept = 0;
};

/// Opens the database, creating the file when it is missing (its folder must exist).
/// @throws ConnectionError, or QueryError for a URL that cannot be read.
std::unique_ptr<Engine> open_engine(std::string_view url, const Options& options);
/// A single connection outside any pool: for migrations, shadows and tools.
std::unique_ptr<Connection> open_connection(const Url& url, const Options& options);

}  // namespace carafe::db
