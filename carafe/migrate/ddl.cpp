#include "carafe/migrate/ddl.hpp"

#include "carafe/migrate/schema_parts.hpp"

namespace carafe::migrate {

namespace {

void append(Statements& to, const Statements& more) {
    to.insert(to.end(), more.begin(), more.end());
}

}  // namespace

Statements Ddl::rename_table(const SchemaTable& table, const std::string& to) const {
    return {"ALTER TABLE " + quoted(table.name) + " RENAME TO " + quoted(to)};
}

Statements Ddl::rename_column(const std::string& table,
                              const std::string& from,
                              const std::string& to) const {
    return {"ALTER TABLE " + quoted(table) + " RENAME COLUMN " + quoted(from) + " TO " + quoted(to)};
}

Statements Ddl::drop_column(const SchemaTable& table, const std::string& column) const {
    return {"ALTER TABLE " + quoted(table.name) + " DROP COLUMN " + quoted(column)};
}

Statements Ddl::drop_table(const std::string& table) const {
    return {"DROP TABLE " + quoted(table)};
}

std::string Ddl::default_value(const SchemaColumn& column) const {
    using Kind = orm::DefaultValue::Kind;
    const orm::DefaultValue& value = column.default_value;
    switch (value.kind) {
        case Kind::None:
            return {};
        case Kind::Integer:
        case Kind::Real:
            return number_as(column.type, value.text);
        case Kind::Text:
            return literal(value.text);
        case Kind::Now:
            return now();
        case Kind::Sql:
            return "(" + value.text + ")";
    }
    return {};
}

std::string Ddl::reference(const SchemaTable& table, const SchemaKey& key) {
    const bool with_tenant = !key.to_tenant.empty();
    std::string sql = "ALTER TABLE " + quoted(table.name) + " ADD " + constraint(key.name) + "FOREIGN KEY (";
    sql += with_tenant ? quoted(table.tenant) + ", " : "";
    sql += quoted(key.column) + ") REFERENCES " + quoted(key.table) + " (";
    sql += with_tenant ? quoted(key.to_tenant) + ", " : "";
    return sql + quoted(key.to) + ")";
}

Statements create_all(const Ddl& ddl, const Schema& schema) {
    Statements out;
    for (const auto& table : schema.tables) {
        append(out, ddl.create_table(table));
        for (const auto& index : table.indexes) {
            append(out, ddl.add_index(table, index));
        }
    }
    for (const auto& table : schema.tables) {
        for (const auto& key : table.keys) {
            append(out, ddl.add_reference(table, key));
        }
        append(out, ddl.finish_table(table));
    }
    return out;
}

}  // namespace carafe::migrate
