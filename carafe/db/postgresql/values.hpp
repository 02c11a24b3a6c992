// Values as PostgreSQL sends and takes them in binary.
// @source PostgreSQL 15, src/include/catalog/pg_type.dat and the *_recv and *_send functions
#pragma once
#include "carafe/db/binding.hpp"

#include <cstdint>
#include <string>
#include <string_view>

struct pg_result;

namespace carafe::db::postgresql {

/// A type's number in the server's catalogue.
using Oid = unsigned int;

/// Appends `param` as a value of `type`. @return false when it is sent as text instead of binary.
/// @throws QueryError for a number that the type cannot hold.
bool encode(std::string& out, const Param& param, Oid type);

/// Stores row `number` of a binary result into `row`, from the column after `first` on.
void read_row(const pg_result* result, int number, int first, char* row, const RowSink& sink, std::string_view sql);
/// The integer in a column of a binary result.
std::int64_t read_integer(const pg_result* result, int number, int column, std::string_view sql);

}  // namespace carafe::db::postgresql
