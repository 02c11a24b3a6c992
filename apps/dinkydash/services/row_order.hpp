// Lists that people put in order: rows with a `position`.
#pragma once
#include "apps/dinkydash/models/dashboard.hpp"
#include "apps/dinkydash/models/person.hpp"
#include "apps/dinkydash/services/visitor.hpp"

#include <algorithm>

namespace dinkydash {

/// Place behind all rows of M.
template <class M>
std::int32_t next_position(FamilyDb& db) {
    auto last = db.query<M>().order_by(desc(&M::position)).first();
    return last ? last->position + 1 : 0;
}

/// Gives a row its place. Leaves the version alone: nobody's open form is out of date by it.
void place_row(FamilyDb& db, Id<Dashboard> id, std::int32_t position);
void place_row(FamilyDb& db, Id<Person> id, std::int32_t position);

/// Moves a row one place up (`op` "up") or down ("down"); the first and the last stay. 404 for a
/// foreign id.
template <class M>
void move_row(FamilyDb& db, Id<M> id, std::string_view op) {
    auto rows = db.query<M>().order_by(&M::position, &M::id).all();
    auto at = std::find_if(rows.begin(), rows.end(), [&](const M& row) { return row.id == id; });
    if (at == rows.end()) {
        abort(404);
    }
    if (op == "up" && at != rows.begin()) {
        std::iter_swap(at, at - 1);
    }
    if (op == "down" && at + 1 != rows.end()) {
        std::iter_swap(at, at + 1);
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto position = static_cast<std::int32_t>(i);
        if (rows[i].position != position) {
            place_row(db, rows[i].id, position);
        }
    }
}

}  // namespace dinkydash
