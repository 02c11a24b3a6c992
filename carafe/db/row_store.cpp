#include "carafe/db/row_store.hpp"

#include "carafe/db/errors.hpp"

#include <limits>

namespace carafe::db {

namespace {

void* member_of(const Cell& cell) {
    void* member = cell.row + cell.column.offset;
    return cell.column.optional ? cell.column.optional->emplace(member) : member;
}

[[noreturn]] void fail_type(const Cell& cell) {
    fail_decode(cell, "holds another type than the member");
}

template <class Number>
void put_integer(const Cell& cell, std::int64_t value) {
    if (value < std::numeric_limits<Number>::min() || value > std::numeric_limits<Number>::max()) {
        fail_decode(cell, "holds a number out of range");
    }
    *static_cast<Number*>(member_of(cell)) = static_cast<Number>(value);
}

}  // namespace

void fail_decode(const Cell& cell, const std::string& what) {
    throw DecodeError("column \"" + std::string(cell.name) + "\" " + what, std::string(cell.sql));
}

void store_null(const Cell& cell) {
    if (!cell.column.optional) {
        fail_decode(cell, "is NULL, but the member is not optional");
    }
    cell.column.optional->reset(cell.row + cell.column.offset);
}

void store_integer(const Cell& cell, std::int64_t value) {
    switch (cell.column.kind) {
        case MemoryKind::Bool:
            *static_cast<bool*>(member_of(cell)) = value != 0;
            return;
        case MemoryKind::Int16:
            return put_integer<std::int16_t>(cell, value);
        case MemoryKind::Int32:
            return put_integer<std::int32_t>(cell, value);
        case MemoryKind::Int64:
            return put_integer<std::int64_t>(cell, value);
        case MemoryKind::Double:
            *static_cast<double*>(member_of(cell)) = static_cast<double>(value);
            return;
        default:
            fail_type(cell);
    }
}

void store_real(const Cell& cell, double value) {
    if (cell.column.kind != MemoryKind::Double) {
        fail_type(cell);
    }
    *static_cast<double*>(member_of(cell)) = value;
}

void store_text(const Cell& cell, std::string_view value) {
    if (cell.column.kind == MemoryKind::Text) {
        static_cast<std::string*>(member_of(cell))->assign(value);
        return;
    }
    if (cell.column.kind != MemoryKind::Enum) {
        fail_type(cell);
    }
    if (!cell.column.enums->parse(member_of(cell), value)) {
        fail_decode(cell, "holds an unknown enum name");
    }
}

void store_bytes(const Cell& cell, std::string_view value) {
    if (cell.column.kind != MemoryKind::Blob) {
        fail_type(cell);
    }
    static_cast<std::string*>(member_of(cell))->assign(value);
}

}  // namespace carafe::db
