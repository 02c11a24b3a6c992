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
