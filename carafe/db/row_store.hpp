// Putting what a server sent into members of a row: for drivers whose results have types.
#pragma once
#include "carafe/db/binding.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace carafe::db {

/// One value's place: a column of the row that is being filled, and what to call it in errors.
struct Cell {
    const OutColumn& column;
    char* row;
    std::string_view name;
    std::string_view sql;
};

/// @throws DecodeError when the member is not optional.
void store_null(const Cell& cell);
/// Into a bool, integer or floating-point member. @throws DecodeError when it does not fit.
void store_integer(const Cell& cell, std::int64_t value);
/// Into a floating-point member. @throws DecodeError for any other.
void store_real(const Cell& cell, double value);
/// Into a text or enum member. @throws DecodeError for any other, and for an unknown name.
void store_text(const Cell& cell, std::string_view value);
/// Into a member for bytes. @throws DecodeError for any other.
void store_bytes(const Cell& cell, std::string_view value);

/// @throws DecodeError that names the cell: column "x" `what`.
[[noreturn]] void fail_decode(const Cell& cell, const std::string& what);

}  // namespace carafe::db
