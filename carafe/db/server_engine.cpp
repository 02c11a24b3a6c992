#include "carafe/db/server_engine.hpp"

#include "carafe/db/errors.hpp"

#include <cctype>
#include <string>

namespace carafe::db {

namespace {

using Moment = std::chrono::steady_clock::time_point;

constexpr std::chrono::seconds kRest{30};       // a connection idle for longer is asked first
constexpr std::chrono::seconds kFailFast{15};   // no new tries after kFailures failed ones
constexpr int kFailures = 2;

Moment now() {
    return std::chrono::steady_clock::now();
}

}  // namespace

bool reads_only(std::string_view sql) {
    auto start = sql.find_first_not_of(" \t\r\n(");
    sql.remove_prefix(start == sql.npos ? sql.size() : start);
    std::string word;
    for (char c : sql.substr(0, 8)) {
        word += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    return word.starts_with("SELECT") || word.starts_with("VALUES") || word.starts_with("SHOW") ||
           word.starts_with("WITH");
}

ServerEngine::ServerEngine(Url url, const Options& options, const Dialect& dialect, Open open)
    : url_(std::move(url)),
      options_(options),
      dialect_(dialect),
      open_(std::move(open)),
      line_(options.max_connections, [this] { return this->open(); }) {
    give(take());
}

/// A server that refused twice is left alone for a while: requests fail at once instead of waiting.
std::unique_ptr<Connection> ServerEngine::open() {
    {
        std::lock_guard lock(failures_mutex_);
        if (failures_ >= kFailures && now() - last_failure_ < kFailFast) {
            throw ConnectionError("the database server cannot be reached");
        }
    }
    try {
        auto made = open_();
        std::lock_guard lock(failures_mutex_);
        failures_ = 0;
        return made;
    } catch (const Error&) {
        std::lock_guard lock(failures_mutex_);
        ++failures_;
        last_failure_ = now();
        throw;
    }
}

ServerConnection& ServerEngine::take() {
    for (;;) {
        auto& connection = static_cast<ServerConnection&>(line_.take(options_.acquire_timeout));
        const bool rested = connection.last_used != Moment{} && now() - connection.last_used > kRest;
        if (connection.is_open() && (!rested || connection.ping())) {
            return connection;
        }
        line_.drop(connection);
    }
}

void ServerEngine::give(ServerConnection& connection) noexcept {
    if (connection.is_broken()) {
        line_.drop(connection);
        return;
    }
    connection.last_used = now();
    line_.give(connection);
}

Transaction ServerEngine::begin(Access access) {
    ServerConnection& connection = take();
    connection.begin(access);
    return Transaction(*this, connection, access);
}

void ServerEngine::commit(Connection& connection, Access) {
    auto& own = static_cast<ServerConnection&>(connection);
    try {
        own.commit();
    } catch (...) {
        own.rollback();
        give(own);
        throw;
    }
    give(own);
}

void ServerEngine::rollback(Connection& connection, Access) noexcept {
    auto& own = static_cast<ServerConnection&>(connection);
    own.rollback();
    give(own);
}

void ServerEngine::exclusively(const std::function<void(Connection&)>& work) {
    ServerConnection& connection = take();

    struct GiveBack {
        ServerEngine& engine;
        ServerConnection& connection;

        ~GiveBack() {
            connection.rollback();
            connection.cache().clear();
            engine.give(connection);
        }
    } guard{*this, connection};

    work(connection);
}

}  // namespace carafe::db
