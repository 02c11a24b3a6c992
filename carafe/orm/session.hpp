// Sessions: what a request does with the database. Three kinds, told apart by type:
//
//     Session                 no tenant: models that no tenant owns, and the tenants themselves
//     TenantSession<Family>   one family: its rows only, and models that no tenant owns
//     SystemSession           every row; made by `session.as_system("why")`, logged and counted
//
//     Task task{.board_id = board.id, .name = "Dishes"};
//     db.insert(task);                         // fills id, tenant_id, timestamps, version
//     task.name = "Cook";
//     db.update(task, &Task::name);            // these columns only
//     db.remove(task);
//
// A session is a small value that is valid as long as its unit of work (database.hpp); both belong
// to one thread at a time. Nothing happens before the first statement. Rows are values: nothing is
// written that was not handed to insert, update, save, upsert or remove.
#pragma once
#include "carafe/base/result.hpp"
#include "carafe/orm/edit.hpp"
#include "carafe/orm/errors.hpp"
#include "carafe/orm/query.hpp"
#include "carafe/orm/raw_sql.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace carafe::orm {

class SessionCore;
class UnitOfWork;

template <class Scope>
class BasicSession;

using Session = BasicSession<void>;
template <class Tenant>
using TenantSession = BasicSession<Tenant>;
using SystemSession = BasicSession<AllTenants>;

/// Columns of M, by their offsets: on_conflict(...) and set(...) of an upsert.
template <class M>
struct ConflictColumns {
    std::vector<std::size_t> offsets;
};

template <class M>
struct UpsertColumns {
    std::vector<std::size_t> offsets;
};

/// The unique columns an upsert may meet; the tenant's column joins by itself.
template <class First, class C, class... Rest>
ConflictColumns<model_of<C>> on_conflict(First C::*first, Rest... rest) {
    return {{offset_of<model_of<C>>(first), offset_of<model_of<C>>(rest)...}};
}

/// The columns an upsert writes into the row it met.
template <class First, class C, class... Rest>
UpsertColumns<model_of<C>> set(First C::*first, Rest... rest) {
    return {{offset_of<model_of<C>>(first), offset_of<model_of<C>>(rest)...}};
}

namespace detail {

using Offsets = std::span<const std::size_t>;

bool find_row(SessionCore& session, const Table& table, std::int64_t key, void* optional);
[[noreturn]] void throw_not_found(const Table& table);
void insert_row(SessionCore& session, const Table& table, void* row);
void insert_rows(SessionCore& session, const Table& table, void* rows, std::size_t count);
/// Without offsets: every column.
void update_row(SessionCore& session, const Table& table, void* row, Offsets members);
void save_row(SessionCore& session, const Table& table, void* row);
/// Stamps a row of a model with SoftDelete, erases any other.
void remove_row(SessionCore& session, const Table& table, void* row);
void restore_row(SessionCore& session, const Table& table, void* row);
void erase_row(SessionCore& session, const Table& table, const void* row);
void upsert_row(SessionCore& session, const Table& table, void* row, Offsets conflict, Offsets set);
bool insert_or_ignore_row(SessionCore& session, const Table& table, void* row);
Result<void> attempt(SessionCore& session,
                     const Table& table,
                     void* row,
                     void (*write)(SessionCore&, const Table&, void*));
void load_relations(SessionCore& session,
                    const Table& table,
                    void* rows,
                    std::size_t count,
                    const std::vector<EagerLoad>& loads);
std::int64_t run_raw(SessionCore& session,
                     std::string_view text,
                     const Arguments& arguments,
                     const db::RowSink* sink);
void run_nested(SessionCore& session, const std::function<void()>& work);
void add_after_commit(SessionCore& session, std::function<void()> callback);
void commit_early(SessionCore& session);
SessionCore& system_core(SessionCore& session, std::string_view reason);
SessionCore& narrow_core(SessionCore& session, const Table& table, std::vector<std::int64_t> ids);
SessionCore& tenant_core(SessionCore& session, const Table& root, std::int64_t key);
void delete_tenant(SessionCore& session, const Table& root, std::int64_t key);
std::int64_t tenant_key(const SessionCore& session);
Timestamp now(const SessionCore& session);

template <class V>
void put_raw(Arguments& arguments, const V& value) {
    if constexpr (std::is_same_v<V, std::nullopt_t>) {
        arguments.null();
    } else if constexpr (is_optional<V>) {
        value ? put<unwrap<V>>(arguments, *value) : arguments.null();
    } else if constexpr (std::is_convertible_v<const V&, std::string_view>) {
        arguments.text(value);
    } else if constexpr (WholeNumber<V>) {
        arguments.integer(static_cast<std::int64_t>(value));
    } else {
        put<V>(arguments, value);
    }
}

template <class... V>
Arguments raw_arguments(const V&... values) {
    Arguments arguments;
    (put_raw(arguments, values), ...);
    return arguments;
}

}  // namespace detail

template <class Scope>
class BasicSession {
  public:
    static constexpr bool kIsTenant = !std::is_void_v<Scope> && !std::is_same_v<Scope, AllTenants>;
    using Sql = std::conditional_t<kIsTenant, TenantSqlLiteral, SqlLiteral>;

    explicit BasicSession(SessionCore& core) : core_(&core) {}

    // ---- reading

    template <class M>
    Query<Scope, M> query() {
        CARAFE_REQUIRE_TENANT(M, Scope);
        return Query<Scope, M>(acquire_query(*core_, table<M>()));
    }

    template <class M>
    std::optional<M> find(Id<M> id) {
        CARAFE_REQUIRE_TENANT(M, Scope);
        std::optional<M> row;
        detail::find_row(*core_, table<M>(), id.value, &row);
        return row;
    }

    /// @throws NotFound, which the web room answers with 404.
    template <class M>
    M get_or_404(Id<M> id) {
        CARAFE_REQUIRE_TENANT(M, Scope);
        std::optional<M> row;
        if (!detail::find_row(*core_, table<M>(), id.value, &row)) {
            detail::throw_not_found(table<M>());
        }
        return std::move(*row);
    }

    /// Loads a relation of rows that are already here, one statement for all; arguments as for
    /// with().
    template <class M, class R, class C, class... Rest>
    void load(std::vector<M>& rows, R C::*relation, const Rest&... rest) {
        std::vector<EagerLoad> loads;
        detail::eager<Scope, M>(loads, relation, rest...);
        detail::load_relations(*core_, table<M>(), rows.data(), rows.size(), loads);
    }

    template <class M, class R, class C, class... Rest>
        requires std::is_base_of_v<C, M>
    void load(M& row, R C::*relation, const Rest&... rest) {
        std::vector<EagerLoad> loads;
        detail::eager<Scope, M>(loads, relation, rest...);
        detail::load_relations(*core_, table<M>(), &row, 1, loads);
    }

    /// Rows of hand-written SQL; parameters are `:1`, `:2`, ... and `:tenant`.
    template <class Row, class... V>
    std::vector<Row> sql(Sql text, const V&... values) {
        std::vector<Row> rows;
        static const std::vector<db::OutColumn> columns = detail::members_of<Row>();
        db::RowSink sink{&rows, detail::append_row<Row>, columns.data(), columns.size(), false};
        detail::run_raw(*core_, text.text, detail::raw_arguments(values...), &sink);
        return rows;
    }

    /// A hand-written INSERT, UPDATE or DELETE. @return rows changed.
    template <class... V>
    std::int64_t execute(Sql text, const V&... values) {
        return detail::run_raw(*core_, text.text, detail::raw_arguments(values...), nullptr);
    }

    // ---- writing

    /// A row to be changed; only what changed is written by its save().
    /// @throws NotFound
    template <class M>
    Edit<M> edit(Id<M> id) {
        return Edit<M>(*core_, get_or_404(id));
    }

    /// Only while the row still has the version that a form was filled from.
    /// @throws NotFound, StaleRow
    template <class M>
    Edit<M> edit(Id<M> id, ExpectedVersion version) {
        static_assert(std::is_base_of_v<Versioned<M>, M>,
                      "carafe: expect_version() wants a Versioned model.");
        M row = get_or_404(id);
        detail::require_version(table<M>(), &row, version);
        return Edit<M>(*core_, std::move(row));
    }

    /// Fills id, tenant_id, created_at, updated_at and version. A tenant_id of another tenant
    /// throws TenantViolation.
    template <class M>
    M& insert(M& row) {
        CARAFE_REQUIRE_TENANT(M, Scope);
        detail::insert_row(*core_, table<M>(), &row);
        return row;
    }

    template <class M>
        requires(!std::is_lvalue_reference_v<M>)
    M insert(M&& row) {
        insert(row);
        return std::move(row);
    }

    /// insert() of many rows in few statements; ids are filled in the order of the rows.
    template <class M>
    void insert_all(std::vector<M>& rows) {
        CARAFE_REQUIRE_TENANT(M, Scope);
        detail::insert_rows(*core_, table<M>(), rows.data(), rows.size());
    }

    /// Writes the named columns, or all of them; always updated_at and version.
    /// @throws StaleRow when the row is gone, or for a Versioned model was changed meanwhile.
    template <class M, class... F, class... C>
    void update(M& row, F C::*... members) {
        CARAFE_REQUIRE_TENANT(M, Scope);
        const std::array<std::size_t, sizeof...(members)> offsets{offset_of<M>(members)...};
        detail::update_row(*core_, table<M>(), &row, offsets);
    }

    /// insert() without an id, else update() of all columns.
    template <class M>
    void save(M& row) {
        CARAFE_REQUIRE_TENANT(M, Scope);
        detail::save_row(*core_, table<M>(), &row);
    }

    /// A row of a model with SoftDelete stays, stamped with the time. @throws StaleRow as update()
    template <class M>
    void remove(const M& row) {
        CARAFE_REQUIRE_TENANT(M, Scope);
        if constexpr (is_soft_deleted<M>) {
            M copy = row;
            detail::remove_row(*core_, table<M>(), &copy);
        } else {
            detail::erase_row(*core_, table<M>(), &row);
        }
    }

    /// The same; deleted_at, updated_at and version of the object follow.
    template <class M>
        requires is_soft_deleted<M>
    void remove(M& row) {
        CARAFE_REQUIRE_TENANT(M, Scope);
        detail::remove_row(*core_, table<M>(), &row);
    }

    /// Brings a removed row back. @throws StaleRow also when it is not removed
    /// @throws UniqueViolation when another row has taken its values
    template <class M>
    void restore(M& row) {
        static_assert(is_soft_deleted<M>, "carafe: restore() wants a model with SoftDelete.");
        CARAFE_REQUIRE_TENANT(M, Scope);
        detail::restore_row(*core_, table<M>(), &row);
    }

    /// Deletes the row for good, removed or not. @throws StaleRow as update()
    template <class M>
    void erase(const M& row) {
        CARAFE_REQUIRE_TENANT(M, Scope);
        detail::erase_row(*core_, table<M>(), &row);
    }

    /// Inserts, or where `conflict` is already taken writes the columns of `update` into that row.
    /// The row's id and version are filled either way.
    template <class M>
    void upsert(M& row, const ConflictColumns<M>& conflict, const UpsertColumns<M>& update) {
        CARAFE_REQUIRE_TENANT(M, Scope);
        detail::upsert_row(*core_, table<M>(), &row, conflict.offsets, update.offsets);
    }

    /// @return false when a unique value was already taken and nothing was written.
    template <class M>
    bool insert_or_ignore(M& row) {
        CARAFE_REQUIRE_TENANT(M, Scope);
        return detail::insert_or_ignore_row(*core_, table<M>(), &row);
    }

    /// save() with conflicts as values: `orm.E201` unique, `orm.E202` foreign key, `orm.E203`
    /// missing value, `orm.E204` check, `orm.E205` stale. The message names table and columns. The
    /// transaction goes on as if nothing had been tried.
    template <class M>
    Result<void> try_save(M& row) {
        CARAFE_REQUIRE_TENANT(M, Scope);
        return detail::attempt(*core_, table<M>(), &row, detail::save_row);
    }

    template <class M>
    Result<void> try_insert(M& row) {
        CARAFE_REQUIRE_TENANT(M, Scope);
        return detail::attempt(*core_, table<M>(), &row, detail::insert_row);
    }

    // ---- transactions

    /// Runs `work` in a savepoint: when it throws, only what it did is undone.
    template <class Work>
    void nested(Work&& work) {
        detail::run_nested(*core_, [&] { work(); });
    }

    /// Called once the transaction is durable; never when it is rolled back.
    void after_commit(std::function<void()> callback) {
        detail::add_after_commit(*core_, std::move(callback));
    }

    /// Commits now, as before a long rendering; later statements begin a new transaction.
    void commit() { detail::commit_early(*core_); }

    // ---- tenants

    /// A session that sees every tenant. The reason, a literal, goes to the log.
    SystemSession as_system(SystemReason reason) {
        return SystemSession(detail::system_core(*core_, reason.text));
    }

    /// A session of the same tenant and transaction that sees, of models with `t.scope(...)` on an
    /// Id<M>, only rows of these M; none for an empty list. It writes no others (TenantViolation),
    /// and refuses hand-written SQL and upsert() of such models (QueryError).
    template <class M>
    BasicSession narrow(const std::vector<Id<M>>& ids)
        requires kIsTenant
    {
        std::vector<std::int64_t> keys;
        for (auto id : ids) {
            keys.push_back(id.value);
        }
        return BasicSession(detail::narrow_core(*core_, table<M>(), std::move(keys)));
    }

    /// Inserts a tenant and opens its session.
    template <class T>
    TenantSession<T> create_tenant(T& tenant) {
        static_assert(!kIsTenant, "carafe: a tenant's session cannot make tenants.");
        detail::insert_row(*core_, table<T>(), &tenant);
        return TenantSession<T>(detail::tenant_core(*core_, table<T>(), tenant.id.value));
    }

    /// Removes a tenant with every row it owns, children first.
    template <class T>
    void delete_tenant(Id<T> id) {
        static_assert(std::is_same_v<Scope, AllTenants>,
                      "carafe: removing a tenant wants session.as_system(\"reason\").");
        detail::delete_tenant(*core_, table<T>(), id.value);
    }

    /// The tenant of this session.
    Id<Scope> tenant_id() const
        requires kIsTenant
    {
        return Id<Scope>{detail::tenant_key(*core_)};
    }

    /// Time of the database's clock.
    Timestamp now() const { return detail::now(*core_); }

    SessionCore& core() { return *core_; }

  private:
    SessionCore* core_;
};

}  // namespace carafe::orm
