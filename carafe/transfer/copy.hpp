// All rows of an application's models from one database into another, on whatever engines.
//
//     auto report = transfer::copy_database(source, target, {.progress = show});
//     // report.tables: rows and digest of each, the same on both sides
//
// The source is read in one snapshot. The target is filled in one transaction: wholly or not at all.
#pragma once
#include "carafe/orm/database.hpp"

#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

namespace carafe::transfer {

/// What stands in the way: a target that holds rows, or a copy that is not the same.
struct TransferError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Rows of one table and what they hold: equal digests, equal values, on every engine.
struct TableDigest {
    std::string table{};
    std::int64_t rows = 0;
    std::string digest{};  ///< SHA-256 in hexadecimal digits

    friend bool operator==(const TableDigest&, const TableDigest&) = default;
};

struct CopyReport {
    std::vector<TableDigest> tables{};

    std::int64_t rows() const;
    /// One line a table.
    std::string text() const;
};

struct CopyOptions {
    /// Only this tenant and the rows it owns; 0: everything.
    std::int64_t tenant = 0;
    /// Called now and then: rows copied so far, rows in all.
    std::function<void(std::int64_t done, std::int64_t total)> progress{};
};

/// Copies, then reads the target back and compares. Keys stay as they are: rows refer to each other by
/// them, sometimes without a foreign key.
/// @throws TransferError when a table of the target holds rows (one tenant: when it or a key of its
/// rows is there), or the copy differs; then nothing was written.
CopyReport copy_database(orm::Database& source, orm::Database& target, const CopyOptions& options = {});

/// Rows and digests as a database holds them now, in one snapshot.
CopyReport digest_database(orm::Database& database);

}  // namespace carafe::transfer
