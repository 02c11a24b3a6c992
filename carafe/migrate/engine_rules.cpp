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
    return std::make_unique<SqliteChange>(connection);
}

void in_shadow(const db::Url& url, const std::function<void(db::Connection&)>& work) {
    if (url.engine == "postgresql") {
        return in_postgresql_shadow(url, work);
    }
    work(*open_scratch());
}

bool has_table(db::Connection& connection, const std::string& name) {
    const bool sqlite = connection.dialect().name() == "sqlite";
    const std::string sql = sqlite ? "SELECT 1 FROM sqlite_schema WHERE name = "
                                   : "SELECT 1 FROM information_schema.tables "
                                     "WHERE table_schema = current_schema() AND table_name = ";
    return !connection.rows(sql + literal(name)).empty();
}

}  // namespace carafe::migrate
