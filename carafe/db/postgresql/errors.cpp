#include "carafe/db/postgresql/errors.hpp"

#include "carafe/db/errors.hpp"

#include <libpq-fe.h>

#include <string>

namespace carafe::db::postgresql {

namespace {

struct Failure {
    std::string state;  ///< SQLSTATE
    std::string message;
    std::string table;
    std::string column;
    std::string constraint;
    std::string sql;
};

std::string field(const PGresult* result, int code) {
    const char* text = PQresultErrorField(result, code);
    return text ? text : "";
}

Failure read(const PGresult* result, std::string_view sql) {
    return {field(result, PG_DIAG_SQLSTATE),
            field(result, PG_DIAG_MESSAGE_PRIMARY),
            field(result, PG_DIAG_TABLE_NAME),
            field(result, PG_DIAG_COLUMN_NAME),
            field(result, PG_DIAG_CONSTRAINT_NAME),
            std::string(sql)};
}

template <class Violation>
[[noreturn]] void throw_constraint(const Failure& failure) {
    Violation error(failure.message, failure.sql);
    error.table = failure.table;
    error.constraint = failure.constraint;
    if (!failure.column.empty()) {
        error.columns = {failure.column};
    }
    throw error;
}

[[noreturn]] void throw_integrity(const Failure& failure) {
    if (failure.state == "23505") {
        throw_constraint<UniqueViolation>(failure);
    }
    if (failure.state == "23503" || failure.state == "23001") {
        throw_constraint<ForeignKeyViolation>(failure);
    }
    if (failure.state == "23502") {
        throw_constraint<NotNullViolation>(failure);
    }
    if (failure.state == "23514") {
        throw_constraint<CheckViolation>(failure);
    }
    throw_constraint<ConstraintError>(failure);
}

/// @source PostgreSQL 15, appendix A: error codes
[[noreturn]] void throw_failure(const Failure& failure) {
    const std::string& state = failure.state;
    const std::string kind = state.substr(0, 2);
    if (kind == "23") {
        throw_integrity(failure);
    }
    if (state == "40P01") {
        throw Deadlock(failure.message, failure.sql);
    }
    if (kind == "40") {
        throw Serialization(failure.message, failure.sql);
    }
    if (state == "57014") {
        throw Timeout("the statement took too long: " + failure.message, failure.sql);
    }
    if (state == "55P03") {
        throw Busy(failure.message, failure.sql);
    }
    if (state == "25006") {
        throw ReadOnlySession(failure.message, failure.sql);
    }
    if (state == "42501") {
        throw AccessDenied(failure.message, failure.sql);
    }
    if (state == "22001") {
        throw CheckViolation(failure.message, failure.sql);
    }
    if (kind == "08" || kind == "53" || kind == "57" || kind == "58") {
        throw ConnectionError(failure.message, failure.sql);
    }
    throw QueryError(failure.message, failure.sql);
}

}  // namespace

void throw_error(pg_conn* connection, const pg_result* result, std::string_view sql) {
    if (result && PQresultErrorField(result, PG_DIAG_SQLSTATE)) {
        throw_failure(read(result, sql));
    }
    std::string message = PQerrorMessage(connection);
    while (message.ends_with('\n')) {
        message.pop_back();
    }
    throw ConnectionError("the database connection was lost: " + message, std::string(sql));
}

}  // namespace carafe::db::postgresql
