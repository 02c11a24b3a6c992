#include "carafe/orm/edit.hpp"

#include "carafe/base/time.hpp"
#include "carafe/orm/errors.hpp"
#include "carafe/orm/row_binding.hpp"
#include "carafe/orm/sealing.hpp"
#include "carafe/orm/session.hpp"

#include <charconv>

namespace carafe::orm {

const Change* ChangeSet::find(std::string_view column) const {
    for (const auto& change : changes) {
        if (change.column == column) {
            return &change;
        }
    }
    return nullptr;
}

namespace detail {

namespace {

std::string_view bytes_of(const db::Param& value) {
    return {value.bytes, value.size};
}

bool is_same(const db::Param& a, const db::Param& b) {
    if (a.kind != b.kind || a.kind == db::ParamKind::Null) {
        return a.kind == b.kind;
    }
    if (a.kind == db::ParamKind::Real) {
        return a.real == b.real;
    }
    return db::is_integral(a.kind) ? a.integer == b.integer : bytes_of(a) == bytes_of(b);
}

std::string real_text(double value) {
    char digits[40];
    auto [end, error] = std::to_chars(digits, digits + sizeof digits, value);
    return std::string(digits, end);
}

std::optional<std::string> text_of(const db::Param& value) {
    switch (value.kind) {
        case db::ParamKind::Null:
            return std::nullopt;
        case db::ParamKind::Boolean:
            return value.integer ? "true" : "false";
        case db::ParamKind::Date:
            return format_iso(Date{static_cast<std::int32_t>(value.integer)});
        case db::ParamKind::TimeOfDay:
            return format_time_of_day(TimeOfDay{static_cast<std::int32_t>(value.integer)});
        case db::ParamKind::Timestamp:
            return format_iso(Timestamp{value.integer});
        case db::ParamKind::Real:
            return real_text(value.real);
        case db::ParamKind::Blob:
            return std::to_string(value.size) + " bytes";
        case db::ParamKind::Text:
            return std::string(bytes_of(value));
        default:
            return std::to_string(value.integer);
    }
}

db::Param value_of(const Table& table, const Column& column, const RowView& row) {
    db::Param value{};
    bind_field(table, column, row.field(column), value);
    return value;
}

void require_same_row(const Table& table, const RowView& original, const RowView& row) {
    if (row.key() != original.key()) {
        throw QueryError("the key of \"" + table.name + "\" cannot be changed");
    }
    if (table.tenant && row.tenant() != original.tenant()) {
        throw TenantViolation("rows of \"" + table.name + "\" cannot change their tenant");
    }
}

Change change_of(const Column& column, const db::Param& before, const db::Param& after) {
    if (column.secret) {
        return {column.name, std::nullopt, std::nullopt, true};
    }
    return {column.name, text_of(before), text_of(after), false};
}

}  // namespace

ChangeSet save_edit(SessionCore& session, const Table& table, const void* original_data, void* data) {
    const RowView original(table, const_cast<void*>(original_data));  // only read
    const RowView row(table, data);
    require_same_row(table, original, row);
    ChangeSet result{table.name, row.key(), {}};
    std::vector<std::size_t> members;
    for (const auto& column : table.columns) {
        if (column.role != ColumnRole::Plain || column.sealing == Sealing::BlindIndex) {
            continue;  // a blind index is written with its value
        }
        if (column.sealing == Sealing::Value) {
            if (!is_same_text(encrypted_in(table, column, original), encrypted_in(table, column, row))) {
                result.changes.push_back({column.name, std::nullopt, std::nullopt, true});
                members.push_back(column.offset);
            }
            continue;
        }
        const db::Param before = value_of(table, column, original);
        const db::Param after = value_of(table, column, row);
        if (!is_same(before, after)) {
            result.changes.push_back(change_of(column, before, after));
            members.push_back(column.offset);
        }
    }
    if (members.empty()) {
        return result;
    }
    if (table.version) {
        row.version() = original.version();
    }
    update_row(session, table, data, members);
    return result;
}

void require_version(const Table& table, void* data, ExpectedVersion expected) {
    const RowView row(table, data);
    if (row.version() != expected.number) {
        throw StaleRow(table.name, row.key(), row.version());
    }
}

}  // namespace detail
}  // namespace carafe::orm
