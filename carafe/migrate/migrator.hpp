// The history of one application's database: make, apply, undo and check revisions.
//
//     migrate::Migrator migrator(database, migrate::Revisions::from_embedded(kMigrations));
//     auto report = migrator.upgrade();             // to the newest revision
//     log(report.text());
//
// Every revision is one transaction: it happens as a whole or not at all. Several processes may
// upgrade at once; one of them does it and the others find it done. Nothing is printed: answers are
// values with a text(), for the command line.
#pragma once
#include "carafe/migrate/catalogue.hpp"
#include "carafe/migrate/revision.hpp"
#include "carafe/orm/database.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace carafe::migrate {

struct MigratorOptions {
    /// Keeps the histories of several applications in one database apart.
    std::string app = "app";
    /// How long to wait for another process that migrates.
    std::chrono::milliseconds lock_timeout{60'000};
    /// Functions that revision files may call.
    std::map<std::string, std::function<void(db::Connection&)>> calls{};
    /// Called before each revision: number from 1, how many, which.
    std::function<void(std::size_t number, std::size_t count, const Revision& revision)> progress{};
};

/// A revision in the database's history.
struct Applied {
    std::string revision{};
    std::string parent{};
    std::string checksum{};
    Timestamp applied_at{};
    std::int64_t ms = 0;
};

/// What upgrade and downgrade did, in order.
struct Report {
    std::vector<Revision> revisions{};
    bool upwards = true;

    std::string text() const;
};

/// `migrate -m`: a new revision, not written to disk yet.
struct Draft {
    Revision revision{};
    bool empty = false;       ///< the models are what the revisions make: nothing to do
    bool unfinished = false;  ///< holds a TODO

    std::string text() const;
    /// Writes the file. @return its path. @throws MigrationError when it cannot.
    std::filesystem::path write_to(const std::filesystem::path& folder) const;
};

struct HistoryEntry {
    Revision revision{};
    std::optional<Applied> applied{};
};

struct History {
    std::vector<HistoryEntry> entries{};

    std::string text() const;
};

/// Does everything fit together?
struct CheckReport {
    std::vector<std::string> pending{};  ///< revisions not applied yet
    std::vector<std::string>
        model_changes{};  ///< models differ from the newest revision: run migrate -m
    std::vector<std::string> manual_changes{};  ///< the database was changed by hand

    bool good() const { return pending.empty() && model_changes.empty() && manual_changes.empty(); }

    std::string text() const;
};

class Migrator {
  public:
    Migrator(orm::Database& database, Revisions revisions, MigratorOptions options = {});

    /// Compares the models with what the revisions make. Does not touch the database.
    Draft make(std::string_view message) const;
    /// Applies revisions up to `target` (an id or its start; empty: all).
    /// @throws Refused, Edited, Conflict, Locked, and what a failing statement throws: then that
    /// revision and those behind it were not applied.
    Report upgrade(std::string_view target = {});
    /// Undoes revisions until `target` is the last one; "base" undoes all.
    Report downgrade(std::string_view target);
    /// The last revision applied; nothing for an empty history.
    std::optional<Applied> current();
    History history();
    CheckReport check();
    /// What upgrade() would run, as text; nothing is run.
    std::string plan(std::string_view target = {});
    /// Writes the history as if `target` ("base": nothing) were applied, without running anything:
    /// for a database that was made otherwise.
    void stamp(std::string_view target);

    const Revisions& revisions() const { return revisions_; }

  private:
    bool upgrade_one(db::Connection& connection, std::size_t end, Report& report);
    bool downgrade_one(db::Connection& connection, std::size_t end, Report& report);
    void apply(db::Connection& connection, const Revision& revision);
    void undo(db::Connection& connection, const Revision& revision);
    void run_script(db::Connection& connection, const std::string& name, const std::string& script) const;
    void require_applicable(std::size_t from, std::size_t end) const;
    std::size_t position_after(std::string_view target) const;
    std::vector<Applied> read_applied(db::Connection& connection) const;
    std::size_t verify(const std::vector<Applied>& applied) const;
    void insert_applied(db::Connection& connection,
                        const Revision& revision,
                        std::int64_t ms) const;
    std::string_view engine() const;
    Catalogue catalogue_after(std::size_t end) const;
    Catalogue catalogue_of_models() const;
    void locked(const std::function<void(db::Connection&)>& work);

    orm::Database& database_;
    Revisions revisions_;
    MigratorOptions options_;
};

}  // namespace carafe::migrate
