// From PostgreSQL's conditions to our error classes.
#pragma once
#include <string_view>

struct pg_conn;
struct pg_result;

namespace carafe::db::postgresql {

/// Throws the error class for a result that failed; a missing result is a lost connection.
[[noreturn]] void throw_error(pg_conn* connection, const pg_result* result, std::string_view sql);

}  // namespace carafe::db::postgresql
