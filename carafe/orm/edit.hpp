// Editing one row: the original is kept, only what changed is written, and what changed is told.
//
//     auto edit = db.edit(task_id, expect_version(form.version));
//     edit->name = form.name;
//     ChangeSet changes = edit.save();          // column, old and new value, for the audit
#pragma once
#include "carafe/orm/table.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace carafe::orm {

class SessionCore;

/// The version a form was filled from.
struct ExpectedVersion {
    std::int32_t number = 0;
};

inline ExpectedVersion expect_version(std::int32_t number) {
    return {number};
}

/// One column that was written. Values are text as a reader expects it: money in minor units, times
/// as ISO 8601 in UTC, bytes as their number. Empty: NULL, or a `.secret()` column.
struct Change {
    std::string column{};
    std::optional<std::string> before{};
    std::optional<std::string> after{};
    bool secret = false;

    friend bool operator==(const Change&, const Change&) = default;
};

/// What a save() wrote, in the order of the columns; stamps and the version are left out.
struct ChangeSet {
    std::string table{};
    std::int64_t key = 0;
    std::vector<Change> changes{};

    bool empty() const { return changes.empty(); }

    /// nullptr when the column was not written.
    const Change* find(std::string_view column) const;
};

namespace detail {

ChangeSet save_edit(SessionCore& session, const Table& table, const void* original, void* row);
/// @throws StaleRow
void require_version(const Table& table, void* row, ExpectedVersion expected);

}  // namespace detail

/// A row being edited, made by `db.edit(...)`. Valid as long as its session.
template <class M>
class Edit {
  public:
    Edit(SessionCore& session, M row)
        : session_(&session), original_(std::move(row)), row_(original_) {}

    M* operator->() { return &row_; }

    M& operator*() { return row_; }

    const M& original() const { return original_; }

    /// Writes the columns that changed, with updated_at and version; runs no statement when none
    /// did. May be called again after further changes.
    /// @throws StaleRow when the row is gone, or for a Versioned model was changed meanwhile.
    /// @throws QueryError when the key was changed, TenantViolation when the tenant was.
    ChangeSet save() {
        ChangeSet changes = detail::save_edit(*session_, table<M>(), &original_, &row_);
        original_ = row_;
        return changes;
    }

  private:
    SessionCore* session_;
    M original_;
    M row_;
};

}  // namespace carafe::orm
