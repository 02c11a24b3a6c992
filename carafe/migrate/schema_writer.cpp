#include "carafe/migrate/schema_writer.hpp"

#include "carafe/migrate/schema_engines.hpp"

namespace carafe::migrate {

std::vector<std::string> create_statements(const orm::Tables& tables, const db::Dialect& dialect) {
    if (dialect.name() == "postgresql") {
        return create_postgresql(tables);
    }
    return create_sqlite(tables);
}

void create_schema(orm::Database& database) {
    database.engine().exclusively([&](db::Connection& connection) {
        const auto statements = create_statements(database.tables(), connection.dialect());
        connection.run("BEGIN");
        for (const auto& statement : statements) {
            connection.run(statement);
        }
        connection.run("COMMIT");
    });
}

}  // namespace carafe::migrate
