#include "carafe/db/mariadb/values.hpp"

#include "carafe/base/time.hpp"
#include "carafe/db/errors.hpp"
#include "carafe/db/row_store.hpp"

#include <mysql.h>

#include <charconv>
#include <vector>

namespace carafe::db::mariadb {

namespace {

constexpr std::int64_t kDayMicros = 86'400'000'000;
constexpr unsigned kBinary = 63;          // the character set of bytes
constexpr std::size_t kShortText = 256;  // longer text is fetched on its own

void put_date(MYSQL_TIME& out, std::int64_t days) {
    const bool known = days >= make_date(1, 1, 1).days && days <= make_date(9999, 12, 31).days;
    if (!known) {
        throw QueryError("a bound day is outside the years 1 to 9999");
    }
    const CivilDate date = civil(Date{static_cast<std::int32_t>(days)});
    out.year = static_cast<unsigned>(date.year);
    out.month = static_cast<unsigned>(date.month);
    out.day = static_cast<unsigned>(date.day);
}

void put_timestamp(MYSQL_TIME& out, std::int64_t micros) {
    std::int64_t days = micros / kDayMicros;
    std::int64_t rest = micros % kDayMicros;
    if (rest < 0) {
        --days;
        rest += kDayMicros;
    }
    put_date(out, days);
    out.second_part = static_cast<unsigned long>(rest % 1'000'000);
    const auto seconds = static_cast<unsigned>(rest / 1'000'000);
    out.hour = seconds / 3600;
    out.minute = seconds / 60 % 60;
    out.second = seconds % 60;
}

enum_field_types put_time(MYSQL_TIME& out, const Param& param) {
    switch (param.kind) {
        case ParamKind::Date:
            out.time_type = MYSQL_TIMESTAMP_DATE;
            put_date(out, param.integer);
            return MYSQL_TYPE_DATE;
        case ParamKind::TimeOfDay:
            out.time_type = MYSQL_TIMESTAMP_TIME;
            out.hour = static_cast<unsigned>(param.integer / 60);
            out.minute = static_cast<unsigned>(param.integer % 60);
            return MYSQL_TYPE_TIME;
        default:
            out.time_type = MYSQL_TIMESTAMP_DATETIME;
            put_timestamp(out, param.integer);
            return MYSQL_TYPE_DATETIME;
    }
}

/// Bytes and numbers stay where they are; `time` is room for days and times.
void put(MYSQL_BIND& bind, const Param& param, MYSQL_TIME& time) {
    switch (param.kind) {
        case ParamKind::Null:
            bind.buffer_type = MYSQL_TYPE_NULL;
            return;
        case ParamKind::Boolean:
        case ParamKind::Integer:
            bind.buffer_type = MYSQL_TYPE_LONGLONG;
            bind.buffer = const_cast<std::int64_t*>(&param.integer);
            return;
        case ParamKind::Date:
        case ParamKind::TimeOfDay:
        case ParamKind::Timestamp:
            bind.buffer_type = put_time(time, param);
            bind.buffer = &time;
            return;
        case ParamKind::Real:
            bind.buffer_type = MYSQL_TYPE_DOUBLE;
            bind.buffer = const_cast<double*>(&param.real);
            return;
        default:
            bind.buffer_type =
                param.kind == ParamKind::Text ? MYSQL_TYPE_STRING : MYSQL_TYPE_LONG_BLOB;
            bind.buffer = const_cast<char*>(param.bytes);
            bind.buffer_length = param.size;
            bind.length_value = param.size;
            bind.length = &bind.length_value;
    }
}

/// A column's value as the library leaves it.
struct Value {
    union {
        std::int64_t integer;
        double real;
        MYSQL_TIME time;
        char text[kShortText];
    };

    unsigned long size;
    my_bool is_null;
    my_bool is_cut;
};

/// Which part of a Value a column of this type is read into.
enum_field_types read_as(const MYSQL_FIELD& field) {
    switch (field.type) {
        case MYSQL_TYPE_TINY:
        case MYSQL_TYPE_SHORT:
        case MYSQL_TYPE_INT24:
        case MYSQL_TYPE_LONG:
        case MYSQL_TYPE_LONGLONG:
        case MYSQL_TYPE_YEAR:
            return MYSQL_TYPE_LONGLONG;
        case MYSQL_TYPE_FLOAT:
        case MYSQL_TYPE_DOUBLE:
            return MYSQL_TYPE_DOUBLE;
        case MYSQL_TYPE_DATE:
        case MYSQL_TYPE_TIME:
        case MYSQL_TYPE_DATETIME:
        case MYSQL_TYPE_TIMESTAMP:
            return field.type;
        default:
            return field.charsetnr == kBinary ? MYSQL_TYPE_LONG_BLOB : MYSQL_TYPE_STRING;
    }
}

void bind_result(MYSQL_BIND& bind, Value& value, const MYSQL_FIELD& field) {
    bind.buffer_type = read_as(field);
    bind.buffer = &value;
    bind.buffer_length = sizeof value.text;
    bind.is_unsigned = (field.flags & UNSIGNED_FLAG) != 0;
    bind.length = &value.size;
    bind.is_null = &value.is_null;
    bind.error = &value.is_cut;
}

std::int64_t days_of(const Cell& cell, const MYSQL_TIME& time) {
    auto date = find_date(static_cast<int>(time.year), static_cast<int>(time.month), static_cast<int>(time.day));
    if (!date) {
        fail_decode(cell, "holds a day that does not exist");
    }
    return date->days;
}

void store_time(const Cell& cell, const MYSQL_TIME& time, enum_field_types type) {
    const std::int64_t minutes = time.hour * 60 + time.minute;
    if (type == MYSQL_TYPE_DATE) {
        return store_integer(cell, days_of(cell, time));
    }
    if (type == MYSQL_TYPE_TIME) {
        return store_integer(cell, time.neg ? -minutes : minutes);
    }
    const std::int64_t micros =
        (minutes * 60 + time.second) * 1'000'000 + static_cast<std::int64_t>(time.second_part);
    store_integer(cell, days_of(cell, time) * kDayMicros + micros);
}

/// Decimal digits, which sums and means of whole numbers are.
void store_decimal(const Cell& cell, std::string_view digits) {
    if (cell.column.kind == MemoryKind::Double) {
        double value = 0;
        std::from_chars(digits.data(), digits.data() + digits.size(), value);
        return store_real(cell, value);
    }
    std::string_view whole = digits.substr(0, digits.find('.'));
    std::string_view rest = digits.substr(whole.size());
    std::int64_t value = 0;
    auto end = std::from_chars(whole.data(), whole.data() + whole.size(), value);
    if (rest.find_first_not_of(".0") != rest.npos || end.ec != std::errc()) {
        fail_decode(cell, "holds a decimal number: cast it to signed or double");
    }
    store_integer(cell, value);
}

bool is_decimal(const MYSQL_FIELD& field) {
    return field.type == MYSQL_TYPE_NEWDECIMAL || field.type == MYSQL_TYPE_DECIMAL;
}

void store_characters(const Cell& cell, std::string_view bytes, const MYSQL_FIELD& field) {
    if (is_decimal(field)) {
        store_decimal(cell, bytes);
    } else if (field.charsetnr == kBinary) {
        store_bytes(cell, bytes);
    } else {
        store_text(cell, bytes);
    }
}

}  // namespace

struct Parameters::Data {
    explicit Data(std::size_t count) : binds(count), times(count) {}

    std::vector<MYSQL_BIND> binds;
    std::vector<MYSQL_TIME> times;
};

Parameters::Parameters(std::span<const Param> params)
    : data_(std::make_unique<Data>(params.size())) {
    for (std::size_t i = 0; i < params.size(); ++i) {
        put(data_->binds[i], params[i], data_->times[i]);
    }
}

Parameters::~Parameters() = default;

st_mysql_bind* Parameters::binds() const {
    return data_->binds.data();
}

struct RowBuffer::Data {
    Data(MYSQL_STMT* of, std::string_view text)
        : statement(of),
          sql(text),
          meta(mysql_stmt_result_metadata(of), mysql_free_result),
          fields(mysql_fetch_fields(meta.get())),
          values(mysql_stmt_field_count(of)),
          binds(values.size()) {}

    /// What a column of characters holds: long text is fetched into `long_text`.
    std::string_view characters(std::size_t column) {
        const Value& value = values[column];
        if (value.size <= kShortText) {
            return {value.text, value.size};
        }
        long_text.resize(value.size);
        MYSQL_BIND whole = binds[column];
        whole.buffer = long_text.data();
        whole.buffer_length = value.size;
        mysql_stmt_fetch_column(statement, &whole, static_cast<unsigned>(column), 0);
        return long_text;
    }

    void store(const Cell& cell, std::size_t column) {
        const Value& value = values[column];
        if (value.is_null) {
            return store_null(cell);
        }
        switch (binds[column].buffer_type) {
            case MYSQL_TYPE_LONGLONG:
                if (binds[column].is_unsigned && value.integer < 0) {
                    fail_decode(cell, "holds a number out of range");
                }
                return store_integer(cell, value.integer);
            case MYSQL_TYPE_DOUBLE:
                return store_real(cell, value.real);
            case MYSQL_TYPE_STRING:
            case MYSQL_TYPE_LONG_BLOB:
                return store_characters(cell, characters(column), fields[column]);
            default:
                return store_time(cell, value.time, binds[column].buffer_type);
        }
    }

    MYSQL_STMT* statement;
    std::string_view sql;
    std::unique_ptr<MYSQL_RES, void (*)(MYSQL_RES*)> meta;
    const MYSQL_FIELD* fields;
    std::vector<Value> values;
    std::vector<MYSQL_BIND> binds;
    std::string long_text{};
};

RowBuffer::RowBuffer(st_mysql_stmt* statement, std::string_view sql)
    : data_(std::make_unique<Data>(statement, sql)) {
    for (std::size_t i = 0; i < data_->values.size(); ++i) {
        bind_result(data_->binds[i], data_->values[i], data_->fields[i]);
    }
}

RowBuffer::~RowBuffer() = default;

st_mysql_bind* RowBuffer::binds() const {
    return data_->binds.data();
}

std::int64_t RowBuffer::integer(std::size_t column) {
    std::int64_t value = 0;
    const OutColumn place{0, MemoryKind::Int64, nullptr, nullptr};
    data_->store({place, reinterpret_cast<char*>(&value), data_->fields[column].name, data_->sql}, column);
    return value;
}

void RowBuffer::store(char* row, std::size_t first, const RowSink& sink) {
    for (std::size_t i = 0; i < sink.count; ++i) {
        const std::size_t column = first + i;
        data_->store({sink.columns[i], row, data_->fields[column].name, data_->sql}, column);
    }
}

}  // namespace carafe::db::mariadb
