// The language between typed templates and the SQL writer: what a query says, in bytes, without
// values. The bytes are the key of the statement cache, so equal code means equal SQL.
//
// A query is [statement][table] and then clauses in any order. An expression is postfix. A table is
// a pointer (8 bytes), a member offset and a length are 16 bits.
#pragma once
#include <cstdint>

namespace carafe::orm {

/// Parts of expressions, with what follows them in the code.
enum class Op : std::uint8_t {
    Column = 1,  // table, offset
    Value,       // the next argument
    Null,
    Matches,  // table, offset of an encrypted member: its blind index is that of the next argument
    Equal,  // binary operators, in the order of sql_writer.cpp's table
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    And,
    Or,
    Plus,
    Minus,
    Times,
    Like,
    Not,
    IsNull,
    IsNotNull,
    In,      // the next argument is a list
    Exists,  // table, length, code of the inner condition
    CountAll,
    Count,  // functions of a column, in the order of sql_writer.cpp's table
    CountDistinct,
    Sum,
    Min,
    Max,
    Average,
};

enum class Clause : std::uint8_t {
    Where = 64,  // length, expression
    Having,      // length, expression
    Select,      // length, expression
    Order,       // table, offset, descending
    Group,       // table, offset
    Join,        // JoinKind, table holding the key, offset of the key, table to add
    Set,         // offset, length, expression
    Limit,       // the next argument
    Offset,      // the next argument
    Keys,        // table, offset: this column is in the next argument, a list, and is selected first
    Everything,  // a bulk write without a condition is meant
    WithDeleted,  // removed rows too
    After,        // keyset: as many arguments as orders, one for each
};

enum class JoinKind : std::uint8_t { Inner, Left };

/// First byte of the code: what the clauses are for.
enum class StatementKind : std::uint8_t {
    Select = 128,
    Count,
    Exists,
    Update,
    Remove,   // of models with SoftDelete: stamps
    Erase,
    Related,  // rows of one relation
    Find,     // one row by key, made from the table alone as all below
    Insert,
    UpdateRow,
    EraseRow,
    MarkRow,  // as removed or not
    Upsert,
    InsertOrIgnore,
    InsertMany,
    Raw,
    Narrowed,  // before the code of any other, in narrowed sessions
};

}  // namespace carafe::orm
