// The picture of a task, countdown or person, changed together with its row.
#pragma once
#include "apps/dinkydash/services/pictures.hpp"

namespace dinkydash {

/// Stores `fresh` as the row's picture, or takes the old one away when it is not kept; a picture
/// that is no longer used goes with its files. REQUIRES: the row has its id.
template <class Row>
void change_picture(Request& request,
                    FamilyDb& db,
                    Row& row,
                    const std::optional<storage::Picture>& fresh,
                    bool keep_old,
                    std::string_view owner,
                    Id<User> by) {
    const auto old = row.image_id;
    if (fresh) {
        row.image_id = store_picture(request, db, *fresh, owner, row.id.value, by);
    } else if (!keep_old) {
        row.image_id.reset();
    }
    if (row.image_id == old) {
        return;
    }
    db.update(row, &Row::image_id);
    if (old) {
        remove_picture(request, db, *old);
    }
}

}  // namespace dinkydash
