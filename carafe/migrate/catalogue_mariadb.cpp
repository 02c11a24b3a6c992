// What MariaDB says about the tables of the current database. The server writes rules and values in
// one form however they were typed.
// @source MariaDB knowledge base, information schema tables
#include "carafe/migrate/catalogue_readers.hpp"

namespace carafe::migrate {

namespace {

constexpr const char* kTables =
    "SELECT table_name, table_collation FROM information_schema.tables "
    "WHERE table_schema = database() AND table_type = 'BASE TABLE' "
    "AND table_name NOT IN ('carafe_migrations', 'carafe_migration_steps')";

constexpr const char* kColumns =
    "SELECT table_name, column_name, concat_ws(' ', column_type, collation_name, extra, generation_expression), "
    "coalesce(column_default, ''), is_nullable, column_key "
    "FROM information_schema.columns WHERE table_schema = database()";

constexpr const char* kChecks =
    "SELECT table_name, constraint_name, check_clause FROM information_schema.check_constraints "
    "WHERE constraint_schema = database()";

constexpr const char* kIndexes =
    "SELECT table_name, index_name, concat(if(non_unique, '', 'UNIQUE '), '(', group_concat(concat(column_name, "
    "coalesce(concat('(', sub_part, ')'), '')) ORDER BY seq_in_index), ')') "
    "FROM information_schema.statistics WHERE table_schema = database() "
    "GROUP BY table_name, index_name, non_unique";

constexpr const char* kForeignKeys =
    "SELECT k.table_name, k.constraint_name, concat('(', group_concat(k.column_name ORDER BY k.ordinal_position), "
    "') REFERENCES ', k.referenced_table_name, ' (', group_concat(k.referenced_column_name ORDER BY "
    "k.ordinal_position), ') ', r.delete_rule) FROM information_schema.key_column_usage k "
    "JOIN information_schema.referential_constraints r ON r.constraint_schema = k.constraint_schema "
    "AND r.constraint_name = k.constraint_name AND r.table_name = k.table_name "
    "WHERE k.table_schema = database() AND k.referenced_table_name IS NOT NULL "
    "GROUP BY k.table_name, k.constraint_name, k.referenced_table_name, r.delete_rule";

constexpr const char* kTriggers =
    "SELECT event_object_table, trigger_name, concat_ws(' ', action_timing, event_manipulation, action_statement) "
    "FROM information_schema.triggers WHERE trigger_schema = database()";

}  // namespace

Catalogue read_mariadb(db::Connection& connection) {
    using Row = std::vector<std::string>;
    Catalogue catalogue;
    for (const auto& row : connection.rows(kTables)) {
        auto& table = catalogue.tables[row[0]];
        table.name = row[0];
        table.strict = row[1] == "utf8mb4_nopad_bin";
    }
    add_rows(connection, catalogue, kColumns, [](CatalogueTable& table, const Row& row) {
        table.columns[row[1]] = {row[1], row[2], row[3], row[4] == "NO", row[5] == "PRI"};
    });
    add_rows(connection, catalogue, kChecks, [](CatalogueTable& table, const Row& row) {
        table.checks[row[1]] = row[2];
    });
    add_rows(connection, catalogue, kIndexes, [](CatalogueTable& table, const Row& row) {
        table.indexes[row[1]] = row[2];
    });
    add_rows(connection, catalogue, kForeignKeys, [](CatalogueTable& table, const Row& row) {
        table.foreign_keys.insert({{row[1]}, row[2], {}, {}});
    });
    add_rows(connection, catalogue, kTriggers, [](CatalogueTable& table, const Row& row) {
        table.triggers[row[1]] = row[2];
    });
    return catalogue;
}

}  // namespace carafe::migrate
