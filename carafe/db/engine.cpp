#include "carafe/db/engine.hpp"

#include "carafe/db/errors.hpp"
#include "carafe/db/sqlite/engine.hpp"

#include <utility>

namespace carafe::db {

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
    return std::make_unique<sqlite::SqliteEngine>(std::move(*parsed), options);
}

std::unique_ptr<Connection> open_connection(const Url& url, const Options& options) {
    return std::make_unique<sqlite::SqliteConnection>(
        url, Access::ReadWrite, sqlite::LogSync::EveryCommit, options.busy_timeout);
}

}  // namespace carafe::db
