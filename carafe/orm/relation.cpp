#include "carafe/orm/relation.hpp"

#include "carafe/orm/errors.hpp"

namespace carafe::orm::detail {

void throw_not_loaded(const Table& target) {
    throw NotLoaded("relation to \"" + target.name +
                    "\" was not loaded, or there is no such row: add .with(...) to the query");
}

void* RelationData::fill_many(const RowOps& rows) {
    void* fresh = rows.new_vector();
    if (data_) {
        rows_->delete_vector(data_);
    }
    rows_ = &rows;
    return data_ = fresh;
}

void RelationData::copy_many(const RelationData& other) {
    void* fresh = other.data_ ? other.rows_->clone_vector(other.data_) : nullptr;
    if (data_) {
        rows_->delete_vector(data_);
    }
    rows_ = other.rows_;
    data_ = fresh;
}

void RelationData::fill_one(const RowOps& rows, const void* row) {
    void* fresh = row ? rows.clone_row(row) : nullptr;
    if (data_) {
        rows_->delete_row(data_);
    }
    rows_ = &rows;
    data_ = fresh;
}

}  // namespace carafe::orm::detail
