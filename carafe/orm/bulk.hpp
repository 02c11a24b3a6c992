// Rows of any model by their tables, many at a time and as they are: for copies and backups.
// Applications write through sessions, which stamp tenants, times and versions.
#pragma once
#include "carafe/orm/table.hpp"

#include <cstddef>
#include <cstdint>

namespace carafe::orm {

class SessionCore;
class UnitOfWork;

/// A vector of one model's rows, without its type.
class RowVector {
  public:
    explicit RowVector(const Table& table);
    ~RowVector();
    RowVector(const RowVector&) = delete;
    RowVector& operator=(const RowVector&) = delete;

    std::size_t size() const { return table_.rows->vector_size(vector_); }

    char* row(std::size_t index) const {
        return static_cast<char*>(table_.rows->vector_data(vector_)) + index * table_.rows->row_size;
    }

    std::int64_t key(std::size_t index) const;

    void* vector() const { return vector_; }

  private:
    const Table& table_;
    void* vector_;
};

/// The next rows behind `after` in the order of their keys, at most `limit`; 0 begins.
/// @param tenant  only its rows; 0: all that the session sees.
void read_rows(SessionCore& session,
               const Table& table,
               std::int64_t after,
               std::size_t limit,
               std::int64_t tenant,
               RowVector& rows);

/// The column that says whose a row is: of rows of a tenant, of the tenant itself, and of its data
/// keys; nullptr for rows that no tenant owns.
const Column* column_of_tenant(const Table& table);

/// Rows that read_rows() would give in all.
std::int64_t count_rows(SessionCore& session, const Table& table, std::int64_t tenant);

/// Writes rows with their keys, tenants, times and versions as they are, in few statements.
void insert_as_is(SessionCore& session, const Table& table, const RowVector& rows);

/// Sets one column of one row, nothing else. @param value  of an integral column.
void set_reference(SessionCore& session,
                   const Table& table,
                   const Column& column,
                   std::int64_t key,
                   std::int64_t value);

/// Lets the engine's next keys be greater than those that were written.
void advance_keys(SessionCore& session, const Table& table);

}  // namespace carafe::orm
