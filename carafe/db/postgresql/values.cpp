#include "carafe/db/postgresql/values.hpp"

#include "carafe/db/errors.hpp"
#include "carafe/db/row_store.hpp"

#include <libpq-fe.h>

#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>

namespace carafe::db::postgresql {

namespace {

enum : Oid {
    kBool = 16,
    kBytes = 17,
    kInt8 = 20,
    kInt2 = 21,
    kInt4 = 23,
    kText = 25,
    kJson = 114,
    kFloat4 = 700,
    kFloat8 = 701,
    kBpchar = 1042,
    kVarchar = 1043,
    kDate = 1082,
    kTime = 1083,
    kTimestamp = 1114,
    kTimestamptz = 1184,
    kNumeric = 1700,
    kUuid = 2950,
    kJsonb = 3802
};

struct ArrayType {
    Oid array;
    Oid element;
};

constexpr ArrayType kArrays[] = {{1000, kBool},
                                 {1005, kInt2},
                                 {1007, kInt4},
                                 {1016, kInt8},
                                 {1009, kText},
                                 {1015, kVarchar},
                                 {1022, kFloat8},
                                 {1182, kDate},
                                 {1183, kTime},
                                 {1185, kTimestamptz},
                                 {2951, kUuid}};

// Its days and times begin at 2000-01-01.
constexpr std::int64_t kEpochDays = 10'957;
constexpr std::int64_t kEpochMicros = kEpochDays * 86'400'000'000;
constexpr std::int64_t kMinute = 60'000'000;

template <class Number>
void put(std::string& out, Number value) {
    auto bits = static_cast<std::make_unsigned_t<Number>>(value);
    for (int shift = static_cast<int>(sizeof bits) * 8 - 8; shift >= 0; shift -= 8) {
        out += static_cast<char>(bits >> shift & 0xff);
    }
}

template <class Number>
Number take(const char* bytes) {
    std::make_unsigned_t<Number> bits = 0;
    for (std::size_t i = 0; i < sizeof bits; ++i) {
        bits = static_cast<decltype(bits)>(bits << 8 | static_cast<unsigned char>(bytes[i]));
    }
    return static_cast<Number>(bits);
}

template <class Number>
void put_checked(std::string& out, std::int64_t value) {
    if (value < std::numeric_limits<Number>::min() || value > std::numeric_limits<Number>::max()) {
        throw QueryError("a bound number is out of the range of its column");
    }
    put(out, static_cast<Number>(value));
}

bool put_as_text(std::string& out, const Param& param) {
    char digits[40];
    auto end = param.kind == ParamKind::Real
                   ? std::to_chars(digits, std::end(digits), param.real)
                   : std::to_chars(digits, std::end(digits), param.integer);
    out.append(digits, end.ptr);
    return false;
}

bool put_integer(std::string& out, const Param& param, Oid type) {
    switch (type) {
        case kBool:
            put<std::int8_t>(out, param.integer != 0 ? 1 : 0);
            return true;
        case kInt2:
            put_checked<std::int16_t>(out, param.integer);
            return true;
        case kInt4:
            put_checked<std::int32_t>(out, param.integer);
            return true;
        case kInt8:
            put(out, param.integer);
            return true;
        case kFloat8:
            put(out, std::bit_cast<std::int64_t>(static_cast<double>(param.integer)));
            return true;
        case kDate:
            put_checked<std::int32_t>(out, param.integer - kEpochDays);
            return true;
        case kTime:
            put(out, param.integer * kMinute);
            return true;
        case kTimestamp:
        case kTimestamptz:
            put(out, param.integer - kEpochMicros);
            return true;
        default:
            return put_as_text(out, param);
    }
}

Oid element_of(Oid array) {
    for (const auto& type : kArrays) {
        if (type.array == array) {
            return type.element;
        }
    }
    throw QueryError("a list is bound where the database wants no list of a known type");
}

void put_list(std::string& out, const Param& param, Oid array) {
    const Oid element = element_of(array);
    const std::size_t head = out.size();
    put<std::int32_t>(out, 0);  // dimensions
    put<std::int32_t>(out, 0);  // no NULLs
    put(out, static_cast<std::int32_t>(element));
    std::string items;
    std::int32_t count = 0;
    for (std::string_view rest(param.bytes, param.size); !rest.empty(); ++count) {
        Param value = take_element(rest);
        std::string item;
        if (!encode(item, value, element)) {
            throw QueryError("a list holds values of another type than its column");
        }
        put(items, static_cast<std::int32_t>(item.size()));
        items += item;
    }
    if (count == 0) {
        return;
    }
    out[head + 3] = 1;
    put(out, count);
    put<std::int32_t>(out, 1);  // counted from 1
    out += items;
}

std::string_view bytes_of(const PGresult* result, int number, int column) {
    return {PQgetvalue(result, number, column),
            static_cast<std::size_t>(PQgetlength(result, number, column))};
}

/// Digits of four places each, from the highest: what sums and means of whole numbers are.
double numeric_value(std::string_view bytes) {
    const int count = take<std::int16_t>(bytes.data());
    const int weight = take<std::int16_t>(bytes.data() + 2);
    const auto sign = take<std::uint16_t>(bytes.data() + 4);
    double value = 0;
    for (int i = 0; i < count; ++i) {
        value += take<std::int16_t>(bytes.data() + 8 + 2 * i) * std::pow(10000.0, weight - i);
    }
    return sign == 0x4000 ? -value : value;
}

void store_numeric(const Cell& cell, std::string_view bytes) {
    const double value = numeric_value(bytes);
    if (cell.column.kind == MemoryKind::Double) {
        return store_real(cell, value);
    }
    constexpr double kExact = 9007199254740992;
    if (value != std::floor(value) || std::abs(value) > kExact) {
        fail_decode(cell, "holds a decimal number: cast it to bigint or double precision");
    }
    store_integer(cell, static_cast<std::int64_t>(value));
}

void store_value(const Cell& cell, std::string_view bytes, Oid type) {
    switch (type) {
        case kBool:
            return store_integer(cell, bytes[0]);
        case kInt2:
            return store_integer(cell, take<std::int16_t>(bytes.data()));
        case kInt4:
            return store_integer(cell, take<std::int32_t>(bytes.data()));
        case kInt8:
            return store_integer(cell, take<std::int64_t>(bytes.data()));
        case kDate:
            return store_integer(cell, take<std::int32_t>(bytes.data()) + kEpochDays);
        case kTime:
            return store_integer(cell, take<std::int64_t>(bytes.data()) / kMinute);
        case kTimestamp:
        case kTimestamptz:
            return store_integer(cell, take<std::int64_t>(bytes.data()) + kEpochMicros);
        case kFloat4:
            return store_real(cell, std::bit_cast<float>(take<std::int32_t>(bytes.data())));
        case kFloat8:
            return store_real(cell, std::bit_cast<double>(take<std::int64_t>(bytes.data())));
        case kNumeric:
            return store_numeric(cell, bytes);
        case kBytes:
        case kUuid:
            return store_bytes(cell, bytes);
        case kJsonb:
            return store_text(cell, bytes.substr(1));  // behind the format's number
        default:
            return store_text(cell, bytes);
    }
}

}  // namespace

bool encode(std::string& out, const Param& param, Oid type) {
    if (is_integral(param.kind)) {
        return put_integer(out, param, type);
    }
    switch (param.kind) {
        case ParamKind::Real:
            if (type != kFloat8) {
                return put_as_text(out, param);
            }
            put(out, std::bit_cast<std::int64_t>(param.real));
            return true;
        case ParamKind::Text: {
            if (type == kJsonb) {
                out += '\x01';  // the format's number
            }
            out.append(param.bytes, param.size);
            return type == kText || type == kVarchar || type == kBpchar || type == kJson ||
                   type == kJsonb;
        }
        case ParamKind::Blob:
            out.append(param.bytes, param.size);
            return true;
        case ParamKind::List:
            put_list(out, param, type);
            return true;
        default:
            return true;
    }
}

void read_row(const pg_result* result,
              int number,
              int first,
              char* row,
              const RowSink& sink,
              std::string_view sql) {
    for (std::size_t i = 0; i < sink.count; ++i) {
        const int column = first + static_cast<int>(i);
        const Cell cell{sink.columns[i], row, PQfname(result, column), sql};
        if (PQgetisnull(result, number, column)) {
            store_null(cell);
        } else {
            store_value(cell, bytes_of(result, number, column), PQftype(result, column));
        }
    }
}

std::int64_t read_integer(const pg_result* result, int number, int column, std::string_view sql) {
    std::int64_t value = 0;
    const OutColumn place{0, MemoryKind::Int64, nullptr, nullptr};
    const Cell cell{place, reinterpret_cast<char*>(&value), PQfname(result, column), sql};
    if (PQgetisnull(result, number, column)) {
        store_null(cell);
    }
    store_value(cell, bytes_of(result, number, column), PQftype(result, column));
    return value;
}

}  // namespace carafe::db::postgresql
