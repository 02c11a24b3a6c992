// Queries: a thin typed shell over QueryCore.
//
//     auto tasks = db.query<Task>().where(&Task::name,
//     "Dishes").order_by(&Task::due).limit(20).all(); auto q = db.query<Task>(); if (only_open)
//     q.where(&Task::done, false);          // the same calls on a named query
//
// A query is used once: all(), first(), one(), count(), exists(), each(), page(), keyset(),
// update() and remove() end it. NULLs come first in ascending order.
#pragma once
#include "carafe/orm/query_core.hpp"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace carafe::orm {

/// Scope of sessions that see every tenant.
struct AllTenants;

template <class M, class Scope>
inline constexpr bool visible_in =
    std::is_void_v<tenant_of<M>> || std::is_same_v<tenant_of<M>, Scope> ||
    std::is_same_v<Scope, AllTenants>;

/// The one rule of tenants at compile time; the compiler's note names model and session.
#define CARAFE_REQUIRE_TENANT(Model, Scope)                                                  \
    static_assert(                                                                           \
        ::carafe::orm::visible_in<Model, Scope>,                                             \
        "carafe: this model is owned by a tenant, but this session has no such tenant. Use " \
        "request.tenant_db(), or, reviewed and logged, session.as_system(\"reason\").")

/// A page of numbered pages.
template <class M>
struct Page {
    std::vector<M> items{};
    std::int64_t total = 0;   ///< rows on all pages
    std::int64_t number = 1;  ///< from 1
    std::int64_t size = 20;

    std::int64_t pages() const { return total == 0 ? 1 : (total + size - 1) / size; }

    bool has_next() const { return number < pages(); }

    bool has_previous() const { return number > 1; }
};

/// A page reached by cursor: as quick at the end of a million rows as at the start.
template <class M>
struct Slice {
    std::vector<M> items{};
    std::string next{};      ///< cursor of the page behind this one; empty: this is the last
    std::string previous{};  ///< cursor of the page before this one; empty: this is the first

    bool has_next() const { return !next.empty(); }

    bool has_previous() const { return !previous.empty(); }
};

/// One entry of a whitelist for order_by_key.
template <class M>
struct OrderKey {
    std::string_view name;
    OrderBy<M> order;
};

namespace detail {

/// In a query's list: a model joined with left_join, whose columns may be NULL.
template <class M>
struct Left {};

template <class X, class... L>
inline constexpr bool contains = ((std::is_same_v<X, L> || std::is_same_v<Left<X>, L>) || ...);

template <class X, class... L>
inline constexpr bool contains_left = (std::is_same_v<Left<X>, L> || ...);

/// May a condition on P stand in a query of L in this scope? Inner<P> brings its own table along.
template <class P, class Scope, class... L>
struct Usable {
    static constexpr bool in_query = contains<P, L...>;
    static constexpr bool in_scope = true;
};

template <class P, class Scope, class... L>
struct Usable<Inner<P>, Scope, L...> {
    static constexpr bool in_query = true;
    static constexpr bool in_scope = visible_in<P, Scope>;
};

template <class F, class C>
OrderBy<model_of<C>> to_order(F C::*member) {
    return asc(member);
}

template <class M>
OrderBy<M> to_order(const OrderBy<M>& order) {
    return order;
}

template <class T>
struct OrderModel;

template <class F, class C>
struct OrderModel<F C::*> {
    using type = model_of<C>;
};

template <class M>
struct OrderModel<OrderBy<M>> {
    using type = M;
};

template <class F>
struct KeyTarget {
    static_assert(sizeof(F) == 0, "carafe: join follows a foreign key, an Id<Model> member.");
};

template <class M>
struct KeyTarget<Id<M>> {
    using type = M;
};

template <class M>
struct KeyTarget<std::optional<Id<M>>> {
    using type = M;
};

template <class F>
struct RelationTarget;

template <class M>
struct RelationTarget<HasMany<M>> {
    using type = M;
};

template <class M>
struct RelationTarget<One<M>> {
    using type = M;
};

/// Options of with(): where(...) and order_by(...).
template <class... M>
struct WithWhere {
    Pred<M...> pred;
};

template <class M>
struct WithOrder {
    std::vector<Order> orders;
};

template <class Scope, class Parent>
void eager_path(EagerLoad&) {}

/// Adds the rest of a path of relations below `node`, whose rows are Parents, or its options.
template <class Scope, class Parent, class R, class C, class... Rest>
    requires std::is_base_of_v<RelationData, R>
void eager_path(EagerLoad& node, R C::*relation, const Rest&... rest);

template <class Scope, class Parent, class... M, class... Rest>
void eager_path(EagerLoad& node, const WithWhere<M...>& option, const Rest&... rest) {
    static_assert((std::is_same_v<M, Parent> && ...),
                  "carafe: the condition of with() is on the related model.");
    node.condition = option.pred.expr;
    eager_path<Scope, Parent>(node, rest...);
}

template <class Scope, class Parent, class M, class... Rest>
void eager_path(EagerLoad& node, const WithOrder<M>& option, const Rest&... rest) {
    static_assert(std::is_same_v<M, Parent>,
                  "carafe: the order of with() is of the related model.");
    node.orders = option.orders;
    eager_path<Scope, Parent>(node, rest...);
}

template <class Scope, class Parent, class R, class C, class... Rest>
void eager(std::vector<EagerLoad>& loads, R C::*relation, const Rest&... rest) {
    using Target = typename RelationTarget<R>::type;
    constexpr bool kOwn = std::is_same_v<model_of<C>, Parent>;
    static_assert(kOwn, "carafe: with() wants a relation of the rows it is called for.");
    if constexpr (kOwn) {
        CARAFE_REQUIRE_TENANT(Target, Scope);
        eager_path<Scope, Target>(eager_node(loads, offset_of<Parent>(relation)), rest...);
    }
}

template <class Scope, class Parent, class R, class C, class... Rest>
    requires std::is_base_of_v<RelationData, R>
void eager_path(EagerLoad& node, R C::*relation, const Rest&... rest) {
    eager<Scope, Parent>(node.nested, relation, rest...);
}

template <class Row>
void* append_row(void* vector, std::int64_t) {
    return &static_cast<std::vector<Row>*>(vector)->emplace_back();
}

/// The checked clauses that Query and Rows have in common.
template <class Scope, class M, class... J>
struct Clauses {
    template <class... P>
    static void where(QueryCore& core, const Pred<P...>& condition) {
        static_assert(
            (Usable<P, Scope, M, J...>::in_query && ...),
            "carafe: the condition uses a model that is not in this query; join it first.");
        static_assert(
            (Usable<P, Scope, M, J...>::in_scope && ...),
            "carafe: this model is owned by a tenant, but this session has no such tenant. "
            "Use request.tenant_db(), or, reviewed and logged, "
            "session.as_system(\"reason\").");
        core.where(condition.expr);
    }

    template <class F, class C, class V>
    static void where(QueryCore& core, F C::*member, const V& value) {
        if constexpr (std::is_same_v<model_of<C>, M> &&
                      Field<F>::template accepts<std::decay_t<V>>) {
            core.where_equal(offset_of<M>(member));
            put<F>(core.arguments, value);
        } else {
            where(core, col(member) == value);
        }
    }

    template <class... O>
    static void order_by(QueryCore& core, const O&... orders) {
        static_assert((contains<typename OrderModel<O>::type, M, J...> && ...),
                      "carafe: ordering by a model that is not in this query; join it first.");
        (core.order(to_order(orders)), ...);
    }
};

}  // namespace detail

/// For with(): only the related rows that fulfil the condition.
template <class... M>
detail::WithWhere<M...> where(Pred<M...> pred) {
    return {std::move(pred)};
}

/// For with(): order of the related rows.
template <class First, class... More>
auto order_by(const First& first, const More&... more) {
    using M = typename detail::OrderModel<First>::type;
    return detail::WithOrder<M>{{detail::to_order(first), detail::to_order(more)...}};
}

template <class Row, class Scope, class M, class... J>
class Rows;

/// Rows of M, with the joined models J, in a session of Scope.
template <class Scope, class M, class... J>
class Query {
  public:
    explicit Query(QueryCore* core) : core_(core) {}

    Query(Query&& other) noexcept : core_(std::exchange(other.core_, nullptr)) {}

    Query& operator=(Query&&) = delete;

    ~Query() {
        if (core_) {
            release_query(core_);
        }
    }

    /// Only rows that fulfil the condition; several calls are joined by AND.
    template <class... P>
    Query& where(const Pred<P...>& condition) & {
        Clauses::where(*core_, condition);
        return *this;
    }

    /// Short for `where(col(member) == value)`.
    template <class F, class C, class V>
    Query& where(F C::*member, const V& value) & {
        Clauses::where(*core_, member, value);
        return *this;
    }

    /// Members (ascending), asc(...) and desc(...).
    template <class... O>
    Query& order_by(const O&... orders) & {
        Clauses::order_by(*core_, orders...);
        return *this;
    }

    /// The order named `key`; the first one for any other text. For `?sort=` from visitors.
    Query& order_by_key(std::string_view key, std::initializer_list<OrderKey<M>> allowed) & {
        auto chosen = std::find_if(allowed.begin(), allowed.end(), [&](const OrderKey<M>& entry) {
            return entry.name == key;
        });
        if (chosen == allowed.end()) {
            chosen = allowed.begin();
        }
        if (chosen != allowed.end()) {
            core_->order(chosen->order);
        }
        return *this;
    }

    Query& limit(std::int64_t rows) & {
        core_->limit(rows);
        return *this;
    }

    Query& offset(std::int64_t rows) & {
        core_->offset(rows);
        return *this;
    }

    /// Loads a relation with one more statement: `with(&Board::tasks)`, on its rows in turn
    /// `with(&Board::tasks, &Task::person)`, restricted `with(&Board::tasks, where(...),
    /// order_by(...))`.
    template <class R, class C, class... Rest>
    Query& with(R C::*relation, const Rest&... rest) & {
        detail::eager<Scope, M>(core_->loads, relation, rest...);
        return *this;
    }

    /// For update(): `member` becomes `value`, which may be std::nullopt or `col(member) - 3`.
    template <class F, class C, class V>
    Query& set(F C::*member, const V& value) & {
        core_->set(offset_of<M>(member), set_value<F>(value));
        return *this;
    }

    /// Says that update() or remove() without a condition is meant.
    Query& everything() & {
        core_->everything();
        return *this;
    }

    template <class... P>
    Query&& where(const Pred<P...>& condition) && {
        return std::move(where(condition));
    }

    template <class F, class C, class V>
    Query&& where(F C::*member, const V& value) && {
        return std::move(where(member, value));
    }

    template <class... O>
    Query&& order_by(const O&... orders) && {
        return std::move(order_by(orders...));
    }

    Query&& order_by_key(std::string_view key, std::initializer_list<OrderKey<M>> allowed) && {
        return std::move(order_by_key(key, allowed));
    }

    Query&& limit(std::int64_t rows) && { return std::move(limit(rows)); }

    Query&& offset(std::int64_t rows) && { return std::move(offset(rows)); }

    template <class R, class C, class... Rest>
    Query&& with(R C::*relation, const Rest&... rest) && {
        return std::move(with(relation, rest...));
    }

    template <class F, class C, class V>
    Query&& set(F C::*member, const V& value) && {
        return std::move(set(member, value));
    }

    Query&& everything() && { return std::move(everything()); }

    /// Joins along a foreign key of a model in the query, or back along a foreign key that points
    /// to one. The tenant is part of the join.
    template <class F, class C>
    auto join(F C::*key) && {
        using Added = joined<F, C>;
        add_join<F, C>(JoinKind::Inner, key);
        return Query<Scope, M, J..., Added>(std::exchange(core_, nullptr));
    }

    /// Keeps rows without a partner; the partner's columns must land in std::optional members.
    template <class F, class C>
    auto left_join(F C::*key) && {
        using Added = joined<F, C>;
        add_join<F, C>(JoinKind::Left, key);
        return Query<Scope, M, J..., detail::Left<Added>>(std::exchange(core_, nullptr));
    }

    /// Results as plain structs: `.into(&Row::board, &Board::name)`, `.into(&Row::n, count())`.
    template <class Row, class F, class Source>
    auto into(F Row::*to, const Source& source) && {
        return Rows<Row, Scope, M, J...>(std::exchange(core_, nullptr)).into(to, source);
    }

    std::vector<M> all() {
        std::vector<M> rows;
        core_->all(&rows);
        return rows;
    }

    std::optional<M> first() {
        std::optional<M> row;
        core_->first(&row);
        return row;
    }

    /// @throws NotFound, MultipleRows
    M one() {
        std::optional<M> row;
        core_->one(&row);
        return std::move(*row);
    }

    std::int64_t count() { return core_->count(); }

    bool exists() { return core_->exists(); }

    /// Calls `use(M&)` for each row while reading; one row in memory at a time. Relations stay
    /// unloaded.
    template <class Use>
    void each(Use&& use) {
        struct State {
            Use& use;
            std::optional<M> row{};
        } state{use};

        auto next = [](void* context, std::int64_t) -> void* {
            auto& each_state = *static_cast<State*>(context);
            if (each_state.row) {
                each_state.use(*each_state.row);
            }
            return &each_state.row.emplace();
        };
        core_->fetch({&state, next, nullptr, 0, false});
        if (state.row) {
            use(*state.row);
        }
    }

    /// Page `number` of pages of `size` rows; a number out of range becomes the nearest page. Two
    /// statements. Without an order, by key.
    Page<M> page(std::int64_t number, std::int64_t size) {
        Page<M> page;
        page.size = std::clamp<std::int64_t>(size, 1, 1000);
        page.number = number;
        page.total = core_->page(&page.items, page.number, page.size);
        return page;
    }

    /// The page behind `after`, a cursor of an earlier page of the same order, or the first page
    /// when it is empty. The key is added as last order; optional columns are refused.
    /// @throws QueryError for a cursor that does not belong to this order.
    Slice<M> keyset(std::string_view after, std::int64_t size) {
        Slice<M> slice;
        bool backwards = false;
        auto cursors =
            core_->keyset(&slice.items, after, std::clamp<std::int64_t>(size, 1, 1000), backwards);
        if (backwards) {
            std::reverse(slice.items.begin(), slice.items.end());
        }
        slice.next = std::move(cursors.next);
        slice.previous = std::move(cursors.previous);
        return slice;
    }

    /// Writes what set() named into all rows found. updated_at and version follow by themselves.
    /// @return number of rows. @throws QueryError without a condition, unless .everything().
    std::int64_t update() {
        static_assert(sizeof...(J) == 0, "carafe: a joined query cannot be updated.");
        return core_->update();
    }

    /// Removes all rows found. @throws QueryError without a condition, unless .everything().
    std::int64_t remove() {
        static_assert(sizeof...(J) == 0, "carafe: a joined query cannot be removed.");
        return core_->remove();
    }

  private:
    using Clauses = detail::Clauses<Scope, M, J...>;

    template <class F, class C>
    static constexpr bool forward_join = detail::contains<model_of<C>, M, J...>;

    template <class F, class C>
    using joined =
        std::conditional_t<forward_join<F, C>, typename detail::KeyTarget<F>::type, model_of<C>>;

    template <class F, class C>
    void add_join(JoinKind kind, F C::*key) {
        using Target = typename detail::KeyTarget<F>::type;
        static_assert(forward_join<F, C> || detail::contains<Target, M, J...>,
                      "carafe: this foreign key touches no model of the query.");
        using Added = joined<F, C>;
        CARAFE_REQUIRE_TENANT(Added, Scope);
        core_->join(kind, table<model_of<C>>(), offset_of<model_of<C>>(key), table<Added>());
    }

    template <class F, class V>
    static Expr set_value(const V& value) {
        Expr expr;
        if constexpr (std::is_same_v<V, std::nullopt_t>) {
            static_assert(is_optional<F>, "carafe: this column is never NULL.");
            detail::push_op(expr, Op::Null);
        } else if constexpr (is_optional<V>) {
            static_assert(is_optional<F>, "carafe: this column is never NULL.");
            if (value) {
                detail::put<F>(expr.arguments, *value);
            }
            detail::push_op(expr, value ? Op::Value : Op::Null);
        } else if constexpr (requires { V::kIsTerm; }) {
            static_assert(std::is_same_v<V, Term<M, F>>,
                          "carafe: set() wants arithmetic on a column of the same model and type.");
            return value.expr;
        } else {
            detail::put<F>(expr.arguments, value);
            detail::push_op(expr, Op::Value);
        }
        return expr;
    }

    QueryCore* core_;
};

/// A query whose results go to plain structs. Same calls as Query, in any order.
template <class Row, class Scope, class M, class... J>
class Rows {
  public:
    explicit Rows(QueryCore* core) : core_(core) {}

    Rows(Rows&& other) noexcept : core_(std::exchange(other.core_, nullptr)) {}

    Rows& operator=(Rows&&) = delete;

    ~Rows() {
        if (core_) {
            release_query(core_);
        }
    }

    template <class F, class S, class C>
    Rows&& into(F Row::*to, S C::*from) && {
        using Model = model_of<C>;
        static_assert(detail::contains<Model, M, J...>,
                      "carafe: selecting from a model that is not in this query; join it first.");
        static_assert(std::is_same_v<unwrap<F>, unwrap<S>>,
                      "carafe: the member's type is not the column's type.");
        static_assert(
            is_optional<F> || (!is_optional<S> && !detail::contains_left<Model, M, J...>),
            "carafe: this column may be NULL (optional, or of a left join): read it into a "
            "std::optional.");
        core_->select(detail::column(col(from)), out(to));
        return std::move(*this);
    }

    template <class F, class A, class R>
    Rows&& into(F Row::*to, Aggregate<A, R> from) && {
        if constexpr (!std::is_void_v<A>) {
            static_assert(
                detail::contains<A, M, J...>,
                "carafe: selecting from a model that is not in this query; join it first.");
        }
        static_assert(std::is_same_v<unwrap<F>, unwrap<R>>,
                      "carafe: the member's type is not the aggregate's type.");
        static_assert(is_optional<F> || !is_optional<R>,
                      "carafe: an aggregate over no rows is NULL: read it into a std::optional.");
        core_->select(detail::aggregate(from), out(to));
        return std::move(*this);
    }

    template <class... P>
    Rows&& where(const Pred<P...>& condition) && {
        Clauses::where(*core_, condition);
        return std::move(*this);
    }

    template <class F, class C, class V>
    Rows&& where(F C::*member, const V& value) && {
        Clauses::where(*core_, member, value);
        return std::move(*this);
    }

    template <class... O>
    Rows&& order_by(const O&... orders) && {
        Clauses::order_by(*core_, orders...);
        return std::move(*this);
    }

    template <class... F, class... C>
    Rows&& group_by(F C::*... members) && {
        static_assert((detail::contains<model_of<C>, M, J...> && ...),
                      "carafe: grouping by a model that is not in this query; join it first.");
        (core_->group(table<model_of<C>>(), offset_of<model_of<C>>(members)), ...);
        return std::move(*this);
    }

    template <class... P>
    Rows&& having(const Pred<P...>& condition) && {
        static_assert(
            (detail::contains<P, M, J...> && ...),
            "carafe: the condition uses a model that is not in this query; join it first.");
        core_->having(condition.expr);
        return std::move(*this);
    }

    Rows&& limit(std::int64_t rows) && {
        core_->limit(rows);
        return std::move(*this);
    }

    Rows&& offset(std::int64_t rows) && {
        core_->offset(rows);
        return std::move(*this);
    }

    std::vector<Row> all() {
        std::vector<Row> rows;
        core_->fetch({&rows, detail::append_row<Row>, core_->out.data(), core_->out.size(), false});
        return rows;
    }

    std::optional<Row> first() {
        core_->limit(1);
        auto rows = all();
        return rows.empty() ? std::optional<Row>{} : std::optional<Row>{std::move(rows.front())};
    }

  private:
    using Clauses = detail::Clauses<Scope, M, J...>;

    template <class F>
    static db::OutColumn out(F Row::*member) {
        return detail::out_column<F>(
            static_cast<std::size_t>(std::bit_cast<std::ptrdiff_t>(member)));
    }

    QueryCore* core_;
};

}  // namespace carafe::orm
