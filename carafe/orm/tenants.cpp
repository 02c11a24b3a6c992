#include "carafe/orm/data_keys.hpp"
#include "carafe/orm/errors.hpp"
#include "carafe/orm/runner.hpp"
#include "carafe/orm/session.hpp"

#include <algorithm>

namespace carafe::orm::detail {

namespace {

std::int64_t remove_where(SessionCore& session,
                          const Table& table,
                          const Column& column,
                          std::int64_t key) {
    db::Connection& connection = session.unit().writable_connection();
    db::CachedStatement statement;
    statement.sql = "DELETE FROM " + connection.dialect().quoted(table.name) + " WHERE " +
                    connection.dialect().quoted(column.name) + " = ";
    connection.dialect().placeholder(statement.sql, 1);
    Params params(1);
    params.integer(0, key);
    return run_statement(session, connection, statement, params.span(), nullptr);
}

}  // namespace

/// Children first on every engine: cascades of some fire no triggers.
void delete_tenant(SessionCore& session, const Table& root, std::int64_t key) {
    session.unit().run_nested([&] {
        Tables tables = in_dependency_order(session.unit().database().tables());
        std::reverse(tables.begin(), tables.end());
        for (const Table* table : tables) {
            if (table->tenant_table && &table->tenant_table() == &root) {
                remove_where(session, *table, *table->tenant, key);
            }
        }
        if (remove_where(session, root, *root.key, key) == 0) {
            throw_not_found(root);
        }
        for (const Table* table : tables) {
            if (table->name == kKeyTable) {
                remove_where(session, *table, *table->find_column("owner"), key);
            }
        }
    });
}

}  // namespace carafe::orm::detail
