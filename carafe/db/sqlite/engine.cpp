#include "carafe/db/sqlite/engine.hpp"

#include "carafe/db/errors.hpp"

namespace carafe::db::sqlite {

SqliteEngine::SqliteEngine(Url url, const Options& options)
    : url_(std::move(url)),
      options_(options),
      writer_(1, [this] { return open(Access::ReadWrite); }),
      readers_(options.max_readers, [this] { return open(Access::ReadOnly); }),
      wal_(url_.path + "-wal") {
    // Opened now, so that a wrong path is found at start and readers find a file.
    writer_.give(writer_.take(options_.acquire_timeout));
}

std::unique_ptr<Connection> SqliteEngine::open(Access access) const {
    return std::make_unique<SqliteConnection>(
        url_, access, LogSync::ByEngine, options_.busy_timeout);
}

Transaction SqliteEngine::begin(Access access) {
    ConnectionLine& from = line(access);
    Connection& connection = from.take(options_.acquire_timeout);
    try {
        static_cast<SqliteConnection&>(connection).begin(access);
    } catch (...) {
        from.give(connection);
        throw;
    }
    return Transaction(*this, connection, access);
}

void SqliteEngine::commit(Connection& connection, Access access) {
    auto& own = static_cast<SqliteConnection&>(connection);
    try {
        own.commit();
    } catch (...) {
        rollback(connection, access);
        throw;
    }
    std::uint64_t number = number_commit(own);
    line(access).give(connection);
    wal_.wait(number);
}

std::uint64_t SqliteEngine::number_commit(SqliteConnection& connection) {
    bool to_sync =
        connection.take_wrote() && url_.durability == Durability::Full && !url_.in_memory();
    return to_sync ? wal_.committed() : 0;
}

void SqliteEngine::rollback(Connection& connection, Access access) noexcept {
    static_cast<SqliteConnection&>(connection).rollback();
    line(access).give(connection);
}

void SqliteEngine::exclusively(const std::function<void(Connection&)>& work) {
    Connection& connection = writer_.take(options_.acquire_timeout);

    struct GiveBack {
        ConnectionLine& line;
        Connection& connection;

        ~GiveBack() {
            static_cast<SqliteConnection&>(connection).rollback();
            connection.cache().clear();
            line.give(connection);
        }
    } guard{writer_, connection};

    work(connection);
}

}  // namespace carafe::db::sqlite
