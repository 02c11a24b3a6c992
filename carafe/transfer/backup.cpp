#include "carafe/transfer/backup.hpp"

#include "carafe/migrate/engine_rules.hpp"

#include <unistd.h>

#include <algorithm>

namespace carafe::transfer {

namespace {

namespace fs = std::filesystem;

constexpr const char* kCreateDigests =
    "CREATE TABLE carafe_backup (name TEXT PRIMARY KEY, rows INTEGER NOT NULL, digest TEXT NOT NULL)";

std::string url_of(const fs::path& file) {
    return "sqlite:///" + fs::absolute(file).string();
}

/// A file that goes with its owner, together with SQLite's own beside it.
class PartialFile {
  public:
    explicit PartialFile(fs::path path) : path_(std::move(path)) {}

    ~PartialFile() { remove(); }

    PartialFile(const PartialFile&) = delete;
    PartialFile& operator=(const PartialFile&) = delete;

    const fs::path& path() const { return path_; }

    void remove() const {
        std::error_code ignored;
        for (const auto* end : {"", "-wal", "-shm"}) {
            fs::remove(path_.string() + end, ignored);
        }
    }

  private:
    fs::path path_;
};

void write_digests(orm::Database& backup, const CopyReport& report) {
    backup.engine().exclusively([&](db::Connection& connection) {
        connection.run(kCreateDigests);
        for (const auto& table : report.tables) {
            connection.run("INSERT INTO carafe_backup VALUES ('" + table.table + "', " +
                           std::to_string(table.rows) + ", '" + table.digest + "')");
        }
        // The file alone is the backup: no log beside it.
        connection.run("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode=DELETE");
    });
}

CopyReport read_digests(orm::Database& backup) {
    CopyReport report;
    backup.engine().exclusively([&](db::Connection& connection) {
        if (!migrate::has_table(connection, "carafe_backup")) {
            throw TransferError("this file is no backup");
        }
        for (const auto& row : connection.rows("SELECT name, rows, digest FROM carafe_backup")) {
            report.tables.push_back({row[0], std::stoll(row[1]), row[2]});
        }
        auto faults = connection.rows("PRAGMA integrity_check");
        if (faults.size() != 1 || faults[0][0] != "ok") {
            throw TransferError("the file is damaged: " + faults[0][0]);
        }
    });
    return report;
}

const TableDigest* find(const CopyReport& report, const std::string& table) {
    auto at = std::find_if(report.tables.begin(), report.tables.end(), [&](const auto& digest) {
        return digest.table == table;
    });
    return at == report.tables.end() ? nullptr : &*at;
}

/// A copy of the backup that may be brought up to date; the backup itself is only read.
std::unique_ptr<PartialFile> working_copy(const fs::path& file) {
    if (!fs::is_regular_file(file)) {
        throw TransferError("there is no backup " + file.string());
    }
    auto copy = std::make_unique<PartialFile>(
        fs::temp_directory_path() / ("carafe-backup-" + std::to_string(::getpid()) + ".db"));
    copy->remove();
    fs::copy_file(file, copy->path());
    return copy;
}

}  // namespace

std::unique_ptr<orm::Database> open_database(const std::string& url, const Blueprint& blueprint) {
    auto database = std::make_unique<orm::Database>(url, blueprint.tables, *blueprint.clock);
    migrate::Migrator(*database, blueprint.revisions, {.app = blueprint.app}).upgrade();
    return database;
}

CopyReport write_backup(orm::Database& database,
                        const fs::path& file,
                        const Blueprint& blueprint,
                        const CopyOptions& options) {
    if (fs::exists(file)) {
        throw TransferError(file.string() + " exists already");
    }
    PartialFile partial(file.string() + ".partial");
    partial.remove();
    CopyReport report;
    {
        auto backup = open_database(url_of(partial.path()), blueprint);
        report = copy_database(database, *backup, options);
        write_digests(*backup, report);
    }
    fs::rename(partial.path(), file);
    return report;
}

CopyReport verify_backup(const fs::path& file, const Blueprint& blueprint) {
    auto copy = working_copy(file);
    orm::Database backup(url_of(copy->path()), blueprint.tables, *blueprint.clock);
    const CopyReport written = read_digests(backup);
    migrate::Migrator migrator(backup, blueprint.revisions, {.app = blueprint.app});
    const auto current = migrator.current();
    if (!current || current->revision != blueprint.revisions.head()) {
        return written;  // of an earlier version: its own digests say what it held
    }
    const CopyReport found = digest_database(backup);
    for (const auto& table : found.tables) {
        // A file of one tenant says nothing of tables that no tenant owns.
        const TableDigest* expected = find(written, table.table);
        if (expected ? !(*expected == table) : table.rows != 0) {
            throw TransferError("table \"" + table.table + "\" is not what was written");
        }
    }
    return found;
}

CopyReport restore_backup(orm::Database& database,
                          const fs::path& file,
                          const Blueprint& blueprint,
                          const CopyOptions& options) {
    verify_backup(file, blueprint);
    auto copy = working_copy(file);
    auto backup = open_database(url_of(copy->path()), blueprint);
    migrate::Migrator(database, blueprint.revisions, {.app = blueprint.app}).upgrade();
    return copy_database(*backup, database, options);
}

std::int64_t tenant_of_file(const fs::path& file, const Blueprint& blueprint) {
    auto copy = working_copy(file);
    orm::Database backup(url_of(copy->path()), blueprint.tables, *blueprint.clock);
    read_digests(backup);
    const auto root = std::find_if(blueprint.tables.begin(), blueprint.tables.end(), [](const auto* table) {
        return table->tenant_root;
    });
    std::vector<std::vector<std::string>> keys;
    if (root != blueprint.tables.end()) {
        auto reading = backup.engine().begin(db::Access::ReadOnly);
        keys = reading.connection().rows("SELECT \"" + (*root)->key->name + "\" FROM \"" + (*root)->name + "\"");
    }
    if (keys.size() != 1) {
        throw TransferError(file.string() + " does not hold exactly one tenant");
    }
    return std::stoll(keys[0][0]);
}

}  // namespace carafe::transfer
