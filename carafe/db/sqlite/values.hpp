// Values to and from SQLite.
#pragma once
#include "carafe/db/binding.hpp"

struct sqlite3_stmt;

namespace carafe::db::sqlite {

/// @return SQLite's result code. Text and blobs are not copied.
int bind_value(sqlite3_stmt* statement, int position, const Param& param);
/// Reads the current row, behind the key if there is one, into the sink's members of `row`.
/// @throws DecodeError when a value does not fit.
void read_row(sqlite3_stmt* statement, char* row, const RowSink& sink);

}  // namespace carafe::db::sqlite
