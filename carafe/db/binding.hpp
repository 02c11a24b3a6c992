// How values travel between C++ memory and a driver: parameters out, columns in. No templates here:
// a driver reads with one switch on the kind of memory at an offset.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace carafe::db {

/// What lies at an address. Text and Blob are std::string objects, Enum is an enum with names.
enum class MemoryKind : std::uint8_t { Bool, Int16, Int32, Int64, Double, Text, Blob, Enum };

/// Names of an enum, without its type.
struct EnumOps {
    std::string_view (*name)(const void* value);
    bool (*parse)(void* value, std::string_view name);
    std::size_t (*count)();
    std::string_view (*name_at)(std::size_t index);
};

/// A std::optional, without its type.
struct OptionalOps {
    const void* (*get)(const void* optional);  ///< nullptr when empty
    void* (*emplace)(void* optional);
    void (*reset)(void* optional);
};

/// One column of a result and the member it goes to.
struct OutColumn {
    std::uint32_t offset = 0;
    MemoryKind kind{};
    const OptionalOps* optional = nullptr;
    const EnumOps* enums = nullptr;
};

/// Where rows go: `next` gives the memory of the next row. When `keyed`, the first column of the
/// result is an integer handed to `next` and not stored.
struct RowSink {
    void* context = nullptr;
    void* (*next)(void* context, std::int64_t key) = nullptr;
    const OutColumn* columns = nullptr;
    std::size_t count = 0;
    bool keyed = false;
    /// Columns of a described table, whose types the engine checked when they were stored: then
    /// only NULL is still looked for.
    bool stored_types = false;
};

/// Meaning of a bound value: engines with types of their own for days and times want to know.
enum class ParamKind : std::uint8_t {
    Null,
    Boolean,    ///< integer 0 or 1
    Integer,    ///< integer
    Date,       ///< integer: days since 1970-01-01
    TimeOfDay,  ///< integer: minutes since midnight
    Timestamp,  ///< integer: microseconds since 1970-01-01, UTC
    Real,       ///< real
    Text,       ///< bytes
    Blob,       ///< bytes
    List        ///< bytes
};

constexpr bool is_integral(ParamKind kind) {
    return kind >= ParamKind::Boolean && kind <= ParamKind::Timestamp;
}

/// One bound value. Bytes are not copied: they must live until the statement is done. A list holds
/// encoded values one after the other, to be taken with take_element().
struct Param {
    ParamKind kind;
    std::uint32_t size;

    union {
        std::int64_t integer;
        double real;
        const char* bytes;
    };
};

/// The value at the front of an encoded list (a kind byte, then eight bytes, or a four-byte length
/// and bytes), and moves `list` behind it.
inline Param take_element(std::string_view& list) {
    Param value{};
    value.kind = static_cast<ParamKind>(list.front());
    list.remove_prefix(1);
    if (value.kind == ParamKind::Null) {
        return value;
    }
    if (is_integral(value.kind) || value.kind == ParamKind::Real) {
        std::memcpy(&value.integer, list.data(), sizeof value.integer);
        list.remove_prefix(sizeof value.integer);
        return value;
    }
    std::memcpy(&value.size, list.data(), sizeof value.size);
    value.bytes = list.data() + sizeof value.size;
    list.remove_prefix(sizeof value.size + value.size);
    return value;
}

}  // namespace carafe::db
