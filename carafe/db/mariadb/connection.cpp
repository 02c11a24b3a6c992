#include "carafe/db/mariadb/connection.hpp"

#include "carafe/db/errors.hpp"
#include "carafe/db/mariadb/errors.hpp"
#include "carafe/db/mariadb/values.hpp"

#include <mysql.h>
#include <poll.h>

#include <utility>

namespace carafe::db::mariadb {

namespace {

/// For the whole process, before its first connection: the library prepares itself without a lock.
void start_library() {
    [[maybe_unused]] static const int once = mysql_library_init(0, nullptr, nullptr);
}

void set_option(MYSQL* connection, std::string_view name, const std::string& value) {
    const my_bool on = 1;
    if (name == "ssl" && (value == "require" || value == "verify")) {
        mysql_optionsv(connection, MYSQL_OPT_SSL_ENFORCE, &on);
        if (value == "verify") {
            mysql_optionsv(connection, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &on);
        }
    } else if (name == "ssl_ca") {
        mysql_optionsv(connection, MYSQL_OPT_SSL_CA, value.c_str());
    } else {
        throw QueryError("database URL has an unknown option \"" + std::string(name) + "\"");
    }
}

/// The options of the address: name=value&name=value.
void set_options(MYSQL* connection, std::string_view options) {
    while (!options.empty()) {
        const auto end = options.find('&');
        const auto option = options.substr(0, end);
        const auto equals = option.find('=');
        const auto value = equals == option.npos ? std::string_view() : option.substr(equals + 1);
        set_option(connection, option.substr(0, equals), std::string(value));
        options.remove_prefix(end == options.npos ? options.size() : end + 1);
    }
}

void set_defaults(MYSQL* connection, const Options& options) {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(options.connect_timeout).count();
    const auto timeout = static_cast<unsigned>(seconds);
    mysql_optionsv(connection, MYSQL_OPT_CONNECT_TIMEOUT, &timeout);
    mysql_optionsv(connection, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    const unsigned off = 0;  // a server may not ask for files of ours
    mysql_optionsv(connection, MYSQL_OPT_LOCAL_INFILE, &off);
}

/// @return false when the server cannot be reached or refuses.
bool connect(MYSQL* connection, const Url& url) {
    const bool by_path = url.host.starts_with('/');
    if (!by_path && url.port != 0) {
        // Else "localhost" would mean the default socket, whatever the port.
        const unsigned tcp = MYSQL_PROTOCOL_TCP;
        mysql_optionsv(connection, MYSQL_OPT_PROTOCOL, &tcp);
    }
    // Rows that an UPDATE finds count, also when they held the new values before.
    constexpr unsigned long kFlags = CLIENT_MULTI_STATEMENTS | CLIENT_FOUND_ROWS;
    return mysql_real_connect(connection,
                              by_path || url.host.empty() ? nullptr : url.host.c_str(),
                              url.user.c_str(),
                              url.password.c_str(),
                              url.database.c_str(),
                              static_cast<unsigned>(url.port),
                              by_path ? url.host.c_str() : nullptr,
                              kFlags) != nullptr;
}

bool wants_tls(const Url& url) {
    return ("&" + url.options).find("&ssl=") != std::string::npos;
}

std::string session_settings(const Options& options) {
    const double seconds = static_cast<double>(options.statement_timeout.count()) / 1000;
    return "SET NAMES utf8mb4 COLLATE utf8mb4_nopad_bin, time_zone = '+00:00', autocommit = 1, "
           "lc_messages = 'en_US', "  // error messages are read
           "sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES,STRICT_ALL_TABLES,"
           "NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,"
           "SIMULTANEOUS_ASSIGNMENT', max_statement_time = " +
           std::to_string(seconds) + "; SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED";
}

struct FreeResult {
    MYSQL_STMT* statement;

    ~FreeResult() { mysql_stmt_free_result(statement); }
};

}  // namespace

MariadbConnection::MariadbConnection(const Url& url, const Options& options)
    : connection_((start_library(), mysql_init(nullptr)), mysql_close) {
    if (!connection_) {
        throw ConnectionError("out of memory");
    }
    set_defaults(connection_.get(), options);
    set_options(connection_.get(), url.options);
    if (!connect(connection_.get(), url)) {
        throw ConnectionError(url.text() + " cannot be opened: " + mysql_error(connection_.get()),
                              {},
                              static_cast<int>(mysql_errno(connection_.get())));
    }
    if (wants_tls(url) && !mysql_get_ssl_cipher(connection_.get())) {
        // The library goes on in the clear with a server that offers none.
        throw ConnectionError(url.text() + " cannot be opened: the server offers no TLS");
    }
    run(session_settings(options));
}

MariadbConnection::~MariadbConnection() {
    drop_statements();
}

void MariadbConnection::fail(unsigned code, const std::string& message, std::string_view sql) {
    // Errors do not say what became of the transaction, and some end all of it: the next answer does.
    constexpr std::string_view kNothing = "DO 0";
    lost_ = mysql_real_query(connection_.get(), kNothing.data(), kNothing.size()) != 0;
    throw_error(code, message, sql);
}

void MariadbConnection::fail(std::string_view sql) {
    fail(mysql_errno(connection_.get()), mysql_error(connection_.get()), sql);
}

void MariadbConnection::fail(st_mysql_stmt* statement, std::string_view sql) {
    fail(mysql_stmt_errno(statement), mysql_stmt_error(statement), sql);
}

/// Runs any number of statements to their end.
void MariadbConnection::query(const std::string& sql) {
    MYSQL* connection = connection_.get();
    if (mysql_real_query(connection, sql.data(), sql.size()) != 0) {
        fail(sql);
    }
    int code;
    do {
        mysql_free_result(mysql_store_result(connection));
        if (mysql_errno(connection) != 0) {
            fail(sql);
        }
    } while ((code = mysql_next_result(connection)) == 0);
    if (code > 0) {
        fail(sql);
    }
}

void MariadbConnection::send_waiting() {
    if (!waiting_.empty()) {
        query(std::exchange(waiting_, {}));
    }
}

void MariadbConnection::require_transaction() const {
    // A deadlock ends the whole transaction, and so does a change of the schema. Going on would write
    // the rest of the unit of work on its own.
    if (expects_transaction_ && !in_transaction()) {
        throw ConnectionError("the transaction was ended by an earlier statement");
    }
}

std::unique_ptr<Statement> MariadbConnection::prepare(std::string_view sql) {
    return std::make_unique<MariadbStatement>(*this, sql);
}

Prepared MariadbConnection::compile(const std::string& sql) {
    Prepared statement(mysql_stmt_init(connection_.get()), mysql_stmt_close);
    if (mysql_stmt_prepare(statement.get(), sql.data(), sql.size()) != 0) {
        fail(statement.get(), sql);
    }
    return statement;
}

std::int64_t MariadbConnection::execute(Statement& statement,
                                        std::span<const Param> params,
                                        const RowSink* sink) {
    require_transaction();
    send_waiting();
    auto& own = static_cast<MariadbStatement&>(statement);
    std::vector<Param> values;
    const Prepared prepared = own.prepared(params, values);
    MYSQL_STMT* stmt = prepared.get();
    if (mysql_stmt_param_count(stmt) != values.size()) {
        throw QueryError("number of values is not the number of parameters", own.sql());
    }
    const Parameters bound(values);
    if (mysql_stmt_bind_param(stmt, bound.binds()) != 0 || mysql_stmt_execute(stmt) != 0) {
        fail(stmt, own.sql());
    }
    const FreeResult guard{stmt};
    return sink ? read_rows(stmt, *sink, own.sql()) : static_cast<std::int64_t>(mysql_stmt_affected_rows(stmt));
}

/// Takes the whole result first: storing a row may run other statements.
std::int64_t MariadbConnection::read_rows(st_mysql_stmt* statement,
                                          const RowSink& sink,
                                          const std::string& sql) {
    // Known only now: INSERT ... RETURNING is prepared as a statement without columns.
    const std::size_t first = sink.keyed ? 1 : 0;
    if (mysql_stmt_field_count(statement) != sink.count + first) {
        throw QueryError("number of columns is not the number of members", sql);
    }
    RowBuffer buffer(statement, sql);
    if (mysql_stmt_bind_result(statement, buffer.binds()) != 0 || mysql_stmt_store_result(statement) != 0) {
        fail(statement, sql);
    }
    std::int64_t count = 0;
    int code;
    while ((code = mysql_stmt_fetch(statement)) == 0 || code == MYSQL_DATA_TRUNCATED) {
        const std::int64_t key = sink.keyed ? buffer.integer(0) : 0;
        buffer.store(static_cast<char*>(sink.next(sink.context, key)), first, sink);
        ++count;
    }
    if (code != MYSQL_NO_DATA) {
        fail(statement, sql);
    }
    return count;
}

void MariadbConnection::run(const std::string& script) {
    query(std::exchange(waiting_, {}) + script);
}

std::vector<std::vector<std::string>> MariadbConnection::rows(const std::string& sql) {
    send_waiting();
    if (mysql_real_query(connection_.get(), sql.data(), sql.size()) != 0) {
        fail(sql);
    }
    std::unique_ptr<MYSQL_RES, void (*)(MYSQL_RES*)> result(mysql_store_result(connection_.get()),
                                                            mysql_free_result);
    if (!result) {
        fail(sql);
    }
    std::vector<std::vector<std::string>> rows;
    while (MYSQL_ROW row = mysql_fetch_row(result.get())) {
        const unsigned long* sizes = mysql_fetch_lengths(result.get());
        auto& texts = rows.emplace_back();
        for (unsigned i = 0; i < mysql_num_fields(result.get()); ++i) {
            texts.emplace_back(row[i] ? row[i] : "", sizes[i]);
        }
    }
    return rows;
}

std::int64_t MariadbConnection::last_insert_id() {
    return static_cast<std::int64_t>(mysql_insert_id(connection_.get()));
}

void MariadbConnection::set_tenant(std::int64_t, const std::string& lock_sql) {
    if (!lock_sql.empty()) {
        run(lock_sql);
    }
}

bool MariadbConnection::in_transaction() const {
    return !waiting_.empty() || (connection_->server_status & SERVER_STATUS_IN_TRANS) != 0;
}

/// A writer sees what was committed before each of its statements: a snapshot would be as old as its
/// first one, which often asks who the visitor is, before the lock of the tenant's row.
void MariadbConnection::begin(Access access) {
    waiting_ = access == Access::ReadOnly
                   ? "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ;"
                     "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY;"
                   : "START TRANSACTION READ WRITE;";
    expects_transaction_ = true;
}

void MariadbConnection::commit() {
    require_transaction();
    expects_transaction_ = false;
    if (std::exchange(waiting_, {}).empty()) {
        query("COMMIT");
    }
}

void MariadbConnection::rollback() noexcept {
    expects_transaction_ = false;
    waiting_.clear();
    if (in_transaction()) {
        constexpr std::string_view kRollback = "ROLLBACK";
        lost_ = mysql_real_query(connection_.get(), kRollback.data(), kRollback.size()) != 0 || lost_;
    }
}

bool MariadbConnection::is_broken() const {
    return lost_ || in_transaction();
}

bool MariadbConnection::is_open() noexcept {
    // Between transactions the server says nothing but good-bye.
    pollfd socket{static_cast<int>(mysql_get_socket(connection_.get())), POLLIN, 0};
    return ::poll(&socket, 1, 0) == 0;
}

bool MariadbConnection::ping() noexcept {
    return mysql_ping(connection_.get()) == 0;
}

}  // namespace carafe::db::mariadb
