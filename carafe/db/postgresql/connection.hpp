// A connection to a PostgreSQL server. Statements are prepared, values travel in binary, times are
// UTC; BEGIN leaves together with the first thing the transaction does.
#pragma once
#include "carafe/db/server_engine.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct pg_conn;
struct pg_result;

namespace carafe::db::postgresql {

class PostgresqlConnection final : public ServerConnection {
  public:
    /// @throws ConnectionError
    PostgresqlConnection(const Url& url, const Options& options);
    ~PostgresqlConnection() override;

    const Dialect& dialect() const override { return postgresql_dialect(); }

    std::unique_ptr<Statement> prepare(std::string_view sql) override;
    std::int64_t execute(Statement& statement,
                         std::span<const Param> params,
                         const RowSink* sink) override;
    void run(const std::string& script) override;
    std::vector<std::vector<std::string>> rows(const std::string& sql) override;
    std::int64_t last_insert_id() override;
    void set_tenant(std::int64_t tenant, const std::string& lock_sql) override;
    bool in_transaction() const override;

    void begin(Access access) override;
    void commit() override;
    void rollback() noexcept override;
    bool is_broken() const override;
    bool is_open() noexcept override;
    bool ping() noexcept override;

    /// Lets the server forget a prepared statement, with the next thing sent.
    void forget(const std::string& name) { forgotten_.push_back(name); }

  private:
    using ResultPointer = std::unique_ptr<pg_result, void (*)(pg_result*)>;

    ResultPointer checked(pg_result* result, std::string_view sql);
    void send_waiting();

    pg_conn* connection_ = nullptr;
    std::string waiting_{};  ///< SQL to be run before anything else: BEGIN
    std::vector<std::string> forgotten_{};
    std::uint64_t next_name_ = 0;
};

/// Rules on rows do not bind every role. @throws AccessDenied for one that may pass them by.
void require_bound_role(Connection& connection);

}  // namespace carafe::db::postgresql
