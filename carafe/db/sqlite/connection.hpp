// A connection to a SQLite file. WAL, foreign keys on, no implicit quoting, extended error codes.
#pragma once
#include "carafe/db/connection.hpp"
#include "carafe/db/engine.hpp"

#include <chrono>
#include <string>

struct sqlite3;
struct sqlite3_stmt;

namespace carafe::db::sqlite {

/// Who writes commits through to the disk: the engine for many at once, or SQLite at every commit.
enum class LogSync { ByEngine, EveryCommit };

class SqliteConnection final : public Connection {
  public:
    /// @throws ConnectionError
    SqliteConnection(const Url& url,
                     Access access,
                     LogSync log_sync,
                     std::chrono::milliseconds busy_timeout);
    ~SqliteConnection() override;

    const Dialect& dialect() const override { return sqlite_dialect(); }

    std::unique_ptr<Statement> prepare(std::string_view sql) override;
    std::int64_t execute(Statement& statement,
                         std::span<const Param> params,
                         const RowSink* sink) override;
    void run(const std::string& script) override;
    std::vector<std::vector<std::string>> rows(const std::string& sql) override;
    std::int64_t last_insert_id() override;
    void set_tenant(std::int64_t, const std::string&) override {}  // it has no such rules
    bool in_transaction() const override;

    /// ReadWrite takes the write lock at once, so that no later statement can fail for it.
    void begin(Access access);
    void commit();
    void rollback() noexcept;
    /// Did a commit write to the log since this was last asked?
    bool take_wrote();

  private:
    void configure(const Url& url, Access access, LogSync log_sync);
    void bind(sqlite3_stmt* statement, std::span<const Param> params);
    std::int64_t step_all(sqlite3_stmt* statement, const RowSink* sink);
    void step_control(sqlite3_stmt*& statement, const char* sql);
    void require_transaction() const;
    [[noreturn]] void fail(sqlite3_stmt* statement, std::string_view sql);
    static int on_commit(void* self, sqlite3* database, const char* name, int pages);

    sqlite3* database_ = nullptr;
    sqlite3_stmt* begin_read_ = nullptr;
    sqlite3_stmt* begin_write_ = nullptr;
    sqlite3_stmt* commit_ = nullptr;
    sqlite3_stmt* rollback_ = nullptr;
    bool wrote_ = false;
    bool expects_transaction_ = false;
};

/// Throws the error class for the connection's last error.
[[noreturn]] void throw_error(sqlite3* database, std::string_view sql);

}  // namespace carafe::db::sqlite
