// Conditions, orders and aggregates. They know their models by type and are bytes inside.
//
//     (col(&Task::reward) >= Money{200} && !is_null(col(&Task::due)))
//         || icontains(col(&Task::name), text)
//
// Comparing follows SQL: `!=` and `<` are never true for NULL. Comparing with std::nullopt, or with
// an empty std::optional by `==` and `!=`, asks for NULL. Text compares by bytes; `like` and
// `icontains` take ASCII letters of both cases as equal.
#pragma once
#include "carafe/orm/bytecode.hpp"
#include "carafe/orm/model.hpp"

#include <optional>
#include <string_view>
#include <type_traits>

namespace carafe::orm {

struct Expr {
    Buffer code{};
    Arguments arguments{};
};

/// Condition on columns of the models M.
template <class... M>
struct Pred {
    Expr expr{};
};

/// In a Pred's list: a model that stands inside an exists(), not in the query itself.
template <class M>
struct Inner {};

/// Column of M holding F.
template <class M, class F>
struct Col {
    std::size_t offset;
};

/// Result of arithmetic on columns of M, for set().
template <class M, class F>
struct Term {
    static constexpr bool kIsTerm = true;
    Expr expr{};
};

/// Aggregate over columns of M (void: over rows) giving R.
template <class M, class R>
struct Aggregate {
    Op op;
    std::size_t offset;
};

struct Order {
    const Table* table;
    std::size_t offset;
    bool descending;
};

template <class M>
struct OrderBy : Order {};

namespace detail {

void push_column(Expr& expr, const Table& table, std::size_t offset);
void push_op(Expr& expr, Op op);
void combine(Expr& left, const Expr& right, Op op);
void push_pattern(Expr& expr, std::string_view text);
void push_match(Expr& expr, const Table& table, std::size_t offset, std::string_view text);
Expr exists(const Table& table, const Expr& inner);

template <class P, class... Add>
struct Union;

template <class... A>
struct Union<Pred<A...>> {
    using type = Pred<A...>;
};

template <class... A, class B, class... Rest>
struct Union<Pred<A...>, B, Rest...>
    : Union<std::conditional_t<(std::is_same_v<A, B> || ...), Pred<A...>, Pred<A..., B>>, Rest...> {
};

template <class P, class Remove, class Done = Pred<>>
struct Without;

template <class Remove, class Done>
struct Without<Pred<>, Remove, Done> {
    using type = Done;
};

template <class A, class... Rest, class Remove, class... D>
struct Without<Pred<A, Rest...>, Remove, Pred<D...>>
    : Without<Pred<Rest...>,
              Remove,
              std::conditional_t<std::is_same_v<A, Remove>, Pred<D...>, Pred<D..., A>>> {};

template <class M, class F>
Expr column(Col<M, F> c) {
    Expr expr;
    push_column(expr, table<M>(), c.offset);
    return expr;
}

template <class M, class F, class V>
Pred<M> compare(Col<M, F> c, const V& value, Op op) {
    Pred<M> pred;
    push_column(pred.expr, table<M>(), c.offset);
    put<F>(pred.expr.arguments, value);
    push_op(pred.expr, Op::Value);
    push_op(pred.expr, op);
    return pred;
}

template <class M, class F>
Pred<M> unary(Col<M, F> c, Op op) {
    Pred<M> pred;
    push_column(pred.expr, table<M>(), c.offset);
    push_op(pred.expr, op);
    return pred;
}

template <class M, class F, class N, class G>
auto compare_columns(Col<M, F> left, Col<N, G> right, Op op) {
    static_assert(std::is_same_v<unwrap<F>, unwrap<G>>,
                  "carafe: columns of different types cannot be compared.");
    static_assert(!is_encrypted<F>, "carafe: encrypted columns cannot be compared.");
    typename Union<Pred<M>, N>::type pred;
    push_column(pred.expr, table<M>(), left.offset);
    push_column(pred.expr, table<N>(), right.offset);
    push_op(pred.expr, op);
    return pred;
}

}  // namespace detail

/// The column a member stands for, to be compared.
template <class F, class C>
Col<model_of<C>, F> col(F C::*member) {
    return {offset_of<model_of<C>>(member)};
}

template <class M, class F, class V>
Pred<M> operator==(Col<M, F> c, const V& value) {
    return detail::compare(c, value, Op::Equal);
}

template <class M, class F, class V>
Pred<M> operator!=(Col<M, F> c, const V& value) {
    return detail::compare(c, value, Op::NotEqual);
}

template <class M, class F, class V>
Pred<M> operator<(Col<M, F> c, const V& value) {
    return detail::compare(c, value, Op::Less);
}

template <class M, class F, class V>
Pred<M> operator<=(Col<M, F> c, const V& value) {
    return detail::compare(c, value, Op::LessEqual);
}

template <class M, class F, class V>
Pred<M> operator>(Col<M, F> c, const V& value) {
    return detail::compare(c, value, Op::Greater);
}

template <class M, class F, class V>
Pred<M> operator>=(Col<M, F> c, const V& value) {
    return detail::compare(c, value, Op::GreaterEqual);
}

template <class M, class F>
Pred<M> is_null(Col<M, F> c) {
    static_assert(is_optional<F>,
                  "carafe: this column is never NULL (its member is not optional).");
    return detail::unary(c, Op::IsNull);
}

template <class M, class F>
Pred<M> operator==(Col<M, F> c, std::nullopt_t) {
    return is_null(c);
}

template <class M, class F>
Pred<M> operator!=(Col<M, F> c, std::nullopt_t) {
    return detail::unary(c, Op::IsNotNull);
}

template <class M, class F, class V>
Pred<M> operator==(Col<M, F> c, const std::optional<V>& value) {
    return value ? c == *value : detail::unary(c, Op::IsNull);
}

template <class M, class F, class V>
Pred<M> operator!=(Col<M, F> c, const std::optional<V>& value) {
    return value ? c != *value : detail::unary(c, Op::IsNotNull);
}

template <class M, class F, class N, class G>
auto operator==(Col<M, F> left, Col<N, G> right) {
    return detail::compare_columns(left, right, Op::Equal);
}

template <class M, class F, class N, class G>
auto operator!=(Col<M, F> left, Col<N, G> right) {
    return detail::compare_columns(left, right, Op::NotEqual);
}

template <class M, class F, class N, class G>
auto operator<(Col<M, F> left, Col<N, G> right) {
    return detail::compare_columns(left, right, Op::Less);
}

template <class M, class F, class N, class G>
auto operator<=(Col<M, F> left, Col<N, G> right) {
    return detail::compare_columns(left, right, Op::LessEqual);
}

template <class M, class F, class N, class G>
auto operator>(Col<M, F> left, Col<N, G> right) {
    return detail::compare_columns(left, right, Op::Greater);
}

template <class M, class F, class N, class G>
auto operator>=(Col<M, F> left, Col<N, G> right) {
    return detail::compare_columns(left, right, Op::GreaterEqual);
}

/// Text with SQL's % and _ as wild cards and \ before a literal one.
template <class M, class F>
Pred<M> like(Col<M, F> c, std::string_view pattern) {
    static_assert(std::is_same_v<unwrap<F>, std::string>, "carafe: like() wants a text column.");
    Pred<M> pred = detail::compare(c, pattern, Op::Like);
    return pred;
}

/// Does the text contain `text`, taken literally?
template <class M, class F>
Pred<M> icontains(Col<M, F> c, std::string_view text) {
    static_assert(std::is_same_v<unwrap<F>, std::string>,
                  "carafe: icontains() wants a text column.");
    Pred<M> pred;
    detail::push_column(pred.expr, table<M>(), c.offset);
    detail::push_pattern(pred.expr, text);
    return pred;
}

/// Is the encrypted column's text equal to `text`, both normalised? Asks its blind index, in the
/// session of the tenant that owns the rows.
template <class F, class C>
Pred<model_of<C>> matches(F C::*member, std::string_view text) {
    static_assert(is_encrypted<F>, "carafe: matches() wants an encrypted column.");
    Pred<model_of<C>> pred;
    detail::push_match(pred.expr, table<model_of<C>>(), offset_of<model_of<C>>(member), text);
    return pred;
}

/// Is the column's value one of `values` (any container)? Nothing is in an empty list.
template <class M, class F, class Values>
Pred<M> in(Col<M, F> c, const Values& values) {
    Pred<M> pred;
    detail::push_column(pred.expr, table<M>(), c.offset);
    pred.expr.arguments.begin_list();
    for (const auto& value : values) {
        detail::put<F>(pred.expr.arguments, value);
    }
    pred.expr.arguments.end_list();
    detail::push_op(pred.expr, Op::In);
    return pred;
}

/// Is there a row of M fulfilling `inner`, which may name columns of the query around it?
template <class M, class... P>
auto exists(const Pred<P...>& inner) {
    using Outer = typename detail::Without<Pred<P...>, M>::type;
    typename detail::Union<Outer, Inner<M>>::type pred;
    pred.expr = detail::exists(table<M>(), inner.expr);
    return pred;
}

template <class... A, class... B>
typename detail::Union<Pred<A...>, B...>::type operator&&(Pred<A...> a, const Pred<B...>& b) {
    detail::combine(a.expr, b.expr, Op::And);
    return {std::move(a.expr)};
}

template <class... A, class... B>
typename detail::Union<Pred<A...>, B...>::type operator||(Pred<A...> a, const Pred<B...>& b) {
    detail::combine(a.expr, b.expr, Op::Or);
    return {std::move(a.expr)};
}

template <class... A>
Pred<A...> operator!(Pred<A...> a) {
    detail::push_op(a.expr, Op::Not);
    return a;
}

namespace detail {

template <class M, class F, class V>
Term<M, F> arithmetic(Col<M, F> c, const V& value, Op op) {
    Term<M, F> term;
    push_column(term.expr, table<M>(), c.offset);
    put<F>(term.expr.arguments, value);
    push_op(term.expr, Op::Value);
    push_op(term.expr, op);
    return term;
}

}  // namespace detail

template <class M, class F, class V>
Term<M, F> operator+(Col<M, F> c, const V& value) {
    return detail::arithmetic(c, value, Op::Plus);
}

template <class M, class F, class V>
Term<M, F> operator-(Col<M, F> c, const V& value) {
    return detail::arithmetic(c, value, Op::Minus);
}

template <class F, class C>
OrderBy<model_of<C>> asc(F C::*member) {
    static_assert(!is_encrypted<F>, "carafe: an encrypted column has no order.");
    return {{&table<model_of<C>>(), offset_of<model_of<C>>(member), false}};
}

template <class F, class C>
OrderBy<model_of<C>> desc(F C::*member) {
    static_assert(!is_encrypted<F>, "carafe: an encrypted column has no order.");
    return {{&table<model_of<C>>(), offset_of<model_of<C>>(member), true}};
}

inline Aggregate<void, std::int64_t> count() {
    return {Op::CountAll, 0};
}

/// Rows where the column is not NULL.
template <class F, class C>
Aggregate<model_of<C>, std::int64_t> count(F C::*member) {
    return {Op::Count, offset_of<model_of<C>>(member)};
}

template <class F, class C>
Aggregate<model_of<C>, std::int64_t> count_distinct(F C::*member) {
    return {Op::CountDistinct, offset_of<model_of<C>>(member)};
}

/// Empty over no rows, as are min, max and avg.
template <class F, class C>
Aggregate<model_of<C>, std::optional<unwrap<F>>> sum(F C::*member) {
    return {Op::Sum, offset_of<model_of<C>>(member)};
}

template <class F, class C>
Aggregate<model_of<C>, std::optional<unwrap<F>>> min(F C::*member) {
    return {Op::Min, offset_of<model_of<C>>(member)};
}

template <class F, class C>
Aggregate<model_of<C>, std::optional<unwrap<F>>> max(F C::*member) {
    return {Op::Max, offset_of<model_of<C>>(member)};
}

template <class F, class C>
Aggregate<model_of<C>, std::optional<double>> avg(F C::*member) {
    return {Op::Average, offset_of<model_of<C>>(member)};
}

namespace detail {

template <class M, class R>
Expr aggregate(Aggregate<M, R> a) {
    Expr expr;
    if constexpr (!std::is_void_v<M>) {
        push_column(expr, table<M>(), a.offset);
    }
    push_op(expr, a.op);
    return expr;
}

template <class M, class R, class V>
auto compare_aggregate(Aggregate<M, R> a, const V& value, Op op) {
    std::conditional_t<std::is_void_v<M>, Pred<>, Pred<M>> pred;
    pred.expr = aggregate(a);
    put<R>(pred.expr.arguments, value);
    push_op(pred.expr, Op::Value);
    push_op(pred.expr, op);
    return pred;
}

}  // namespace detail

template <class M, class R, class V>
auto operator==(Aggregate<M, R> a, const V& value) {
    return detail::compare_aggregate(a, value, Op::Equal);
}

template <class M, class R, class V>
auto operator!=(Aggregate<M, R> a, const V& value) {
    return detail::compare_aggregate(a, value, Op::NotEqual);
}

template <class M, class R, class V>
auto operator<(Aggregate<M, R> a, const V& value) {
    return detail::compare_aggregate(a, value, Op::Less);
}

template <class M, class R, class V>
auto operator<=(Aggregate<M, R> a, const V& value) {
    return detail::compare_aggregate(a, value, Op::LessEqual);
}

template <class M, class R, class V>
auto operator>(Aggregate<M, R> a, const V& value) {
    return detail::compare_aggregate(a, value, Op::Greater);
}

template <class M, class R, class V>
auto operator>=(Aggregate<M, R> a, const V& value) {
    return detail::compare_aggregate(a, value, Op::GreaterEqual);
}

}  // namespace carafe::orm
