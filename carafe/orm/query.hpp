// Queries: a thin typed shell over QueryCore.
//
//     auto tasks = db.query<Task>().where(&Task::name, "Dishes").order_by(&Task::due).all();
//
//     auto q = db.query<Task>();                           // the same calls on a named query
//     if (only_open) q.where(&Task::done, false);
//     auto n = q.count();
//
// A query is used once: all(), first(), one(), each(), page(), keyset(), update(), remove() and
// erase() end it; count() and exists() may come before. NULLs come first in ascending order.
#pragma once
#include "carafe/orm/clauses.hpp"
#include "carafe/orm/eager.hpp"
#include "carafe/orm/page.hpp"
#include "carafe/orm/query_core.hpp"
#include "carafe/orm/result_rows.hpp"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace carafe::orm {

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

    /// Removed rows too, of this model (SoftDelete) and of those that are joined or asked for by
    /// exists(). Relations have an option of their own: `with(&Board::tasks, with_deleted())`.
    Query& with_deleted() & {
        core_->with_deleted();
        return *this;
    }

    /// Says that update(), remove() or erase() without a condition is meant.
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

    Query&& with_deleted() && { return std::move(with_deleted()); }

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
    /// @throws BadCursor for a cursor of another list or tenant, or a changed one.
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

    /// Removes all rows found; those of a model with SoftDelete are only stamped. @throws QueryError without a condition, unless .everything().
    std::int64_t remove() {
        static_assert(sizeof...(J) == 0, "carafe: a joined query cannot be removed.");
        return core_->remove();
    }

    /// Removes all rows found for good. @throws QueryError without a condition, unless .everything().
    std::int64_t erase() {
        static_assert(sizeof...(J) == 0, "carafe: a joined query cannot be removed.");
        return core_->erase();
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
        static_assert(!is_encrypted<F>,
                      "carafe: an encrypted column is written with its row, by insert() or update().");
        if constexpr (is_encrypted<F>) {
            return expr;
        } else if constexpr (std::is_same_v<V, std::nullopt_t>) {
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

}  // namespace carafe::orm
