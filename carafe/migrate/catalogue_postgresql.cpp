// What PostgreSQL says about the tables of the current schema. Its own functions write rules and
// indexes as text, in one form however they were typed.
// @source PostgreSQL 15 manual, chapter 53: system catalogs
#include "carafe/migrate/catalogue_readers.hpp"

namespace carafe::migrate {

namespace {

using Row = std::vector<std::string>;

constexpr const char* kTables =
    "SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity FROM pg_class c "
    "WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' "
    "AND c.relname <> 'carafe_migrations'";

constexpr const char* kColumns =
    "SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod) || "
    "coalesce(' COLLATE ' || nullif(l.collname, 'default'), ''), "
    "coalesce(pg_get_expr(d.adbin, d.adrelid), ''), a.attnotnull, a.attidentity <> '' "
    "FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid "
    "LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum "
    "LEFT JOIN pg_collation l ON l.oid = a.attcollation "
    "WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' "
    "AND a.attnum > 0 AND NOT a.attisdropped";

constexpr const char* kConstraints =
    "SELECT c.relname, k.conname, k.contype, pg_get_constraintdef(k.oid, true) "
    "FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid "
    "WHERE c.relnamespace = current_schema()::regnamespace";

constexpr const char* kIndexes =
    "SELECT t.relname, i.relname, pg_get_indexdef(x.indexrelid, 0, true) "
    "FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid "
    "WHERE t.relnamespace = current_schema()::regnamespace "
    "AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = x.indexrelid "
    "AND k.contype IN ('p', 'u'))";

constexpr const char* kTriggers =
    "SELECT c.relname, g.tgname, pg_get_triggerdef(g.oid, true) "
    "FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid "
    "WHERE c.relnamespace = current_schema()::regnamespace AND NOT g.tgisinternal";

constexpr const char* kPolicies =
    "SELECT c.relname, p.polname, pg_get_expr(p.polqual, p.polrelid) "
    "FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid "
    "WHERE c.relnamespace = current_schema()::regnamespace";

void add_constraint(CatalogueTable& table, const Row& row) {
    const auto& [name, kind, rule] = std::tie(row[1], row[2], row[3]);
    if (kind == "f") {
        table.foreign_keys.insert({{name}, rule, {}, {}});
    } else if (kind == "c") {
        table.checks[name] = rule;
    } else {
        // The primary key's name stays when a table is renamed, and says nothing.
        table.indexes[kind == "p" ? "primary key" : name] = rule;
    }
}

void add_trigger(CatalogueTable& table, const Row& row) {
    table.triggers[row[1]] = row[2];
}

}  // namespace

Catalogue read_postgresql(db::Connection& connection) {
    Catalogue catalogue;
    for (const auto& row : connection.rows(kTables)) {
        auto& table = catalogue.tables[row[0]];
        table.name = row[0];
        table.strict = row[1] == "t";  // rows are ruled
    }
    add_rows(connection, catalogue, kColumns, [](CatalogueTable& table, const Row& row) {
        table.columns[row[1]] = {row[1], row[2], row[3], row[4] == "t", row[5] == "t"};
    });
    add_rows(connection, catalogue, kConstraints, add_constraint);
    add_rows(connection, catalogue, kIndexes, [](CatalogueTable& table, const Row& row) {
        table.indexes[row[1]] = row[2];
    });
    add_rows(connection, catalogue, kTriggers, add_trigger);
    add_rows(connection, catalogue, kPolicies, add_trigger);
    return catalogue;
}

}  // namespace carafe::migrate
