// What queries check about conditions and orders before they become bytes.
#pragma once
#include "carafe/orm/query_core.hpp"
#include "carafe/orm/scope.hpp"

#include <vector>

namespace carafe::orm::detail {

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

}  // namespace carafe::orm::detail
