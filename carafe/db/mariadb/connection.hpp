// A connection to a MariaDB server, version 10.5 or later. Statements are prepared, values travel in
// binary, times are UTC, text is compared by its bytes.
#pragma once
#include "carafe/db/mariadb/statement.hpp"
#include "carafe/db/server_engine.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct st_mysql;

namespace carafe::db::mariadb {

class MariadbConnection final : public ServerConnection {
  public:
    /// @throws ConnectionError, or QueryError for an unknown option of the address.
    MariadbConnection(const Url& url, const Options& options);
    ~MariadbConnection() override;

    const Dialect& dialect() const override { return mariadb_dialect(); }

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

    /// Lets the server prepare one statement. @throws QueryError
    Prepared compile(const std::string& sql);

  private:
    void query(const std::string& sql);
    void send_waiting();
    void require_transaction() const;
    std::int64_t read_rows(st_mysql_stmt* statement, const RowSink& sink, const std::string& sql);
    [[noreturn]] void fail(std::string_view sql);
    [[noreturn]] void fail(st_mysql_stmt* statement, std::string_view sql);
    [[noreturn]] void fail(unsigned code, const std::string& message, std::string_view sql);

    std::unique_ptr<st_mysql, void (*)(st_mysql*)> connection_;
    std::string waiting_{};              ///< SQL to be run before anything else: START TRANSACTION
    bool expects_transaction_ = false;  ///< begun and not ended by us
    bool lost_ = false;
};

}  // namespace carafe::db::mariadb
