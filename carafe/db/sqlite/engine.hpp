// A SQLite database shared by threads: reading connections, one writing connection, durable
// commits.
#pragma once
#include "carafe/db/connection_line.hpp"
#include "carafe/db/engine.hpp"
#include "carafe/db/sqlite/connection.hpp"
#include "carafe/db/sqlite/wal_sync.hpp"

#include <memory>

namespace carafe::db::sqlite {

class SqliteEngine final : public Engine {
  public:
    SqliteEngine(Url url, const Options& options);

    const Dialect& dialect() const override { return sqlite_dialect(); }

    const Url& url() const override { return url_; }

    Transaction begin(Access access) override;
    void exclusively(const std::function<void(Connection&)>& work) override;

  protected:
    void commit(Connection& connection, Access access) override;
    void rollback(Connection& connection, Access access) noexcept override;

  private:
    /// A database in memory has one connection, which everybody takes turns with.
    ConnectionLine& line(Access access) {
        return access == Access::ReadWrite || url_.in_memory() ? writer_ : readers_;
    }

    std::unique_ptr<Connection> open(Access access) const;
    /// Number to wait for until the commit is on the disk; 0 when there is nothing to wait for.
    std::uint64_t number_commit(SqliteConnection& connection);

    const Url url_;
    const Options options_;
    ConnectionLine writer_;
    ConnectionLine readers_;
    WalSync wal_;
};

}  // namespace carafe::db::sqlite
