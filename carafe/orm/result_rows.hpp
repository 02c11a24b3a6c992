// Queries whose results go to plain structs: joins, sums, counts.
//
//     struct Sum { Rotation rotation{}; std::int64_t n = 0; std::optional<Money> total; };
//     auto sums = db.query<Task>()
//                     .into(&Sum::rotation, &Task::rotation)
//                     .into(&Sum::n, count())
//                     .into(&Sum::total, sum(&Task::reward))
//                     .group_by(&Task::rotation)
//                     .having(count() > 1)
//                     .all();
#pragma once
#include "carafe/orm/clauses.hpp"

#include <bit>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace carafe::orm {

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
