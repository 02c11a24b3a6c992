// How values travel between C++ memory and a driver: parameters out, columns in. No templates here:
// a driver reads with one switch on the kind of memory at an offset.
#pragma once
#include <cstddef>
#include <cstdint>
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

enum class ParamKind : std::uint8_t { Null, Integer, Real, Text, Blob, List };

/// One bound value. Bytes are not copied: they must live until the statement is done. A list holds
/// encoded values one after the other (a kind byte, then eight bytes, or a four-byte length and
/// bytes).
struct Param {
    ParamKind kind;
    std::uint32_t size;

    union {
        std::int64_t integer;
        double real;
        const char* bytes;
    };
};

}  // namespace carafe::db
