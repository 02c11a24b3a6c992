#include "carafe/db/sqlite/values.hpp"

#include "carafe/db/errors.hpp"

#include <sqlite3.h>

#include <charconv>
#include <cstring>
#include <limits>
#include <string>

namespace carafe::db::sqlite {

namespace {

template <class Number>
void append_number(std::string& out, Number value) {
    char digits[32];
    auto [end, error] = std::to_chars(digits, digits + sizeof digits, value);
    out.append(digits, end);
}

void append_json_text(std::string& out, std::string_view text) {
    constexpr char kHex[] = "0123456789abcdef";
    out += '"';
    for (char c : text) {
        auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20) {
            out += "\\u00";
            out += kHex[byte >> 4];
            out += kHex[byte & 15];
        } else {
            out += c;
        }
    }
    out += '"';
}

void append_element(std::string& json, const Param& value) {
    if (is_integral(value.kind)) {
        append_number(json, value.integer);
    } else if (value.kind == ParamKind::Real) {
        append_number(json, value.real);
    } else if (value.kind == ParamKind::Text) {
        append_json_text(json, {value.bytes, value.size});
    } else {
        throw QueryError("a list holds numbers or text only");
    }
}

std::string list_as_json(const Param& list) {
    std::string json = "[";
    for (std::string_view rest(list.bytes, list.size); !rest.empty();) {
        if (json.size() > 1) {
            json += ',';
        }
        append_element(json, take_element(rest));
    }
    return json += ']';
}

[[noreturn]] void fail_decode(sqlite3_stmt* statement, int position, const char* what) {
    const char* name = sqlite3_column_name(statement, position);
    throw DecodeError(std::string("column \"") + (name ? name : "?") + "\" " + what,
                      sqlite3_sql(statement));
}

template <class Number>
void store_integer(sqlite3_stmt* statement, int position, void* to, std::int64_t value) {
    if (value < std::numeric_limits<Number>::min() || value > std::numeric_limits<Number>::max()) {
        fail_decode(statement, position, "holds a number out of range");
    }
    *static_cast<Number*>(to) = static_cast<Number>(value);
}

/// SQLite's type of each MemoryKind, in its order.
constexpr int kStoredTypes[] = {SQLITE_INTEGER,
                                SQLITE_INTEGER,
                                SQLITE_INTEGER,
                                SQLITE_INTEGER,
                                SQLITE_FLOAT,
                                SQLITE_TEXT,
                                SQLITE_BLOB,
                                SQLITE_TEXT};

std::string_view text_of(sqlite3_value* value) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
    return {text ? text : "", static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

/// @return false when the value is nothing (zero, empty), which is also what NULL reads as.
bool store(sqlite3_stmt* statement,
           int position,
           sqlite3_value* value,
           const OutColumn& column,
           void* to) {
    switch (column.kind) {
        case MemoryKind::Bool:
            return (*static_cast<bool*>(to) = sqlite3_value_int64(value) != 0);
        case MemoryKind::Int16:
            store_integer<std::int16_t>(statement, position, to, sqlite3_value_int64(value));
            return *static_cast<std::int16_t*>(to) != 0;
        case MemoryKind::Int32:
            store_integer<std::int32_t>(statement, position, to, sqlite3_value_int64(value));
            return *static_cast<std::int32_t*>(to) != 0;
        case MemoryKind::Int64:
            return (*static_cast<std::int64_t*>(to) = sqlite3_value_int64(value)) != 0;
        case MemoryKind::Double:
            return (*static_cast<double*>(to) = sqlite3_value_double(value)) != 0;
        case MemoryKind::Text:
            static_cast<std::string*>(to)->assign(text_of(value));
            return !static_cast<std::string*>(to)->empty();
        case MemoryKind::Blob: {
            const auto* bytes = static_cast<const char*>(sqlite3_value_blob(value));
            auto size = static_cast<std::size_t>(sqlite3_value_bytes(value));
            static_cast<std::string*>(to)->assign(bytes ? bytes : "", size);
            return size != 0;
        }
        case MemoryKind::Enum:
            if (!column.enums->parse(to, text_of(value))) {
                fail_decode(statement, position, "holds an unknown enum name");
            }
            return true;
    }
    return true;
}

[[noreturn]] void fail_null(sqlite3_stmt* statement, int position) {
    fail_decode(statement, position, "is NULL, but the member is not optional");
}

void require_type(sqlite3_stmt* statement, int position, MemoryKind kind, int type) {
    bool whole_as_real = kind == MemoryKind::Double && type == SQLITE_INTEGER;
    if (type != kStoredTypes[static_cast<std::size_t>(kind)] && !whole_as_real) {
        fail_decode(statement, position, "holds another type than the member");
    }
}

void read_value(
    sqlite3_stmt* statement, int position, char* row, const OutColumn& column, bool stored_types) {
    // One lookup per column; the object may be read because a connection has one thread at a time.
    sqlite3_value* value = sqlite3_column_value(statement, position);
    void* to = row + column.offset;
    if (stored_types && !column.optional) {
        if (!store(statement, position, value, column, to) &&
            sqlite3_value_type(value) == SQLITE_NULL) {
            fail_null(statement, position);
        }
        return;
    }
    int type = sqlite3_value_type(value);
    if (type == SQLITE_NULL) {
        column.optional ? column.optional->reset(to) : fail_null(statement, position);
        return;
    }
    require_type(statement, position, column.kind, type);
    store(statement, position, value, column, column.optional ? column.optional->emplace(to) : to);
}

}  // namespace

int bind_value(sqlite3_stmt* statement, int position, const Param& param) {
    switch (param.kind) {
        case ParamKind::Null:
            return sqlite3_bind_null(statement, position);
        case ParamKind::Boolean:
        case ParamKind::Integer:
        case ParamKind::Date:
        case ParamKind::TimeOfDay:
        case ParamKind::Timestamp:
            return sqlite3_bind_int64(statement, position, param.integer);
        case ParamKind::Real:
            return sqlite3_bind_double(statement, position, param.real);
        case ParamKind::Text:
            return sqlite3_bind_text(
                statement, position, param.bytes, static_cast<int>(param.size), SQLITE_STATIC);
        case ParamKind::Blob:
            return sqlite3_bind_blob(statement,
                                     position,
                                     param.size ? param.bytes : "",
                                     static_cast<int>(param.size),
                                     SQLITE_STATIC);
        case ParamKind::List: {
            std::string json = list_as_json(param);
            return sqlite3_bind_text64(
                statement, position, json.data(), json.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
        }
    }
    return SQLITE_MISUSE;
}

void read_row(sqlite3_stmt* statement, char* row, const RowSink& sink) {
    int first = sink.keyed ? 1 : 0;
    for (std::size_t i = 0; i < sink.count; ++i) {
        read_value(statement, first + static_cast<int>(i), row, sink.columns[i], sink.stored_types);
    }
}

}  // namespace carafe::db::sqlite
