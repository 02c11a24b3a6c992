#include "carafe/migrate/engine_rules.hpp"

#include "carafe/migrate/difference.hpp"
#include "carafe/migrate/errors.hpp"
#include "carafe/migrate/schema_parts.hpp"

namespace carafe::migrate {

namespace {

/// Tables may be rebuilt: keys are not enforced while it runs, but checked before it ends. The
/// setting cannot be changed inside a transaction, hence this order.
class SqliteChange final : public SchemaTransaction {
  public:
    explicit SqliteChange(db::Connection& connection) : connection_(connection) {
        connection_.run("PRAGMA foreign_keys=OFF");
        try {
            connection_.run("BEGIN IMMEDIATE");
        } catch (...) {
            connection_.run("PRAGMA foreign_keys=ON");
            throw;
        }
    }

    ~SqliteChange() override {
        try {
            if (connection_.in_transaction()) {
                connection_.run("ROLLBACK");
            }
            connection_.run("PRAGMA legacy_alter_table=OFF; PRAGMA foreign_keys=ON");
        } catch (const db::Error&) {  // NOLINT(bugprone-empty-catch)
            // The connection is lost; whoever uses it next is told.
        }
    }

    void commit() override {
        auto broken = connection_.rows("PRAGMA foreign_key_check");
        if (!broken.empty()) {
            throw MigrationError("rows of \"" + broken.front()[0] +
                                 "\" would refer to missing rows of \"" + broken.front()[2] + "\"");
        }
        connection_.run("COMMIT");
    }

  private:
    db::Connection& connection_;
};

/// Number of the lock that whoever changes a schema holds: "carafe" in ASCII.
constexpr const char* kSchemaLock = "109305012512357";

class PostgresqlChange final : public SchemaTransaction {
  public:
    PostgresqlChange(db::Connection& connection, std::chrono::milliseconds lock_timeout)
        : connection_(connection) {
        // All tenants' rows are changed, and changing them may take long.
        connection_.run("BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = " +
                        std::to_string(lock_timeout.count()) +
                        "; SELECT pg_advisory_xact_lock(" + kSchemaLock +
                        "); SELECT set_config('carafe.tenant', '0', true)");
    }

    ~PostgresqlChange() override {
        try {
            if (connection_.in_transaction()) {
                connection_.run("ROLLBACK");
            }
        } catch (const db::Error&) {  // NOLINT(bugprone-empty-catch)
            // The connection is lost; whoever uses it next is told.
        }
    }

    void commit() override { connection_.run("COMMIT"); }

  private:
    db::Connection& connection_;
};

/// MariaDB commits at each change of a table: only others are kept out.
class MariadbChange final : public SchemaTransaction {
  public:
    MariadbChange(db::Connection& connection, std::chrono::milliseconds lock_timeout)
        : connection_(connection) {
        const auto seconds = std::chrono::ceil<std::chrono::seconds>(lock_timeout).count();
        auto got = connection_.rows("SELECT get_lock(concat('carafe.', database()), " +
                                    std::to_string(seconds) + ")");
        if (got[0][0] != "1") {
            throw db::Busy("another process is changing the schema");
        }
        connection_.run("SET max_statement_time = 0");
    }

    ~MariadbChange() override {
        try {
            connection_.run("ROLLBACK; DO release_lock(concat('carafe.', database()))");
        } catch (const db::Error&) {  // NOLINT(bugprone-empty-catch)
            // The connection is lost, and with it the lock.
        }
    }

    void commit() override { connection_.run("COMMIT"); }

  private:
    db::Connection& connection_;
};

void in_mariadb_shadow(const db::Url& url, const std::function<void(db::Connection&)>& work) {
    auto connection = db::open_connection(url, {});
    const std::string name = quoted("carafe_shadow_" + connection->rows("SELECT connection_id()")[0][0]);
    connection->run("DROP DATABASE IF EXISTS " + name + "; CREATE DATABASE " + name + "; USE " + name);
    try {
        work(*connection);
    } catch (...) {
        connection->run("DROP DATABASE " + name);
        throw;
    }
    connection->run("DROP DATABASE " + name);
}

void in_postgresql_shadow(const db::Url& url, const std::function<void(db::Connection&)>& work) {
    auto connection = db::open_connection(url, {});
    connection->run("BEGIN; CREATE SCHEMA carafe_shadow; SET LOCAL search_path = carafe_shadow");
    work(*connection);
    connection->run("ROLLBACK");
}

}  // namespace

std::unique_ptr<SchemaTransaction> begin_schema_change(db::Connection& connection,
                                                       std::chrono::milliseconds lock_timeout) {
    if (connection.dialect().name() == "postgresql") {
        return std::make_unique<PostgresqlChange>(connection, lock_timeout);
    }
    if (connection.dialect().name() == "mariadb") {
        return std::make_unique<MariadbChange>(connection, lock_timeout);
    }
    return std::make_unique<SqliteChange>(connection);
}

void in_shadow(const db::Url& url, const std::function<void(db::Connection&)>& work) {
    if (url.engine == "postgresql") {
        return in_postgresql_shadow(url, work);
    }
    if (url.engine == "mariadb") {
        return in_mariadb_shadow(url, work);
    }
    work(*open_scratch());
}

bool commits_each_change(const db::Connection& connection) {
    return connection.dialect().name() == "mariadb";
}

bool has_table(db::Connection& connection, const std::string& name) {
    const auto engine = connection.dialect().name();
    const std::string here = engine == "postgresql" ? "current_schema()" : "database()";
    const std::string sql = engine == "sqlite"
                                ? "SELECT 1 FROM sqlite_schema WHERE name = "
                                : "SELECT 1 FROM information_schema.tables WHERE table_schema = " +
                                      here + " AND table_name = ";
    return !connection.rows(sql + literal(name)).empty();
}

}  // namespace carafe::migrate
