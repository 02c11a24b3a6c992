// Paths of relations and their options: the arguments of with() and load().
//
//     with(&Board::tasks)                                        one relation
//     with(&Board::tasks, &Task::person)                         and a relation of its rows
//     with(&Board::tasks, where(...), order_by(&Task::due))      some of its rows, in an order
//     with(&Board::tasks, with_deleted())                        removed rows too
#pragma once
#include "carafe/orm/clauses.hpp"

#include <utility>
#include <vector>

namespace carafe::orm {

namespace detail {

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

/// Options of with(): where(...), order_by(...) and with_deleted().
template <class... M>
struct WithWhere {
    Pred<M...> pred;
};

template <class M>
struct WithOrder {
    std::vector<Order> orders;
};

struct WithDeleted {};

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

template <class Scope, class Parent, class... Rest>
void eager_path(EagerLoad& node, const WithDeleted&, const Rest&... rest) {
    static_assert(is_soft_deleted<Parent>, "carafe: with_deleted() wants a model with SoftDelete.");
    node.deleted_too = true;
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

}  // namespace detail

/// For with(): only the related rows that fulfil the condition.
template <class... M>
detail::WithWhere<M...> where(Pred<M...> pred) {
    return {std::move(pred)};
}

/// For with(): removed rows too.
inline detail::WithDeleted with_deleted() {
    return {};
}

/// For with(): order of the related rows.
template <class First, class... More>
auto order_by(const First& first, const More&... more) {
    using M = typename detail::OrderModel<First>::type;
    return detail::WithOrder<M>{{detail::to_order(first), detail::to_order(more)...}};
}

}  // namespace carafe::orm
