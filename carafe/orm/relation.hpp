// Relation members of models. Empty until `.with(&Board::tasks)` or `load` fills them; reading one
// before that throws NotLoaded, so a query per row cannot be written by accident.
//
//     for (auto& board : db.query<Board>().with(&Board::tasks, &Task::person).all())
//         for (auto& task : board.tasks) print(task.person ? task.person->name : "anyone");
//
// The target may be incomplete where the member is declared: all work is done through RowOps.
#pragma once
#include "carafe/orm/table.hpp"

#include <utility>
#include <vector>

namespace carafe::orm {

namespace detail {

/// Two words: rows of another table, or nothing yet. A relation member starts with it, so the
/// loader works on members without knowing their type.
class RelationData {
  public:
    RelationData() = default;

    /// True once loaded, also with nothing in it.
    bool loaded() const { return rows_ != nullptr; }

    // For the data layer: what is there already is freed.

    /// A HasMany becomes loaded and empty. @return its std::vector.
    void* fill_many(const RowOps& rows);
    /// A HasMany becomes a copy of another of the same type.
    void copy_many(const RelationData& other);
    /// A One becomes a copy of `row`, or loaded with nothing.
    void fill_one(const RowOps& rows, const void* row);

    void* data() const { return data_; }

  protected:
    void* data_ = nullptr;
    const RowOps* rows_ = nullptr;
};

[[noreturn]] void throw_not_loaded(const Table& target);

}  // namespace detail

/// The rows of M that refer to this row.
template <class M>
class HasMany : public detail::RelationData {
  public:
    using target = M;

    HasMany() = default;

    HasMany(const HasMany& other) { copy(other); }

    HasMany(HasMany&& other) noexcept { swap(other); }

    HasMany& operator=(HasMany other) noexcept {
        swap(other);
        return *this;
    }

    ~HasMany() {
        if (data_) {
            rows_->delete_vector(data_);
        }
    }

    /// @throws NotLoaded
    std::vector<M>& get() {
        require();
        return *static_cast<std::vector<M>*>(data_);
    }

    const std::vector<M>& get() const {
        require();
        return *static_cast<const std::vector<M>*>(data_);
    }

    auto begin() { return get().begin(); }

    auto end() { return get().end(); }

    auto begin() const { return get().begin(); }

    auto end() const { return get().end(); }

    std::size_t size() const { return get().size(); }

    bool empty() const { return get().empty(); }

    const M& operator[](std::size_t index) const { return get()[index]; }

  private:
    void require() const {
        if (!rows_) {
            detail::throw_not_loaded(table<M>());
        }
    }

    void copy(const HasMany& other) {
        data_ = other.data_ ? other.rows_->clone_vector(other.data_) : nullptr;
        rows_ = other.rows_;
    }

    void swap(HasMany& other) noexcept {
        std::swap(data_, other.data_);
        std::swap(rows_, other.rows_);
    }
};

/// The row of M this row refers to; may be absent when the foreign key is empty.
template <class M>
class One : public detail::RelationData {
  public:
    using target = M;

    One() = default;

    One(const One& other) { copy(other); }

    One(One&& other) noexcept { swap(other); }

    One& operator=(One other) noexcept {
        swap(other);
        return *this;
    }

    ~One() {
        if (data_) {
            rows_->delete_row(data_);
        }
    }

    /// Is there such a row? @throws NotLoaded
    explicit operator bool() const { return get() != nullptr; }

    /// The row, or nullptr when there is none. @throws NotLoaded
    const M* get() const {
        require();
        return static_cast<const M*>(data_);
    }

    /// @throws NotLoaded, also when there is no row
    const M& operator*() const { return *existing(); }

    const M* operator->() const { return existing(); }

  private:
    void require() const {
        if (!rows_) {
            detail::throw_not_loaded(table<M>());
        }
    }

    const M* existing() const {
        if (!data_) {
            detail::throw_not_loaded(table<M>());
        }
        return static_cast<const M*>(data_);
    }

    void copy(const One& other) {
        data_ = other.data_ ? other.rows_->clone_row(other.data_) : nullptr;
        rows_ = other.rows_;
    }

    void swap(One& other) noexcept {
        std::swap(data_, other.data_);
        std::swap(rows_, other.rows_);
    }
};

}  // namespace carafe::orm
