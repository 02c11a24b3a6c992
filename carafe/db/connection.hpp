// One connection to a database: used by one thread at a time, so nothing in it locks.
#pragma once
#include "carafe/db/binding.hpp"
#include "carafe/db/dialect.hpp"
#include "carafe/db/statement_cache.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace carafe::db {

/// Not one tenant's: for Connection::set_tenant.
inline constexpr std::int64_t kEveryTenant = 0;
inline constexpr std::int64_t kNoTenant = -1;

class Connection {
  public:
    virtual ~Connection() = default;

    virtual const Dialect& dialect() const = 0;
    /// @throws QueryError when the text is wrong or holds more than one statement.
    virtual std::unique_ptr<Statement> prepare(std::string_view sql) = 0;
    /// Runs a statement to its end. Rows go to `sink` when there is one.
    /// @return number of rows read, or without a sink of rows changed.
    virtual std::int64_t execute(Statement& statement,
                                 std::span<const Param> params,
                                 const RowSink* sink) = 0;
    /// Runs SQL text of any number of statements, without parameters or results. For schema changes
    /// and transaction control only, never for text made from input.
    virtual void run(const std::string& script) = 0;
    /// Rows of a query as text, NULL as empty: for introspection and tests, not for applications.
    virtual std::vector<std::vector<std::string>> rows(const std::string& sql) = 0;
    /// Key made by the last INSERT, on engines whose INSERT does not return it.
    virtual std::int64_t last_insert_id() = 0;
    /// From now on the transaction is `tenant`'s: engines with rules on rows of their own show no
    /// others. A transaction begins with kNoTenant.
    /// @param lock_sql  run with it, when not empty: a SELECT that locks the tenant's row.
    virtual void set_tenant(std::int64_t tenant, const std::string& lock_sql) = 0;
    /// True while a transaction is open.
    virtual bool in_transaction() const = 0;

    StatementCache& cache() { return cache_; }

  protected:
    /// To be called by a driver's destructor, before it closes the connection.
    void drop_statements() { cache_.clear(); }

  private:
    StatementCache cache_;
};

}  // namespace carafe::db
