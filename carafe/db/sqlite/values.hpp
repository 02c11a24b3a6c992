// Values to and from SQLite.
#pragma once
#include "carafe/db/binding.hpp"

struct sqlite3_stmt;

namespace carafe::db::sqlite {

/// @return SQLite's result code. Text and blobs are not copied.
int bind_value(sqlite3_stmt* statement, int position, const Param& param);
/// Reads column `position` of the current row into `row`.
/// @throws DecodeError when it does not fit.
void read_value(sqlite3_stmt* statement, int position, char* row, const OutColumn& column);

}  // namespace carafe::db::sqlite
