#include "carafe/orm/database.hpp"
#include "carafe/orm/errors.hpp"
#include "carafe/orm/query_core.hpp"
#include "carafe/orm/sealing.hpp"

#include <algorithm>

namespace carafe::orm {

namespace {

/// Selects the tenant's own row and locks it.
std::string tenant_lock(const SessionCore& session, const db::Dialect& dialect) {
    const Table& root = *session.root();
    return "SELECT 1 FROM " + dialect.quoted(root.name) + " WHERE " + dialect.quoted(root.key->name) +
           " = " + std::to_string(session.tenant()) + std::string(dialect.row_lock());
}

}  // namespace

UnitOfWork::UnitOfWork(Database& database, Access access) : database_(database), access_(access) {}

UnitOfWork::~UnitOfWork() {
    rollback();
    while (free_queries_) {
        delete std::exchange(free_queries_, free_queries_->next_free);
    }
}

Session UnitOfWork::session() {
    return Session(add_core(ScopeKind::Global, nullptr, 0));
}

SessionCore& UnitOfWork::tenant_core(const Table& root, std::int64_t key) {
    if (key <= 0) {
        throw TenantViolation("a tenant's session wants the id of a stored tenant");
    }
    return add_core(ScopeKind::Tenant, &root, key);
}

SessionCore& UnitOfWork::system_core(std::string_view reason) {
    if (const auto& hook = database_.options().on_system_session) {
        hook(reason);
    }
    return add_core(ScopeKind::System, nullptr, 0);
}

SessionCore& UnitOfWork::narrow_core(const SessionCore& session,
                                     const Table& table,
                                     std::vector<std::int64_t> ids) {
    std::sort(ids.begin(), ids.end());
    std::vector<Narrowing> narrowings;
    for (const auto& outer : session.narrowings()) {
        if (outer.table == &table) {
            std::erase_if(ids, [&](std::int64_t id) {
                return !std::binary_search(outer.ids.begin(), outer.ids.end(), id);
            });
        } else {
            narrowings.push_back(outer);
        }
    }
    Arguments list;
    list.begin_list();
    for (auto id : ids) {
        list.integer(id);
    }
    list.end_list();
    narrowings.push_back({&table, std::move(ids), std::move(list)});
    cores_.push_back(std::make_unique<SessionCore>(session, std::move(narrowings)));
    return *cores_.back();
}

/// Sessions of the same kind share one.
SessionCore& UnitOfWork::add_core(ScopeKind kind, const Table* root, std::int64_t tenant) {
    for (const auto& core : cores_) {
        if (core->kind() == kind && core->root() == root && core->tenant() == tenant &&
            core->narrowings().empty()) {
            return *core;
        }
    }
    cores_.push_back(std::make_unique<SessionCore>(*this, kind, root, tenant));
    return *cores_.back();
}

void UnitOfWork::set_access(Access access) {
    if (transaction_) {
        throw QueryError("a unit of work chooses its access before its first statement");
    }
    access_ = access;
}

void UnitOfWork::set_actor_key(std::int64_t key) {
    if (key <= 0 || (actor_ && *actor_ != key)) {
        throw QueryError("a unit of work has one actor, the id of a stored row");
    }
    actor_ = key;
}

void UnitOfWork::change_session(const SessionCore& session) {
    db::Connection& open = connection();
    const bool is_tenant = session.kind() == ScopeKind::Tenant;
    const bool locks = is_tenant && access_ == Access::ReadWrite && !open.dialect().row_lock().empty() &&
                       std::find(locked_.begin(), locked_.end(), &session) == locked_.end();
    // A transaction begins as one of a session without tenant.
    if (entered_ || session.kind() != ScopeKind::Global) {
        const std::int64_t tenant = is_tenant ? session.tenant()
                                    : session.kind() == ScopeKind::System ? db::kEveryTenant
                                                                          : db::kNoTenant;
        open.set_tenant(tenant, locks ? tenant_lock(session, open.dialect()) : std::string());
    }
    entered_ = &session;
    if (locks) {
        locked_.push_back(&session);
    }
}

void UnitOfWork::count_reading(const db::CachedStatement& statement) {
    constexpr int kTooMany = 6;
    auto at = readings_.find(statement.sql);
    if (at == readings_.end()) {
        at = readings_.emplace(statement.sql, 0).first;
    }
    if (++at->second == kTooMany) {
        on_repeated_(statement.sql);
    }
}

void UnitOfWork::forget_session() noexcept {
    entered_ = nullptr;
    locked_.clear();
}

void UnitOfWork::refuse_write() {
    throw ReadOnlySession("this unit of work only reads (a GET or HEAD request)");
}

void UnitOfWork::commit() {
    if (depth_ > 0) {
        throw QueryError("commit() inside nested()");
    }
    auto callbacks = std::exchange(callbacks_, {});
    forget_session();
    keys_.reset();
    transaction_.commit();
    std::exception_ptr first_error;
    for (auto& callback : callbacks) {
        try {
            callback();
        } catch (...) {
            first_error = first_error ? first_error : std::current_exception();
        }
    }
    if (first_error) {
        std::rethrow_exception(first_error);
    }
}

void UnitOfWork::rollback() noexcept {
    callbacks_.clear();
    forget_session();
    keys_.reset();
    transaction_.rollback();
}

void UnitOfWork::after_commit(std::function<void()> callback) {
    callbacks_.push_back(std::move(callback));
}

void UnitOfWork::run_nested(const std::function<void()>& work) {
    const int outer = depth_;
    const std::string name = "carafe_" + std::to_string(outer);
    const std::size_t callbacks = callbacks_.size();
    db::Connection& open = connection();
    const SessionCore* entered = entered_;
    const std::size_t locked = locked_.size();
    open.run("SAVEPOINT " + name);
    depth_ = outer + 1;
    try {
        work();
        open.run("RELEASE SAVEPOINT " + name);
        depth_ = outer;
    } catch (...) {
        depth_ = outer;
        callbacks_.resize(callbacks);
        entered_ = entered;  // an engine that knows the tenant goes back to the one before, too
        locked_.resize(locked);
        keys_.reset();  // one of them may have been made in here
        if (open.in_transaction()) {
            open.run("ROLLBACK TO SAVEPOINT " + name + "; RELEASE SAVEPOINT " + name);
        }
        throw;
    }
}

detail::KeyRing& UnitOfWork::keys() {
    if (!keys_) {
        keys_ = std::make_unique<detail::KeyRing>();
    }
    return *keys_;
}

QueryCore* UnitOfWork::take_query() {
    if (free_queries_) {
        return std::exchange(free_queries_, free_queries_->next_free);
    }
    return new QueryCore;
}

void UnitOfWork::give_query(QueryCore* query) noexcept {
    query->next_free = free_queries_;
    free_queries_ = query;
}

namespace detail {

void run_nested(SessionCore& session, const std::function<void()>& work) {
    session.unit().run_nested(work);
}

void add_after_commit(SessionCore& session, std::function<void()> callback) {
    session.unit().after_commit(std::move(callback));
}

void commit_early(SessionCore& session) {
    session.unit().commit();
}

SessionCore& system_core(SessionCore& session, std::string_view reason) {
    return session.unit().system_core(reason);
}

SessionCore& narrow_core(SessionCore& session, const Table& table, std::vector<std::int64_t> ids) {
    return session.unit().narrow_core(session, table, std::move(ids));
}

SessionCore& tenant_core(SessionCore& session, const Table& root, std::int64_t key) {
    return session.unit().tenant_core(root, key);
}

std::int64_t tenant_key(const SessionCore& session) {
    return session.tenant();
}

Timestamp now(const SessionCore& session) {
    return session.unit().database().clock().now();
}

}  // namespace detail
}  // namespace carafe::orm
