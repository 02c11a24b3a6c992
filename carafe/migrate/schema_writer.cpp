#include "carafe/migrate/schema_writer.hpp"

#include "carafe/migrate/ddl.hpp"
#include "carafe/migrate/schema.hpp"

namespace carafe::migrate {

std::vector<std::string> create_statements(const orm::Tables& tables, const db::Dialect& dialect) {
    if (dialect.name() == "postgresql") {
        return create_all(postgresql_ddl(), schema_of(tables));
    }
    if (dialect.name() == "mariadb") {
        return create_all(mariadb_ddl(), schema_of(tables));
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
