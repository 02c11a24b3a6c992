// A database with its models, and units of work on it.
//
//     orm::Database database("sqlite:///app.db", dinkydash::Models{}, clock);
//
//     orm::UnitOfWork unit(database, db::Access::ReadWrite);   // one per request; does nothing yet
//     auto db = unit.tenant<Family>(family_id);
//     db.insert(task);                                         // takes the write lock now
//     unit.commit();                                           // durable when it returns
//
//     // outside requests
//     database.transact<Family>(family_id, [&](TenantSession<Family>& db) { ... });
#pragma once
#include "carafe/base/clock.hpp"
#include "carafe/db/engine.hpp"
#include "carafe/orm/data_keys.hpp"
#include "carafe/orm/session.hpp"
#include "carafe/orm/session_core.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace carafe::orm {

using db::Access;

namespace detail {
class KeyRing;
}

/// One statement that ran, for logs, tests and the debug header. Views live during the call.
struct StatementEvent {
    std::string_view sql;  ///< without values
    std::int64_t micros = 0;
    std::int64_t rows = 0;  ///< read, or changed
    bool failed = false;
};

struct DatabaseOptions {
    db::Options connections{};
    /// Called after every statement, on its thread.
    std::function<void(const StatementEvent&)> on_statement{};
    /// Called with the reason whenever a session of all tenants is opened.
    std::function<void(std::string_view reason)> on_system_session{};
};

/// How often a unit is repeated after an error that is_retryable().
struct Retries {
    int count = 0;
};

/// Safe from any thread; lives longer than its units of work.
class Database {
  public:
    /// Opens the database; a file that is not there is created empty.
    /// @throws db::ConnectionError, db::QueryError for a URL that cannot be read.
    template <class... M>
    Database(std::string_view url,
             ModelList<M...> models,
             const Clock& clock,
             DatabaseOptions options = {})
        : Database(url, tables_of(models), clock, std::move(options)) {}

    Database(std::string_view url, Tables tables, const Clock& clock, DatabaseOptions options = {});
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// Runs `work(session)` in a unit of its own: commits when it returns, rolls back when it
    /// throws.
    template <class Work>
    void transact(Work&& work) {
        transact(Retries{0}, std::forward<Work>(work));
    }

    template <class Work>
    void transact(Retries retries, Work&& work);

    template <class Tenant, class Work>
    void transact(Id<Tenant> tenant, Work&& work) {
        transact<Tenant>(tenant, Retries{0}, std::forward<Work>(work));
    }

    template <class Tenant, class Work>
    void transact(Id<Tenant> tenant, Retries retries, Work&& work);

    db::Engine& engine() { return *engine_; }

    const Tables& tables() const { return tables_; }

    const Clock& clock() const { return clock_; }

    const DatabaseOptions& options() const { return options_; }

    /// What seals cursors of keyset(). Random until it is set, so that cursors end with the process.
    const std::string& cursor_key() const { return cursor_key_; }

    /// Before the first query. @param key  32 bytes, made from SECRET_KEY.
    void set_cursor_key(std::string key) { cursor_key_ = std::move(key); }

    /// What wraps the keys of encrypted columns; nothing is sealed or opened without.
    const MasterKeys& master_keys() const { return master_keys_; }

    /// Before the first query.
    void set_master_keys(MasterKeys keys) { master_keys_ = std::move(keys); }

  private:
    void run(Retries retries, const std::function<void(UnitOfWork&)>& work);

    Tables tables_;
    const Clock& clock_;
    DatabaseOptions options_;
    std::unique_ptr<db::Engine> engine_;
    std::string cursor_key_;
    MasterKeys master_keys_{};
};

/// Everything one request does: at most one transaction at a time, begun by the first statement,
/// given up by the destructor unless committed. One thread at a time. In read-only mode a write
/// throws ReadOnlySession; reading sees one snapshot. Waiting for the writer's turn may throw
/// PoolTimeout.
class UnitOfWork {
  public:
    explicit UnitOfWork(Database& database, Access access = Access::ReadWrite);
    ~UnitOfWork();
    UnitOfWork(const UnitOfWork&) = delete;
    UnitOfWork& operator=(const UnitOfWork&) = delete;

    Session session();

    template <class Tenant>
    TenantSession<Tenant> tenant(Id<Tenant> id) {
        return TenantSession<Tenant>(tenant_core(table<Tenant>(), id.value));
    }

    /// Ends the transaction, if one is open, and calls the after_commit callbacks. When it throws
    /// nothing was written. Later statements begin a new transaction.
    void commit();
    /// Undoes everything since the last commit and forgets the callbacks.
    void rollback() noexcept;
    void after_commit(std::function<void()> callback);

    template <class Work>
    void nested(Work&& work) {
        run_nested([&] { work(); });
    }

    Access access() const { return access_; }

    /// Lets a read-only unit write after all, before its first statement.
    void set_access(Access access);

    /// Who works: fills created_by and updated_by of Authored models. Once for a unit.
    /// @throws QueryError for a row that is not stored, or another actor than before
    template <class M>
    void set_actor(Id<M> id) {
        set_actor_key(id.value);
    }

    std::optional<std::int64_t> actor() const { return actor_; }

    bool is_open() const { return static_cast<bool>(transaction_); }

    /// Statements that ran, without transaction control.
    std::int64_t statement_count() const { return statements_; }

    /// Microseconds spent in them; only measured with an on_statement hook.
    std::int64_t statement_micros() const { return micros_; }

    Database& database() { return database_; }

    /// Calls `report` when a statement that reads runs for the sixth time: what a loop asks row by row
    /// could be asked once, by .with(...) or in().
    void report_repetitions(std::function<void(std::string_view sql)> report) {
        on_repeated_ = std::move(report);
    }

    // For the data layer itself.

    void note_reading(const db::CachedStatement& statement) {
        if (on_repeated_) {
            count_reading(statement);
        }
    }

    /// The open transaction's connection; opens one.
    db::Connection& connection() {
        if (!transaction_) {
            transaction_ = database_.engine().begin(access_);
        }
        return transaction_.connection();
    }

    /// @throws ReadOnlySession in read-only mode
    void require_writable() const {
        if (access_ == Access::ReadOnly) {
            refuse_write();
        }
    }

    db::Connection& writable_connection() {
        require_writable();
        return connection();
    }

    void count_statement(std::int64_t micros) {
        ++statements_;
        micros_ += micros;
    }

    /// Makes the open transaction one of this session: the engine's own row rules learn the tenant,
    /// and the first writer of a tenant locks the others out until it ends, on engines where
    /// several transactions write at once. docs/decisions/0011.
    void enter(const SessionCore& session) {
        if (&session.whole() != entered_) {
            change_session(session.whole());
        }
    }

    /// Data keys that this unit has read.
    detail::KeyRing& keys();

    SessionCore& tenant_core(const Table& root, std::int64_t key);
    SessionCore& system_core(std::string_view reason);
    /// @param ids  what of `table` the session may see; of what `session` sees already.
    SessionCore& narrow_core(const SessionCore& session,
                             const Table& table,
                             std::vector<std::int64_t> ids);
    void run_nested(const std::function<void()>& work);
    QueryCore* take_query();
    void give_query(QueryCore* query) noexcept;

  private:
    [[noreturn]] static void refuse_write();
    void set_actor_key(std::int64_t key);
    void change_session(const SessionCore& session);
    void forget_session() noexcept;
    void count_reading(const db::CachedStatement& statement);
    SessionCore& add_core(ScopeKind kind, const Table* root, std::int64_t tenant);

    Database& database_;
    Access access_;
    std::optional<std::int64_t> actor_{};
    db::Transaction transaction_{};
    const SessionCore* entered_ = nullptr;      ///< whose statements the transaction runs now
    std::vector<const SessionCore*> locked_{};  ///< whose tenant is locked
    std::vector<std::unique_ptr<SessionCore>> cores_{};
    std::vector<std::function<void()>> callbacks_{};
    std::function<void(std::string_view)> on_repeated_{};
    std::map<std::string, int, std::less<>> readings_{};
    std::unique_ptr<detail::KeyRing> keys_{};
    QueryCore* free_queries_ = nullptr;
    std::int64_t statements_ = 0;
    std::int64_t micros_ = 0;
    int depth_ = 0;
};

template <class Work>
void Database::transact(Retries retries, Work&& work) {
    run(retries, [&](UnitOfWork& unit) {
        Session session = unit.session();
        work(session);
    });
}

template <class Tenant, class Work>
void Database::transact(Id<Tenant> tenant, Retries retries, Work&& work) {
    run(retries, [&](UnitOfWork& unit) {
        TenantSession<Tenant> session = unit.tenant<Tenant>(tenant);
        work(session);
    });
}

}  // namespace carafe::orm
