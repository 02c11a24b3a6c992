// Everything a database can refuse, as exceptions. Messages carry the SQL text and never the
// values.
//
//     try { db.insert(user); }
//     catch (const db::UniqueViolation& taken) { form.email.add_error("Already registered."); }
#pragma once
#include <stdexcept>
#include <string>
#include <vector>

namespace carafe::db {

/// Base of all database errors. `code` is the engine's own (SQLite: extended result code), 0 when
/// ours.
class Error : public std::runtime_error {
  public:
    explicit Error(const std::string& message, std::string sql_text = {}, int engine_code = 0)
        : std::runtime_error(message), sql(std::move(sql_text)), code(engine_code) {}

    /// True when repeating the whole unit of work may succeed.
    virtual bool is_retryable() const { return false; }

    std::string sql;
    int code;
};

class RetryableError : public Error {
  public:
    using Error::Error;

    bool is_retryable() const override { return true; }
};

/// The database cannot be opened, read or written (missing, disk full, input/output error).
struct ConnectionError : RetryableError {
    using RetryableError::RetryableError;
};

/// No connection, or the writer's turn, became free in time.
struct PoolTimeout : RetryableError {
    using RetryableError::RetryableError;
};

/// A statement ran past its deadline.
struct Timeout : RetryableError {
    using RetryableError::RetryableError;
};

/// Another process holds the database.
struct Busy : RetryableError {
    using RetryableError::RetryableError;
};

/// Two transactions waited for each other; this one was ended.
struct Deadlock : RetryableError {
    using RetryableError::RetryableError;
};

/// Another transaction changed what this one had read.
struct Serialization : RetryableError {
    using RetryableError::RetryableError;
};

/// The engine's own rules refuse this to the role: a row of another tenant, or a missing grant.
struct AccessDenied : Error {
    using Error::Error;
};

/// A rule of the schema refused the row. What is known depends on the engine: SQLite names table
/// and columns of uniques and NOT NULL, the constraint of checks, and nothing for foreign keys; the
/// data layer fills in what the model's description tells.
class ConstraintError : public Error {
  public:
    using Error::Error;

    std::string constraint{};
    std::string table{};
    std::vector<std::string> columns{};
};

struct UniqueViolation : ConstraintError {
    using ConstraintError::ConstraintError;
};

struct ForeignKeyViolation : ConstraintError {
    using ConstraintError::ConstraintError;
};

struct NotNullViolation : ConstraintError {
    using ConstraintError::ConstraintError;
};

struct CheckViolation : ConstraintError {
    using ConstraintError::ConstraintError;
};

/// A write in a read-only unit of work (GET, HEAD).
struct ReadOnlySession : Error {
    using Error::Error;
};

/// A stored value does not fit the member it is read into.
struct DecodeError : Error {
    using Error::Error;
};

/// A query that cannot be run: wrong SQL, a model outside the query, a bulk write without a
/// condition.
struct QueryError : Error {
    using Error::Error;
};

}  // namespace carafe::db
