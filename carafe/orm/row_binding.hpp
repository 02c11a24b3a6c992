// One row of any model: its fields as bound values, and whose row it is.
#pragma once
#include "carafe/orm/runner.hpp"
#include "carafe/orm/session_core.hpp"
#include "carafe/orm/sql_writer.hpp"
#include "carafe/orm/table.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace carafe::orm::detail {

/// A row by its table, without its type.
class RowView {
  public:
    RowView(const Table& table, void* row) : table_(table), row_(static_cast<char*>(row)) {}

    std::int64_t& key() const { return number(*table_.key); }

    std::int64_t& tenant() const { return number(*table_.tenant); }

    std::int32_t& version() const {
        return *reinterpret_cast<std::int32_t*>(row_ + table_.version->offset);
    }

    /// What a foreign key or the key itself holds; nothing when it is an empty optional.
    std::optional<std::int64_t> reference(const Column& column) const {
        const void* place = field(column);
        if (column.optional) {
            place = column.optional->get(place);
        }
        return place ? std::optional(*static_cast<const std::int64_t*>(place)) : std::nullopt;
    }

    std::optional<Timestamp>& deleted_at() const {
        return *reinterpret_cast<std::optional<Timestamp>*>(row_ + table_.deleted_at->offset);
    }

    std::int64_t& number(const Column& column) const {
        return *reinterpret_cast<std::int64_t*>(row_ + column.offset);
    }

    std::optional<std::int64_t>& author(const Column& column) const {
        return *reinterpret_cast<std::optional<std::int64_t>*>(row_ + column.offset);
    }

    void stamp_author(ColumnRole role, std::optional<std::int64_t> actor) const {
        for (const auto& column : table_.columns) {
            if (column.role == role) {
                author(column) = actor;
            }
        }
    }

    void stamp(ColumnRole role, std::int64_t value) const {
        for (const auto& column : table_.columns) {
            if (column.role == role) {
                number(column) = value;
            }
        }
    }

    void* data() const { return row_; }

    const char* field(const Column& column) const { return row_ + column.offset; }

  private:
    const Table& table_;
    char* row_;
};

/// Binds the list of a narrowing; false when `source` means something else.
bool bind_narrowing(const SessionCore& session, std::uint16_t source, db::Param& param);

/// Refuses text that an engine would not take, or that is longer than the column's size.
/// @throws InvalidText, CheckViolation
void require_fitting(const Table& table, const Column& column, std::string_view text);

/// Binds the value at `field`, a member that `column` describes; an encrypted one as it is stored.
/// @throws InvalidText, CheckViolation for text that is too long.
void bind_field(const Table& table, const Column& column, const void* field, db::Param& param);

/// Binds a statement about `row`; `version` is the one it was read with.
/// @throws InvalidText, CheckViolation for text that is too long, CryptoError.
void bind_row(SessionCore& session,
              const Table& table,
              const RowView& row,
              const db::CachedStatement& statement,
              std::int64_t version,
              Params& params);

/// Who gives the row its key: the engine when it has none.
KeyOf key_of(const RowView& row);

/// Fills an empty tenant; refuses another tenant's row and one outside of a narrowed session.
/// @throws TenantViolation
void check_tenant(const SessionCore& session, const Table& table, const RowView& row);

/// Stamps a row about to be inserted: tenant, times, authors, version.
/// @throws TenantViolation
void stamp_new(const SessionCore& session, const Table& table, const RowView& row);

}  // namespace carafe::orm::detail
