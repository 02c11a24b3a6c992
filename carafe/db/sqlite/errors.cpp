// From SQLite's codes and messages to our error classes.
#include "carafe/db/errors.hpp"

#include "carafe/db/sqlite/connection.hpp"

#include <sqlite3.h>

#include <string>

namespace carafe::db::sqlite {

namespace {

/// What stands behind "UNIQUE constraint failed: ": "tasks.family_id, tasks.name" or "index
/// 'name'".
void read_columns(ConstraintError& error, std::string_view list) {
    constexpr std::string_view kIndex = "index '";
    if (list.starts_with(kIndex)) {
        list.remove_prefix(kIndex.size());
        error.constraint = list.substr(0, list.find('\''));
        return;
    }
    while (!list.empty()) {
        auto end = list.find(", ");
        auto item = list.substr(0, end);
        auto dot = item.find('.');
        if (dot != item.npos) {
            error.table = item.substr(0, dot);
            error.columns.emplace_back(item.substr(dot + 1));
        }
        list.remove_prefix(end == list.npos ? list.size() : end + 2);
    }
}

template <class Violation>
[[noreturn]] void throw_columns(const std::string& message, std::string sql, int code) {
    Violation error(message, std::move(sql), code);
    auto colon = message.find(": ");
    if (colon != message.npos) {
        read_columns(error, std::string_view(message).substr(colon + 2));
    }
    throw error;
}

[[noreturn]] void throw_constraint(const std::string& message, std::string sql, int code) {
    switch (code) {
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY:
        case SQLITE_CONSTRAINT_ROWID:
            throw_columns<UniqueViolation>(message, std::move(sql), code);
        case SQLITE_CONSTRAINT_NOTNULL:
            throw_columns<NotNullViolation>(message, std::move(sql), code);
        case SQLITE_CONSTRAINT_FOREIGNKEY:
        case SQLITE_CONSTRAINT_TRIGGER:
            throw ForeignKeyViolation(message, std::move(sql), code);
        case SQLITE_CONSTRAINT_CHECK: {
            CheckViolation error(message, std::move(sql), code);
            auto colon = message.find(": ");
            error.constraint = colon == message.npos ? "" : message.substr(colon + 2);
            throw error;
        }
        default:
            throw ConstraintError(message, std::move(sql), code);
    }
}

}  // namespace

void throw_error(sqlite3* database, std::string_view sql) {
    int code = sqlite3_extended_errcode(database);
    std::string message = sqlite3_errmsg(database);
    std::string text(sql);
    switch (code & 0xff) {
        case SQLITE_CONSTRAINT:
            throw_constraint(message, std::move(text), code);
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            throw Busy("another process is using the database: " + message, std::move(text), code);
        case SQLITE_INTERRUPT:
            throw Timeout(message, std::move(text), code);
        case SQLITE_FULL:
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN:
        case SQLITE_NOTADB:
        case SQLITE_CORRUPT:
        case SQLITE_PROTOCOL:
            throw ConnectionError(message, std::move(text), code);
        case SQLITE_READONLY:
            throw ReadOnlySession(message, std::move(text), code);
        case SQLITE_ERROR:
        case SQLITE_MISUSE:
        case SQLITE_RANGE:
        case SQLITE_MISMATCH:
        case SQLITE_TOOBIG:
            throw QueryError(message, std::move(text), code);
        default:
            throw Error(message, std::move(text), code);
    }
}

}  // namespace carafe::db::sqlite
