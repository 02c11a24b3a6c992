#include "carafe/db/sqlite/connection.hpp"

#include "carafe/db/errors.hpp"
#include "carafe/db/sqlite/values.hpp"

#include <sqlite3.h>

namespace carafe::db::sqlite {

namespace {

/// Pages in the log after which a commit copies it into the file; SQLite's own default.
constexpr int kCheckpointPages = 1000;

class SqliteStatement final : public Statement {
  public:
    explicit SqliteStatement(sqlite3_stmt* statement)
        : statement_(statement), read_only_(statement && sqlite3_stmt_readonly(statement) != 0) {}

    ~SqliteStatement() override { sqlite3_finalize(statement_); }

    bool is_read_only() const override { return read_only_; }

    sqlite3_stmt* get() const { return statement_; }

  private:
    sqlite3_stmt* statement_;
    bool read_only_;
};

struct ResetWhenDone {
    sqlite3_stmt* statement;

    ~ResetWhenDone() { sqlite3_reset(statement); }
};

sqlite3_stmt* compile(sqlite3* database, std::string_view sql, const char** rest) {
    sqlite3_stmt* statement = nullptr;
    int code = sqlite3_prepare_v3(database,
                                  sql.data(),
                                  static_cast<int>(sql.size()),
                                  SQLITE_PREPARE_PERSISTENT,
                                  &statement,
                                  rest);
    if (code != SQLITE_OK) {
        throw_error(database, sql);
    }
    return statement;
}

/// For the whole process, before its first connection: SQLite keeps no account of its memory, which
/// would take a lock at each allocation.
void configure_library() {
    [[maybe_unused]] static const int once = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

}  // namespace

SqliteConnection::SqliteConnection(const Url& url,
                                   Access access,
                                   LogSync log_sync,
                                   std::chrono::milliseconds busy_timeout) {
    configure_library();
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    if (access == Access::ReadWrite) {
        flags |= SQLITE_OPEN_CREATE;
    }
    int code = sqlite3_open_v2(url.path.c_str(), &database_, flags, nullptr);
    try {
        if (code != SQLITE_OK) {
            throw ConnectionError(std::string("database cannot be opened: ") +
                                      (database_ ? sqlite3_errmsg(database_) : "out of memory"),
                                  {},
                                  code);
        }
        sqlite3_busy_timeout(database_, static_cast<int>(busy_timeout.count()));
        configure(url, access, log_sync);
    } catch (...) {
        sqlite3_close_v2(database_);
        throw;
    }
}

void SqliteConnection::configure(const Url& url, Access access, LogSync log_sync) {
    // "text" in double quotes is an identifier or an error, never silently a string.
    sqlite3_db_config(database_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(database_, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    sqlite3_limit(database_, SQLITE_LIMIT_ATTACHED, 0);
    if (!url.in_memory() && access == Access::ReadWrite) {
        run("PRAGMA journal_mode=WAL");
    }
    // With NORMAL the engine writes the log through (wal_sync.hpp); SQLite still syncs at
    // checkpoints.
    run(log_sync == LogSync::ByEngine ? "PRAGMA synchronous=NORMAL" : "PRAGMA synchronous=FULL");
    run("PRAGMA foreign_keys=ON");
    if (access == Access::ReadOnly) {
        run("PRAGMA query_only=ON");
    }
    sqlite3_wal_hook(database_, &SqliteConnection::on_commit, this);
}

SqliteConnection::~SqliteConnection() {
    drop_statements();
    for (auto* statement : {begin_read_, begin_write_, commit_, rollback_}) {
        sqlite3_finalize(statement);
    }
    sqlite3_close_v2(database_);
}

int SqliteConnection::on_commit(void* self, sqlite3* database, const char* name, int pages) {
    static_cast<SqliteConnection*>(self)->wrote_ = true;
    if (pages >= kCheckpointPages) {
        // Readers may hold it back; then a later commit tries again.
        sqlite3_wal_checkpoint_v2(database, name, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    }
    return SQLITE_OK;
}

bool SqliteConnection::take_wrote() {
    return std::exchange(wrote_, false);
}

std::unique_ptr<Statement> SqliteConnection::prepare(std::string_view sql) {
    const char* rest = nullptr;
    sqlite3_stmt* statement = compile(database_, sql, &rest);
    auto result = std::make_unique<SqliteStatement>(statement);
    std::string_view tail(rest, static_cast<std::size_t>(sql.data() + sql.size() - rest));
    if (!statement || tail.find_first_not_of(" \t\r\n;") != tail.npos) {
        throw QueryError("expected exactly one SQL statement", std::string(sql));
    }
    return result;
}

std::int64_t SqliteConnection::execute(Statement& statement,
                                       std::span<const Param> params,
                                       const RowSink* sink) {
    require_transaction();
    sqlite3_stmt* compiled = static_cast<SqliteStatement&>(statement).get();
    ResetWhenDone guard{compiled};
    bind(compiled, params);
    return step_all(compiled, sink);
}

void SqliteConnection::bind(sqlite3_stmt* statement, std::span<const Param> params) {
    if (static_cast<std::size_t>(sqlite3_bind_parameter_count(statement)) != params.size()) {
        throw QueryError("number of values is not the number of parameters",
                         sqlite3_sql(statement));
    }
    for (std::size_t i = 0; i < params.size(); ++i) {
        if (bind_value(statement, static_cast<int>(i) + 1, params[i]) != SQLITE_OK) {
            fail(statement, {});
        }
    }
}

std::int64_t SqliteConnection::step_all(sqlite3_stmt* statement, const RowSink* sink) {
    int base = sink && sink->keyed ? 1 : 0;
    if (sink && sqlite3_column_count(statement) != static_cast<int>(sink->count) + base) {
        throw QueryError("number of columns is not the number of members", sqlite3_sql(statement));
    }
    std::int64_t count = 0;
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        if (!sink) {
            continue;
        }
        ++count;
        std::int64_t key = sink->keyed ? sqlite3_column_int64(statement, 0) : 0;
        char* row = static_cast<char*>(sink->next(sink->context, key));
        read_row(statement, row, *sink);
    }
    if (code != SQLITE_DONE) {
        fail(statement, {});
    }
    return sink ? count : sqlite3_changes64(database_);
}

void SqliteConnection::run(const std::string& script) {
    // One statement after the other, so that an error carries the text of the one that failed.
    std::string_view rest = script;
    while (!rest.empty()) {
        const char* end = nullptr;
        SqliteStatement statement(compile(database_, rest, &end));
        rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
        if (statement.get()) {
            step_all(statement.get(), nullptr);
        }
    }
}

std::vector<std::vector<std::string>> SqliteConnection::rows(const std::string& sql) {
    std::unique_ptr<Statement> owner = prepare(sql);
    sqlite3_stmt* statement = static_cast<SqliteStatement&>(*owner).get();
    std::vector<std::vector<std::string>> result;
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        auto& row = result.emplace_back();
        for (int i = 0; i < sqlite3_column_count(statement); ++i) {
            const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, i));
            auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, i));
            row.push_back(text ? std::string(text, size) : std::string());
        }
    }
    if (code != SQLITE_DONE) {
        fail(statement, {});
    }
    return result;
}

std::int64_t SqliteConnection::last_insert_id() {
    return sqlite3_last_insert_rowid(database_);
}

bool SqliteConnection::in_transaction() const {
    return sqlite3_get_autocommit(database_) == 0;
}

void SqliteConnection::begin(Access access) {
    if (access == Access::ReadWrite) {
        step_control(begin_write_, "BEGIN IMMEDIATE");
    } else {
        step_control(begin_read_, "BEGIN");
    }
    expects_transaction_ = true;
}

void SqliteConnection::commit() {
    require_transaction();
    step_control(commit_, "COMMIT");
    expects_transaction_ = false;
}

void SqliteConnection::rollback() noexcept {
    expects_transaction_ = false;
    if (!in_transaction()) {
        return;
    }
    try {
        step_control(rollback_, "ROLLBACK");
    } catch (const Error&) {
        // SQLite has rolled back by itself, or the next BEGIN reports what is wrong.
        expects_transaction_ = false;
    }
}

void SqliteConnection::step_control(sqlite3_stmt*& statement, const char* sql) {
    if (!statement) {
        statement = compile(database_, sql, nullptr);
    }
    ResetWhenDone guard{statement};
    if (sqlite3_step(statement) != SQLITE_DONE) {
        fail(statement, {});
    }
}

void SqliteConnection::require_transaction() const {
    // Some errors (disk full, out of memory) end the whole transaction. Going on would write the
    // rest of the unit of work on its own.
    if (expects_transaction_ && !in_transaction()) {
        throw ConnectionError("the transaction was ended by an earlier error");
    }
}

void SqliteConnection::fail(sqlite3_stmt* statement, std::string_view sql) {
    const char* text = statement ? sqlite3_sql(statement) : nullptr;
    throw_error(database_, text ? std::string_view(text) : sql);
}

}  // namespace carafe::db::sqlite
