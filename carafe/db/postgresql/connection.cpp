#include "carafe/db/postgresql/connection.hpp"

#include "carafe/db/errors.hpp"
#include "carafe/db/postgresql/errors.hpp"
#include "carafe/db/postgresql/values.hpp"

#include <libpq-fe.h>
#include <poll.h>

#include <array>
#include <charconv>

namespace carafe::db::postgresql {

namespace {

class PostgresqlStatement final : public Statement {
  public:
    PostgresqlStatement(PostgresqlConnection& owner, std::string name, std::string_view sql)
        : owner_(owner), name_(std::move(name)), sql_(sql), read_only_(reads_only(sql)) {}

    ~PostgresqlStatement() override { owner_.forget(name_); }

    bool is_read_only() const override { return read_only_; }

    const std::string& name() const { return name_; }

    const std::string& sql() const { return sql_; }

    std::vector<Oid> types{};  ///< of its parameters, as the server inferred them
    int columns = 0;           ///< of its result

  private:
    PostgresqlConnection& owner_;
    std::string name_;
    std::string sql_;
    bool read_only_;
};

/// Parameters as libpq wants them.
class Bound {
  public:
    Bound(const PostgresqlStatement& statement, std::span<const Param> params) {
        if (statement.types.size() != params.size()) {
            throw QueryError("number of values is not the number of parameters", statement.sql());
        }
        values_.resize(params.size());
        lengths_.resize(params.size());
        formats_.resize(params.size(), 1);
        std::vector<std::size_t> starts(params.size());
        for (std::size_t i = 0; i < params.size(); ++i) {
            starts[i] = bytes_.size();
            formats_[i] = encode(bytes_, params[i], statement.types[i]) ? 1 : 0;
            lengths_[i] = static_cast<int>(bytes_.size() - starts[i]);
            bytes_ += '\0';  // ends what is sent as text
        }
        for (std::size_t i = 0; i < params.size(); ++i) {
            values_[i] = params[i].kind == ParamKind::Null ? nullptr : bytes_.data() + starts[i];
        }
    }

    int count() const { return static_cast<int>(values_.size()); }

    const char* const* values() const { return values_.data(); }

    const int* lengths() const { return lengths_.data(); }

    const int* formats() const { return formats_.data(); }

  private:
    std::string bytes_{};
    std::vector<const char*> values_{};
    std::vector<int> lengths_{};
    std::vector<int> formats_{};
};

pg_result* run_plain(pg_conn* connection, const PostgresqlStatement& statement, const Bound& bound) {
    return PQexecPrepared(connection,
                          statement.name().c_str(),
                          bound.count(),
                          bound.values(),
                          bound.lengths(),
                          bound.formats(),
                          1);
}

/// The result of the next command of a pipeline.
pg_result* next_result(pg_conn* connection) {
    pg_result* result = PQgetResult(connection);
    PQclear(PQgetResult(connection));  // the end of its results
    return result;
}

/// Runs a statement that writes between a savepoint and its release, all in one flush. A statement
/// that is refused undoes itself only, as on the other engines; without the savepoint the server
/// would refuse the rest of the transaction too.
pg_result* run_guarded(pg_conn* connection, const PostgresqlStatement& statement, const Bound& bound) {
    auto send = [&](const char* sql) {
        return PQsendQueryParams(connection, sql, 0, nullptr, nullptr, nullptr, nullptr, 0);
    };
    const bool sent = PQenterPipelineMode(connection) && send("SAVEPOINT carafe_statement") &&
                      PQsendQueryPrepared(connection,
                                          statement.name().c_str(),
                                          bound.count(),
                                          bound.values(),
                                          bound.lengths(),
                                          bound.formats(),
                                          1) &&
                      send("RELEASE carafe_statement") && PQpipelineSync(connection);
    if (!sent) {
        return nullptr;
    }
    PQclear(next_result(connection));
    pg_result* result = next_result(connection);
    PQclear(next_result(connection));
    PQclear(PQgetResult(connection));  // of the sync
    PQexitPipelineMode(connection);
    if (PQtransactionStatus(connection) == PQTRANS_INERROR) {
        PQclear(PQexec(connection, "ROLLBACK TO carafe_statement; RELEASE carafe_statement"));
    }
    return result;
}

std::int64_t changed_rows(PGresult* result) {
    std::string_view text = PQcmdTuples(result);
    std::int64_t count = 0;
    std::from_chars(text.data(), text.data() + text.size(), count);
    return count;
}

void ignore_notice(void*, const PGresult*) {}

pg_conn* connect(const Url& url, const Options& options) {
    const std::string port = url.port != 0 ? std::to_string(url.port) : "";
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(options.connect_timeout).count();
    const std::string timeout = std::to_string(std::max<std::int64_t>(seconds, 2));
    // Options of the address come first: a later word wins.
    const std::string extra = "postgresql:///?" + url.options;
    const std::array<std::pair<const char*, const char*>, 9> words{{
        {"dbname", extra.c_str()},
        {"host", url.host.c_str()},
        {"port", port.c_str()},
        {"user", url.user.c_str()},
        {"password", url.password.c_str()},
        {"dbname", url.database.c_str()},
        {"connect_timeout", timeout.c_str()},
        {"client_encoding", "UTF8"},
        {"fallback_application_name", "carafe"},
    }};
    std::vector<const char*> names;
    std::vector<const char*> values;
    for (const auto& [name, value] : words) {
        const bool given = value[0] != '\0';
        if (given) {
            names.push_back(name);
            values.push_back(value);
        }
    }
    names.push_back(nullptr);
    values.push_back(nullptr);
    return PQconnectdbParams(names.data(), values.data(), 1);
}

}  // namespace

PostgresqlConnection::PostgresqlConnection(const Url& url, const Options& options)
    : connection_(connect(url, options)) {
    try {
        if (PQstatus(connection_) != CONNECTION_OK) {
            std::string why = connection_ ? PQerrorMessage(connection_) : "out of memory";
            while (why.ends_with('\n')) {
                why.pop_back();
            }
            throw ConnectionError(url.text() + " cannot be opened: " + why);
        }
        PQsetNoticeReceiver(connection_, ignore_notice, nullptr);
        run("SET TimeZone = 'UTC'; SET statement_timeout = " +
            std::to_string(options.statement_timeout.count()));
    } catch (...) {
        PQfinish(connection_);
        throw;
    }
}

PostgresqlConnection::~PostgresqlConnection() {
    drop_statements();
    PQfinish(connection_);
}

PostgresqlConnection::ResultPointer PostgresqlConnection::checked(pg_result* result,
                                                                  std::string_view sql) {
    ResultPointer owned(result, PQclear);
    switch (PQresultStatus(result)) {
        case PGRES_COMMAND_OK:
        case PGRES_TUPLES_OK:
        case PGRES_EMPTY_QUERY:
            return owned;
        default:
            throw_error(connection_, result, sql);
    }
}

void PostgresqlConnection::send_waiting() {
    std::string first = std::exchange(waiting_, {});
    for (const auto& name : std::exchange(forgotten_, {})) {
        first += "DEALLOCATE " + name + ";";
    }
    if (!first.empty()) {
        checked(PQexec(connection_, first.c_str()), first);
    }
}

std::unique_ptr<Statement> PostgresqlConnection::prepare(std::string_view sql) {
    send_waiting();
    auto statement = std::make_unique<PostgresqlStatement>(
        *this, "carafe_" + std::to_string(++next_name_), sql);
    const std::string& name = statement->name();
    checked(PQprepare(connection_, name.c_str(), statement->sql().c_str(), 0, nullptr), sql);
    auto description = checked(PQdescribePrepared(connection_, name.c_str()), sql);
    for (int i = 0; i < PQnparams(description.get()); ++i) {
        statement->types.push_back(PQparamtype(description.get(), i));
    }
    statement->columns = PQnfields(description.get());
    return statement;
}

std::int64_t PostgresqlConnection::execute(Statement& statement,
                                           std::span<const Param> params,
                                           const RowSink* sink) {
    auto& own = static_cast<PostgresqlStatement&>(statement);
    const int first = sink && sink->keyed ? 1 : 0;
    if (sink && own.columns != static_cast<int>(sink->count) + first) {
        throw QueryError("number of columns is not the number of members", own.sql());
    }
    const Bound bound(own, params);
    send_waiting();
    const bool guarded = !own.is_read_only() && PQtransactionStatus(connection_) == PQTRANS_INTRANS;
    auto result = checked(guarded ? run_guarded(connection_, own, bound) : run_plain(connection_, own, bound),
                          own.sql());
    if (!sink) {
        return changed_rows(result.get());
    }
    const int count = PQntuples(result.get());
    for (int i = 0; i < count; ++i) {
        const std::int64_t key = first ? read_integer(result.get(), i, 0, own.sql()) : 0;
        char* row = static_cast<char*>(sink->next(sink->context, key));
        read_row(result.get(), i, first, row, *sink, own.sql());
    }
    return count;
}

void PostgresqlConnection::run(const std::string& script) {
    send_waiting();
    checked(PQexec(connection_, script.c_str()), script);
}

std::vector<std::vector<std::string>> PostgresqlConnection::rows(const std::string& sql) {
    send_waiting();
    auto result = checked(PQexec(connection_, sql.c_str()), sql);
    std::vector<std::vector<std::string>> rows;
    for (int i = 0; i < PQntuples(result.get()); ++i) {
        auto& row = rows.emplace_back();
        for (int column = 0; column < PQnfields(result.get()); ++column) {
            row.emplace_back(PQgetvalue(result.get(), i, column),
                             static_cast<std::size_t>(PQgetlength(result.get(), i, column)));
        }
    }
    return rows;
}

std::int64_t PostgresqlConnection::last_insert_id() {
    throw QueryError("PostgreSQL's INSERT returns its key");
}

void PostgresqlConnection::set_tenant(std::int64_t tenant, const std::string& lock_sql) {
    std::string sql = std::exchange(waiting_, {});
    sql += "SELECT set_config('carafe.tenant', '" + std::to_string(tenant) + "', true)";
    sql += lock_sql.empty() ? "" : "; " + lock_sql;
    checked(PQexec(connection_, sql.c_str()), sql);
}

bool PostgresqlConnection::in_transaction() const {
    return !waiting_.empty() || PQtransactionStatus(connection_) != PQTRANS_IDLE;
}

void PostgresqlConnection::begin(Access access) {
    waiting_ = access == Access::ReadOnly ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;"
                                          : "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;";
}

void PostgresqlConnection::commit() {
    if (!waiting_.empty()) {
        waiting_.clear();
        return;
    }
    auto result = checked(PQexec(connection_, "COMMIT"), "COMMIT");
    // A transaction in which a statement failed is rolled back by COMMIT, without an error.
    if (std::string_view(PQcmdStatus(result.get())) == "ROLLBACK") {
        throw QueryError("an earlier statement of the transaction failed, so nothing was written");
    }
}

void PostgresqlConnection::rollback() noexcept {
    waiting_.clear();
    if (PQtransactionStatus(connection_) != PQTRANS_IDLE) {
        PQclear(PQexec(connection_, "ROLLBACK"));
    }
}

bool PostgresqlConnection::is_broken() const {
    return PQstatus(connection_) != CONNECTION_OK ||
           PQtransactionStatus(connection_) != PQTRANS_IDLE;
}

bool PostgresqlConnection::is_open() noexcept {
    // Between transactions the server says nothing but good-bye, or a notice.
    pollfd socket{PQsocket(connection_), POLLIN, 0};
    if (::poll(&socket, 1, 0) == 0) {
        return true;
    }
    return PQconsumeInput(connection_) == 1 && PQstatus(connection_) == CONNECTION_OK;
}

bool PostgresqlConnection::ping() noexcept {
    PGresult* result = PQexec(connection_, "");
    const bool alive = PQresultStatus(result) == PGRES_EMPTY_QUERY;
    PQclear(result);
    return alive;
}

void require_bound_role(Connection& connection) {
    auto roles = connection.rows(
        "SELECT rolname FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolbypassrls)");
    if (!roles.empty()) {
        throw AccessDenied("the PostgreSQL role \"" + roles[0][0] +
                           "\" passes by the rules that keep tenants apart (superuser or BYPASSRLS): "
                           "make an ordinary role the owner of the database and name it in DATABASE_URL");
    }
}

}  // namespace carafe::db::postgresql
