#include "carafe/db/mariadb/errors.hpp"

#include "carafe/db/dialect.hpp"
#include "carafe/db/errors.hpp"

#include <mysqld_error.h>

#include <algorithm>
#include <iterator>

namespace carafe::db::mariadb {

namespace {

struct Failure {
    unsigned code;
    std::string message;
    std::string sql;
};

bool is_quote(char c) {
    return c == '\'' || c == '`' || c == '"';
}

/// What stands between quotes of any kind, in order.
std::vector<std::string> quoted_words(std::string_view text) {
    std::vector<std::string> words;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!is_quote(text[at])) {
            continue;
        }
        const auto end = text.find(text[at], at + 1);
        if (end == text.npos) {
            break;
        }
        words.emplace_back(text.substr(at + 1, end - at - 1));
        at = end;
    }
    return words;
}

std::vector<std::string> quoted_words_behind(std::string_view text, std::string_view mark) {
    const auto at = text.rfind(mark);
    return at == text.npos ? std::vector<std::string>() : quoted_words(text.substr(at));
}

/// The table that INSERT, UPDATE and DELETE of ours name first.
std::string table_of(std::string_view sql) {
    const bool writes =
        sql.starts_with("INSERT INTO \"") || sql.starts_with("UPDATE \"") || sql.starts_with("DELETE FROM \"");
    return writes ? quoted_words(sql).front() : std::string();
}

template <class Violation>
Violation violation(const Failure& failure, const std::string& message) {
    return Violation(message, failure.sql, static_cast<int>(failure.code));
}

/// Duplicate entry 'value' for key 'name'
[[noreturn]] void throw_unique(const Failure& failure) {
    const auto key = quoted_words_behind(failure.message, "for key ");
    UniqueViolation error("duplicate entry" + (key.empty() ? "" : " for key \"" + key[0] + "\""),
                          failure.sql,
                          static_cast<int>(failure.code));
    error.constraint = key.empty() ? "" : key[0];
    error.table = table_of(failure.sql);
    throw error;
}

/// Messages like: Incorrect date value: 'value' for column ...
[[noreturn]] void throw_without_value(const Failure& failure) {
    std::string message = failure.message.substr(0, failure.message.find('\''));
    throw QueryError(message.substr(0, message.find(':')), failure.sql, static_cast<int>(failure.code));
}

/// Incorrect integer value: 'taken by another row' for column `database`.`table`.`key`
[[noreturn]] void throw_wrong_value(const Failure& failure) {
    if (failure.message.find(kTakenByAnotherRow) == std::string::npos) {
        throw_without_value(failure);
    }
    UniqueViolation error("the value is taken by another row", failure.sql, static_cast<int>(failure.code));
    error.table = table_of(failure.sql);
    throw error;
}

/// ... a foreign key constraint fails (`database`.`table`, CONSTRAINT `name` FOREIGN KEY ...
[[noreturn]] void throw_foreign_key(const Failure& failure) {
    auto error = violation<ForeignKeyViolation>(failure, failure.message);
    const auto words = quoted_words_behind(failure.message, "fails (");
    if (words.size() > 2) {
        error.table = words[1];
        error.constraint = words[2];
    }
    throw error;
}

/// CONSTRAINT `name` failed for `database`.`table`
[[noreturn]] void throw_check(const Failure& failure) {
    auto error = violation<CheckViolation>(failure, failure.message);
    const auto words = quoted_words(failure.message);
    if (words.size() > 2) {
        error.constraint = words[0];
        error.table = words[2];
    }
    throw error;
}

/// Column 'name' cannot be null; Field 'name' doesn't have a default value; Data too long for column
/// 'name' at row 1
template <class Violation>
[[noreturn]] void throw_column(const Failure& failure) {
    auto error = violation<Violation>(failure, failure.message);
    error.table = table_of(failure.sql);
    error.columns = {quoted_words(failure.message).front()};
    throw error;
}

template <class Kind>
[[noreturn]] void throw_as(const Failure& failure) {
    throw Kind(failure.message, failure.sql, static_cast<int>(failure.code));
}

/// The server is not there, does not let anybody in, is going away, or cannot use its disk; numbers
/// from 2000 on are the library's own.
bool is_lost(unsigned code) {
    constexpr unsigned kCodes[] = {ER_DISK_FULL,
                                   ER_GET_ERRNO,
                                   ER_CON_COUNT_ERROR,
                                   ER_BAD_HOST_ERROR,
                                   ER_HANDSHAKE_ERROR,
                                   ER_DBACCESS_DENIED_ERROR,
                                   ER_ACCESS_DENIED_ERROR,
                                   ER_BAD_DB_ERROR,
                                   ER_SERVER_SHUTDOWN,
                                   ER_FORCING_CLOSE,
                                   ER_RECORD_FILE_FULL,
                                   ER_HOST_IS_BLOCKED,
                                   ER_HOST_NOT_PRIVILEGED,
                                   ER_ABORTING_CONNECTION,
                                   ER_NET_READ_ERROR,
                                   ER_NET_READ_INTERRUPTED,
                                   ER_NET_ERROR_ON_WRITE,
                                   ER_NET_WRITE_INTERRUPTED,
                                   ER_NEW_ABORTING_CONNECTION,
                                   ER_TOO_MANY_USER_CONNECTIONS,
                                   ER_USER_LIMIT_REACHED,
                                   ER_CONNECTION_KILLED};
    return code < 1000 || (code >= 2000 && code < 3000) || code >= 5000 ||
           std::find(std::begin(kCodes), std::end(kCodes), code) != std::end(kCodes);
}

[[noreturn]] void throw_other(const Failure& failure) {
    if (is_lost(failure.code)) {
        throw_as<ConnectionError>(failure);
    }
    throw_as<QueryError>(failure);
}

}  // namespace

/// @source MariaDB 10.11, sql/share/errmsg-utf8.txt
void throw_error(unsigned code, const std::string& message, std::string_view sql) {
    const Failure failure{code, message, std::string(sql)};
    switch (code) {
        case ER_DUP_ENTRY:
        case ER_DUP_UNIQUE:
        case ER_DUP_ENTRY_WITH_KEY_NAME:
            throw_unique(failure);
        case ER_NO_REFERENCED_ROW:
        case ER_ROW_IS_REFERENCED:
        case ER_ROW_IS_REFERENCED_2:
        case ER_NO_REFERENCED_ROW_2:
            throw_foreign_key(failure);
        case ER_BAD_NULL_ERROR:
        case ER_NO_DEFAULT_FOR_FIELD:
            throw_column<NotNullViolation>(failure);
        case ER_DATA_TOO_LONG:
            throw_column<CheckViolation>(failure);
        case ER_CONSTRAINT_FAILED:
            throw_check(failure);
        case ER_LOCK_WAIT_TIMEOUT:
            throw_as<Busy>(failure);
        case ER_LOCK_DEADLOCK:
            throw_as<Deadlock>(failure);
        case ER_CHECKREAD:          // row changed since the snapshot
        case ER_TABLE_DEF_CHANGED:  // table changed since the snapshot
        case ER_NEED_REPREPARE:     // table changed since the statement was prepared
            throw_as<Serialization>(failure);
        case ER_QUERY_INTERRUPTED:
        case ER_STATEMENT_TIMEOUT:
            throw_as<Timeout>({code, "the statement took too long: " + message, failure.sql});
        case ER_OPTION_PREVENTS_STATEMENT:
        case ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION:
        case ER_READ_ONLY_MODE:
            throw_as<ReadOnlySession>(failure);
        case ER_TABLEACCESS_DENIED_ERROR:
        case ER_COLUMNACCESS_DENIED_ERROR:
        case ER_SPECIFIC_ACCESS_DENIED_ERROR:
        case ER_PROCACCESS_DENIED_ERROR:
            throw_as<AccessDenied>(failure);
        case ER_TRUNCATED_WRONG_VALUE_FOR_FIELD:
            throw_wrong_value(failure);
        case ER_TRUNCATED_WRONG_VALUE:
        case ER_ILLEGAL_VALUE_FOR_TYPE:
        case ER_WRONG_VALUE_FOR_TYPE:
        case ER_WRONG_VALUE:
        case ER_DATA_OUT_OF_RANGE:
            throw_without_value(failure);
        default:
            throw_other(failure);
    }
}

}  // namespace carafe::db::mariadb
