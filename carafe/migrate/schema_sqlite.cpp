#include "carafe/migrate/schema_parts.hpp"
#include "carafe/migrate/schema_writer.hpp"

namespace carafe::migrate {

namespace {

using orm::Check;
using orm::Column;
using orm::ColumnRole;
using orm::DefaultValue;
using orm::FieldType;
using orm::foreign_key_name;
using orm::Index;
using orm::OnDelete;
using orm::Table;
using orm::Tables;

std::string_view type_of(const Column& column) {
    switch (column.type) {
        case FieldType::Real:
            return "REAL";
        case FieldType::Text:
        case FieldType::Json:
        case FieldType::Enum:
            return "TEXT";
        case FieldType::Blob:
            return "BLOB";
        default:
            return "INTEGER";
    }
}

std::string default_sql(const DefaultValue& value) {
    switch (value.kind) {
        case DefaultValue::Kind::None:
            return {};
        case DefaultValue::Kind::Integer:
        case DefaultValue::Kind::Real:
            return " DEFAULT " + value.text;
        case DefaultValue::Kind::Text:
            return " DEFAULT " + literal(value.text);
        case DefaultValue::Kind::Now:
            return " DEFAULT (CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER))";
        case DefaultValue::Kind::Sql:
            return " DEFAULT (" + value.text + ")";
    }
    return {};
}

std::string reference(const Table& table, const Column& column) {
    const Table& target = column.target();
    bool composite = is_composite(table, column);
    std::string sql = "REFERENCES " + quoted(target.name) + " (";
    sql += composite ? quoted(target.tenant->name) + ", " : "";
    sql += quoted(target.key->name) + ")";
    if (column.on_delete == OnDelete::Cascade) {
        sql += " ON DELETE CASCADE";
    } else if (column.on_delete == OnDelete::SetNull && !composite) {
        sql += " ON DELETE SET NULL";
    }
    return sql;
}

/// Rules about one column stand with it, so that ALTER TABLE ADD COLUMN can bring them along.
std::string column_checks(const Table& table, const Column& column) {
    std::string sql;
    for (const Check& check : table.checks) {
        if (is_about(check, table, column)) {
            sql += " " + constraint(check.name) + "CHECK (" + check.expression + ")";
        }
    }
    return sql;
}

}  // namespace

std::string column_definition(const Table& table, const Column& column) {
    std::string sql = quoted(column.name);
    if (column.role == ColumnRole::Key) {
        return sql + " INTEGER PRIMARY KEY AUTOINCREMENT";
    }
    sql += " ";
    sql += type_of(column);
    sql += column.nullable ? "" : " NOT NULL";
    sql += default_sql(column.default_value);
    sql += column_checks(table, column);
    if (column.target && !is_composite(table, column)) {
        sql += " " + constraint(foreign_key_name(table, column)) + reference(table, column);
    }
    return sql;
}

namespace {

std::string create_table(const Table& table) {
    std::string body;
    auto line = [&](const std::string& text) { body += (body.empty() ? "\n  " : ",\n  ") + text; };
    for (const Column& column : table.columns) {
        line(column_definition(table, column));
    }
    for (const Column& column : table.columns) {
        if (column.target && is_composite(table, column)) {
            line(constraint(foreign_key_name(table, column)) + "FOREIGN KEY (" +
                 quoted(table.tenant->name) + ", " + quoted(column.name) + ") " +
                 reference(table, column));
        }
    }
    for (const Check& check : table.checks) {
        if (check.columns.size() != 1) {
            line(constraint(check.name) + "CHECK (" + check.expression + ")");
        }
    }
    return "CREATE TABLE " + quoted(table.name) + " (" + body + "\n) STRICT";
}

std::string create_index(const Table& table, const Index& index) {
    std::string columns;
    for (auto position : index.columns) {
        const Column& column = table.columns[position];
        columns += (columns.empty() ? "" : ", ") + quoted(column.name);
        columns += index.ignoring_case && column.type == FieldType::Text ? " COLLATE NOCASE" : "";
    }
    std::string sql = index.unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ";
    sql += quoted(index.name) + " ON " + quoted(table.name) + " (" + columns + ")";
    return index.condition.empty() ? sql : sql + " WHERE " + index.condition;
}

/// What composite foreign keys point to.
std::string create_tenant_key(const Table& table) {
    return "CREATE UNIQUE INDEX " + quoted(tenant_key_name(table.name)) + " ON " +
           quoted(table.name) + " (" + quoted(table.tenant->name) + ", " + quoted(table.key->name) +
           ")";
}

/// SET NULL of a composite key would null the tenant too; the trigger nulls the one column.
std::string create_null_trigger(const Table& child, const Column& column) {
    const Table& parent = column.target();
    return "CREATE TRIGGER " + quoted(null_trigger_name(child.name, column.name)) +
           " BEFORE DELETE ON " + quoted(parent.name) + " BEGIN UPDATE " + quoted(child.name) +
           " SET " + quoted(column.name) + " = NULL WHERE " + quoted(child.tenant->name) +
           " = OLD." + quoted(parent.tenant->name) + " AND " + quoted(column.name) + " = OLD." +
           quoted(parent.key->name) + "; END";
}

void add_triggers(const Table& table, std::vector<std::string>& out) {
    for (const Column& column : table.columns) {
        if (column.target && column.on_delete == OnDelete::SetNull && is_composite(table, column)) {
            out.push_back(create_null_trigger(table, column));
        }
    }
}

}  // namespace

std::vector<std::string> create_sqlite(const Tables& tables) {
    std::vector<std::string> out;
    const Tables ordered = orm::in_dependency_order(tables);
    for (const Table* table : ordered) {
        out.push_back(create_table(*table));
        if (is_referenced_with_tenant(*table, tables)) {
            out.push_back(create_tenant_key(*table));
        }
        for (const Index& index : table->indexes) {
            out.push_back(create_index(*table, index));
        }
    }
    for (const Table* table : ordered) {
        add_triggers(*table, out);
    }
    return out;
}

}  // namespace carafe::migrate
