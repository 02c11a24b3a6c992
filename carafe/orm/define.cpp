// Completing a described table: what types and foreign keys imply, names, fingerprints.
#include "carafe/orm/define.hpp"

#include "carafe/base/assert.hpp"
#include "carafe/db/dialect.hpp"

#include <algorithm>
#include <charconv>

namespace carafe::orm {

namespace detail {

namespace {

std::string quoted(std::string_view name) {
    return db::sqlite_dialect().quoted(name);
}

std::string text_literal(std::string_view text) {
    std::string literal = "'";
    for (char c : text) {
        literal += c;
        if (c == '\'') {
            literal += c;
        }
    }
    return literal + "'";
}

std::size_t position_of(const Table& table, std::string_view column) {
    const Column* found = table.find_column(column);
    CARAFE_ASSERT(found, "a rule names a column that describe() does not");
    return static_cast<std::size_t>(found - table.columns.data());
}

/// Replaces {column} by the quoted name and notes which columns are named.
std::string expand(const Table& table, std::string_view text, std::vector<std::size_t>& columns) {
    std::string out;
    while (true) {
        auto open = text.find('{');
        out += text.substr(0, open);
        if (open == text.npos) {
            return out;
        }
        auto close = text.find('}', open);
        CARAFE_ASSERT(close != text.npos, "a rule has { without }");
        auto name = text.substr(open + 1, close - open - 1);
        auto position = position_of(table, name);
        if (std::find(columns.begin(), columns.end(), position) == columns.end()) {
            columns.push_back(position);
        }
        out += quoted(name);
        text.remove_prefix(close + 1);
    }
}

void expand_rules(Table& table) {
    for (auto& check : table.checks) {
        check.expression = expand(table, check.expression, check.columns);
        check.name =
            rule_name("ck_" + table.name + "_" + check.name + "_" + fingerprint(check.expression));
    }
    for (auto& index : table.indexes) {
        std::vector<std::size_t> ignored;
        index.condition = expand(table, index.condition, ignored);
    }
}

void imply_check(Table& table,
                 const Column& column,
                 std::string_view word,
                 CheckKind kind,
                 std::string expression) {
    std::string name = "ck_" + table.name + "_" + column.name + "_" + std::string(word) + "_" +
                       fingerprint(expression);
    table.checks.push_back(
        {rule_name(std::move(name)), std::move(expression), {position_of(table, column.name)}, kind});
}

std::string enum_list(const db::EnumOps& enums) {
    std::string list;
    for (std::size_t i = 0; i < enums.count(); ++i) {
        list += (i ? ", " : "") + text_literal(enums.name_at(i));
    }
    return list;
}

/// Rules that types imply where the engine's own type does not.
void imply_checks(Table& table) {
    for (const auto& column : table.columns) {
        std::string name = quoted(column.name);
        if (column.enums) {
            imply_check(table, column, "enum", CheckKind::Enum, name + " IN (" + enum_list(*column.enums) + ")");
        }
        if (column.size > 0 && column.sealing == Sealing::None) {
            imply_check(table,
                        column,
                        "size",
                        CheckKind::Size,
                        "length(" + name + ") <= " + std::to_string(column.size));
        }
        if (column.type == FieldType::Boolean) {
            imply_check(table, column, "bool", CheckKind::Boolean, name + " IN (0, 1)");
        }
        if (column.type == FieldType::Json) {
            // json_valid(NULL) is 0 before SQLite 3.45.
            std::string absent = column.nullable ? name + " IS NULL OR " : "";
            imply_check(table, column, "json", CheckKind::Json, absent + "json_valid(" + name + ")");
        }
    }
}

bool leads(const Index& index, const std::vector<std::size_t>& columns) {
    return index.condition.empty() && !index.ignoring_case &&
           index.columns.size() >= columns.size() &&
           std::equal(columns.begin(), columns.end(), index.columns.begin());
}

/// Foreign keys want an index on the referring side: else removing a row reads the whole table.
void imply_indexes(Table& table) {
    for (const auto& column : table.columns) {
        if (!column.target) {
            continue;
        }
        std::vector<std::size_t> wanted;
        if (table.tenant) {
            wanted.push_back(position_of(table, table.tenant->name));
        }
        if (&column != table.tenant) {
            wanted.push_back(position_of(table, column.name));
        }
        bool covered = std::any_of(table.indexes.begin(),
                                   table.indexes.end(),
                                   [&](const Index& index) { return leads(index, wanted); });
        if (!covered) {
            table.indexes.push_back({{}, wanted, false, false, {}});
        }
    }
}

/// An index whose columns another one starts with is not wanted; named ones stay.
void drop_covered_indexes(Table& table) {
    auto& indexes = table.indexes;
    for (std::size_t i = 0; i < indexes.size();) {
        const Index& candidate = indexes[i];
        bool implied = candidate.name.empty() && !candidate.unique && candidate.condition.empty();
        bool covered = std::any_of(indexes.begin(), indexes.end(), [&](const Index& other) {
            return &other != &candidate && leads(other, candidate.columns);
        });
        if (implied && covered) {
            indexes.erase(indexes.begin() + static_cast<std::ptrdiff_t>(i));
        } else {
            ++i;
        }
    }
}

void name_indexes(Table& table) {
    for (auto& index : table.indexes) {
        if (!index.name.empty()) {
            continue;
        }
        index.name = (index.unique ? "uq_" : "ix_") + table.name;
        for (auto position : index.columns) {
            // The tenant leads every index of an owned table, so it is left out of the names.
            if (&table.columns[position] != table.tenant || index.columns.size() == 1) {
                index.name += "_" + table.columns[position].name;
            }
        }
        index.name = rule_name(std::move(index.name));
    }
}

void set_pointers(Table& table) {
    for (const auto& column : table.columns) {
        switch (column.role) {
            case ColumnRole::Key:
                table.key = &column;
                break;
            case ColumnRole::Tenant:
                table.tenant = &column;
                break;
            case ColumnRole::Version:
                table.version = &column;
                break;
            case ColumnRole::DeletedAt:
                table.deleted_at = &column;
                break;
            default:
                break;
        }
        table.has_encrypted = table.has_encrypted || column.sealing == Sealing::Value;
    }
}

/// A value of a removed row may be used again.
void free_values_of_removed_rows(Table& table) {
    if (!table.deleted_at) {
        return;
    }
    const std::string alive = "{" + table.deleted_at->name + "} IS NULL";
    for (auto& index : table.indexes) {
        if (index.unique) {
            index.condition = index.condition.empty() ? alive : "(" + index.condition + ") AND " + alive;
        }
    }
}

std::string number_text(std::int64_t value) {
    return std::to_string(value);
}

}  // namespace

DefaultValue default_of(const db::Param& value) {
    if (db::is_integral(value.kind)) {
        return {DefaultValue::Kind::Integer, number_text(value.integer)};
    }
    switch (value.kind) {
        case db::ParamKind::Real: {
            char digits[40];
            auto [end, error] = std::to_chars(digits, digits + sizeof digits, value.real);
            return {DefaultValue::Kind::Real, std::string(digits, end)};
        }
        case db::ParamKind::Text:
            return {DefaultValue::Kind::Text, std::string(value.bytes, value.size)};
        default:
            return {};
    }
}

void add_index(Table& table, const std::vector<std::size_t>& offsets, bool unique, bool in_tenant) {
    Index index;
    index.unique = unique;
    auto tenant =
        std::find_if(table.columns.begin(), table.columns.end(), [](const Column& column) {
            return column.role == ColumnRole::Tenant;
        });
    if (in_tenant && tenant != table.columns.end() && tenant->offset != offsets.front()) {
        index.columns.push_back(static_cast<std::size_t>(tenant - table.columns.begin()));
    }
    for (std::size_t offset : offsets) {
        const Column* column = table.column_at(offset);
        CARAFE_ASSERT(column, "an index names a member that is not a column above it");
        index.columns.push_back(static_cast<std::size_t>(column - table.columns.data()));
    }
    table.indexes.push_back(std::move(index));
}

void add_check(Table& table, std::string_view name, std::string_view expression) {
    table.checks.push_back({std::string(name), std::string(expression), {}});
}

void add_scope(Table& table, std::size_t offset, TableFunction scope) {
    auto column = std::find_if(table.columns.begin(), table.columns.end(), [&](const Column& candidate) {
        return candidate.offset == offset;
    });
    CARAFE_ASSERT(column != table.columns.end(), "a scope names a member that is not a column above it");
    column->scope = scope;
}

void finish_table(Table& table) {
    set_pointers(table);
    CARAFE_ASSERT(table.key, "a model needs a key");
    free_values_of_removed_rows(table);
    expand_rules(table);
    imply_checks(table);
    imply_indexes(table);
    drop_covered_indexes(table);
    name_indexes(table);
}

void add_blind_index(Table& table, Column column) {
    const std::size_t offset = column.offset;
    column.name += "_bidx";
    column.memory = db::MemoryKind::Blob;
    column.type = FieldType::Blob;
    column.sealing = Sealing::BlindIndex;
    column.nullable = true;
    table.columns.push_back(std::move(column));
    add_index(table, {offset}, false, true);
}

IndexChain& IndexChain::named(std::string_view name) {
    table_->indexes[position_].name = name;
    return *this;
}

IndexChain& IndexChain::where(std::string_view condition) {
    table_->indexes[position_].condition = condition;
    return *this;
}

IndexChain& IndexChain::ignoring_case() {
    table_->indexes[position_].ignoring_case = true;
    return *this;
}

}  // namespace detail
}  // namespace carafe::orm
