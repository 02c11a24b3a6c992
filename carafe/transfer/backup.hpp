// A backup is a SQLite file with all rows, the history of revisions and a digest of each table. It is
// made while the application works, can be looked into with any SQLite program, and fills a database
// of any engine.
#pragma once
#include "carafe/migrate/migrator.hpp"
#include "carafe/transfer/copy.hpp"

#include <filesystem>

namespace carafe::transfer {

/// What a database of the application is made of.
struct Blueprint {
    orm::Tables tables{};
    migrate::Revisions revisions{};
    std::string app{};
    const Clock* clock = nullptr;
};

/// Opens `url` and brings it up to the newest revision.
/// @throws db::Error, migrate::MigrationError
std::unique_ptr<orm::Database> open_database(const std::string& url, const Blueprint& blueprint);

/// Writes `file`, whole or not at all; with options.tenant only that tenant's rows.
/// @throws TransferError when it exists.
CopyReport write_backup(orm::Database& database,
                        const std::filesystem::path& file,
                        const Blueprint& blueprint,
                        const CopyOptions& options = {});

/// Reads a backup through. @throws TransferError naming what is not as it was written.
CopyReport verify_backup(const std::filesystem::path& file, const Blueprint& blueprint);

/// Key of the only tenant in a file. @throws TransferError when there are none or several.
std::int64_t tenant_of_file(const std::filesystem::path& file, const Blueprint& blueprint);

/// Fills `database`, which must be empty, from a backup of this or an earlier version; with
/// options.tenant adds that tenant.
CopyReport restore_backup(orm::Database& database,
                          const std::filesystem::path& file,
                          const Blueprint& blueprint,
                          const CopyOptions& options = {});

}  // namespace carafe::transfer
