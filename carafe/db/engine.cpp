#include "carafe/db/engine.hpp"

#include "carafe/db/errors.hpp"
#include "carafe/db/mariadb/connection.hpp"
#include "carafe/db/postgresql/connection.hpp"
#include "carafe/db/server_engine.hpp"
#include "carafe/db/sqlite/engine.hpp"

#include <utility>

namespace carafe::db {

namespace {

const Dialect& dialect_of(const Url& url) {
    if (url.engine == "postgresql") {
        return postgresql_dialect();
    }
    return mariadb_dialect();
}

std::unique_ptr<ServerConnection> open_server(const Url& url, const Options& options) {
    if (url.engine == "postgresql") {
        return std::make_unique<postgresql::PostgresqlConnection>(url, options);
    }
    return std::make_unique<mariadb::MariadbConnection>(url, options);
}

}  // namespace

Transaction::Transaction(Transaction&& other) noexcept
    : engine_(other.engine_),
      connection_(std::exchange(other.connection_, nullptr)),
      access_(other.access_) {}

Transaction& Transaction::operator=(Transaction&& other) noexcept {
    if (this != &other) {
        rollback();
        engine_ = other.engine_;
        connection_ = std::exchange(other.connection_, nullptr);
        access_ = other.access_;
    }
    return *this;
}

void Transaction::commit() {
    if (Connection* connection = std::exchange(connection_, nullptr)) {
        engine_->commit(*connection, access_);
    }
}

void Transaction::rollback() noexcept {
    if (Connection* connection = std::exchange(connection_, nullptr)) {
        engine_->rollback(*connection, access_);
    }
}

std::unique_ptr<Engine> open_engine(std::string_view url, const Options& options) {
    auto parsed = parse_url(url);
    if (!parsed) {
        throw QueryError(parsed.error().message);
    }
    if (parsed->engine == "sqlite") {
        return std::make_unique<sqlite::SqliteEngine>(std::move(*parsed), options);
    }
    auto connect = [address = *parsed, options] { return open_server(address, options); };
    const Dialect& dialect = dialect_of(*parsed);
    auto engine = std::make_unique<ServerEngine>(std::move(*parsed), options, dialect, connect);
    if (engine->url().engine == "postgresql") {
        engine->exclusively(postgresql::require_bound_role);
    }
    return engine;
}

std::unique_ptr<Connection> open_connection(const Url& url, const Options& options) {
    if (url.engine == "sqlite") {
        return std::make_unique<sqlite::SqliteConnection>(
            url, Access::ReadWrite, sqlite::LogSync::EveryCommit, options.busy_timeout);
    }
    return open_server(url, options);
}

}  // namespace carafe::db
