#include "carafe/migrate/migrator.hpp"

#include "carafe/base/numbers.hpp"
#include "carafe/migrate/errors.hpp"
#include "carafe/migrate/schema_parts.hpp"
#include "carafe/migrate/schema_writer.hpp"

#include <fstream>
#include <thread>

namespace carafe::migrate {

namespace {

constexpr const char* kCreateHistory =
    "CREATE TABLE IF NOT EXISTS carafe_migrations (app TEXT NOT NULL, revision TEXT NOT NULL, "
    "parent TEXT NOT NULL, applied_at INTEGER NOT NULL, checksum TEXT NOT NULL, ms INTEGER NOT "
    "NULL, "
    "PRIMARY KEY (app, revision)) STRICT";

void require_foreign_keys(db::Connection& connection) {
    auto broken = connection.rows("PRAGMA foreign_key_check");
    if (!broken.empty()) {
        throw MigrationError("rows of \"" + broken.front()[0] +
                             "\" would refer to missing rows of \"" + broken.front()[2] + "\"");
    }
}

/// A transaction in which tables may be rebuilt: keys are not enforced while it runs, but checked
/// before it ends. The setting cannot be changed inside a transaction, hence this order.
class SchemaTransaction {
  public:
    explicit SchemaTransaction(db::Connection& connection) : connection_(connection) {
        connection_.run("PRAGMA foreign_keys=OFF");
        try {
            connection_.run("BEGIN IMMEDIATE");
        } catch (...) {
            connection_.run("PRAGMA foreign_keys=ON");
            throw;
        }
    }

    ~SchemaTransaction() {
        try {
            if (connection_.in_transaction()) {
                connection_.run("ROLLBACK");
            }
            connection_.run("PRAGMA legacy_alter_table=OFF; PRAGMA foreign_keys=ON");
        } catch (const db::Error&) {  // NOLINT(bugprone-empty-catch)
            // The connection is lost; whoever uses it next is told.
        }
    }

    SchemaTransaction(const SchemaTransaction&) = delete;
    SchemaTransaction& operator=(const SchemaTransaction&) = delete;

    void commit() {
        require_foreign_keys(connection_);
        connection_.run("COMMIT");
    }

  private:
    db::Connection& connection_;
};

std::string joined(const std::vector<std::string>& lines, const std::string& before) {
    std::string text;
    for (const auto& line : lines) {
        text += before + line + "\n";
    }
    return text;
}

}  // namespace

Migrator::Migrator(orm::Database& database, Revisions revisions, MigratorOptions options)
    : database_(database), revisions_(std::move(revisions)), options_(std::move(options)) {}

// ---- making

Draft Migrator::make(std::string_view message) const {
    auto scratch = replay(revisions_.list().size());
    auto steps = find_steps(*scratch, database_.tables());
    Draft draft;
    draft.empty = steps.empty();
    for (const auto& step : steps) {
        draft.unfinished = draft.unfinished || step.unfinished;
    }
    draft.revision = make_revision(steps, revisions_.head(), message, database_.clock().now());
    return draft;
}

/// A database in memory on which the first `end` revisions were run, without rows.
std::unique_ptr<db::Connection> Migrator::replay(std::size_t end) const {
    auto scratch = open_scratch();
    for (std::size_t i = 0; i < end; ++i) {
        scratch->run(revisions_.list()[i].up);
    }
    return scratch;
}

// ---- the history in the database

std::vector<Applied> Migrator::read_applied(db::Connection& connection) const {
    std::vector<Applied> applied;
    if (connection.rows("SELECT 1 FROM sqlite_schema WHERE name = 'carafe_migrations'").empty()) {
        return applied;
    }
    auto rows = connection.rows(
        "SELECT revision, parent, checksum, applied_at, ms FROM carafe_migrations WHERE app = " +
        literal(options_.app) + " ORDER BY rowid");
    for (const auto& row : rows) {
        applied.push_back({row[0],
                           row[1],
                           row[2],
                           Timestamp{parse_decimal<std::int64_t>(row[3]).value_or(0)},
                           parse_decimal<std::int64_t>(row[4]).value_or(0)});
    }
    return applied;
}

/// Is the database's history a beginning of ours, unedited? @return how many revisions are applied.
std::size_t Migrator::verify(const std::vector<Applied>& applied) const {
    for (std::size_t i = 0; i < applied.size(); ++i) {
        if (i >= revisions_.list().size() || revisions_.list()[i].id != applied[i].revision) {
            throw Conflict("the database has revision " + applied[i].revision +
                           ", which this program does not know at that place");
        }
        if (revisions_.list()[i].checksum != applied[i].checksum) {
            throw Edited("revision file " + revisions_.list()[i].file +
                         " was changed after it was applied");
        }
    }
    return applied.size();
}

void Migrator::insert_applied(db::Connection& connection,
                              const Revision& revision,
                              std::int64_t ms) const {
    connection.run(
        "INSERT INTO carafe_migrations (app, revision, parent, applied_at, checksum, ms) "
        "VALUES (" +
        literal(options_.app) + ", " + literal(revision.id) + ", " + literal(revision.parent) +
        ", " + std::to_string(database_.clock().now().us) + ", " + literal(revision.checksum) +
        ", " + std::to_string(ms) + ")");
}

/// Runs `work` on the writing connection; waits while another process holds the database.
void Migrator::locked(const std::function<void(db::Connection&)>& work) {
    auto deadline = std::chrono::steady_clock::now() + options_.lock_timeout;
    while (true) {
        try {
            database_.engine().exclusively(work);
            return;
        } catch (const db::Busy&) {
            if (std::chrono::steady_clock::now() >= deadline) {
                throw Locked("another process is using the database and did not finish in time");
            }
            std::this_thread::sleep_for(std::chrono::milliseconds{20});
        }
    }
}

// ---- up

std::size_t Migrator::position_after(std::string_view target) const {
    return target.empty() ? revisions_.list().size() : revisions_.find(target) + 1;
}

void Migrator::require_applicable(std::size_t from, std::size_t end) const {
    for (std::size_t i = from; i < end; ++i) {
        const auto& revision = revisions_.list()[i];
        auto objection = revision.objection();
        if (!objection.empty()) {
            throw Refused("revision " + revision.file + " is refused: " + objection);
        }
        for (const auto& call : revision.calls) {
            if (!options_.calls.contains(call)) {
                throw Refused("revision " + revision.file + " calls " + call +
                              ", which is not registered");
            }
        }
    }
}

Report Migrator::upgrade(std::string_view target) {
    const std::size_t end = position_after(target);
    Report report;
    locked([&](db::Connection& connection) {
        require_applicable(verify(read_applied(connection)), end);
        while (upgrade_one(connection, end, report)) {
        }
    });
    return report;
}

/// One revision, one transaction; what was applied is read again inside it, because another process
/// may have been quicker.
bool Migrator::upgrade_one(db::Connection& connection, std::size_t end, Report& report) {
    SchemaTransaction transaction(connection);
    connection.run(kCreateHistory);
    std::size_t next = verify(read_applied(connection));
    if (next >= end) {
        return false;
    }
    const Revision& revision = revisions_.list()[next];
    if (options_.progress) {
        options_.progress(next + 1, end, revision);
    }
    auto start = std::chrono::steady_clock::now();
    apply(connection, revision);
    auto spent = std::chrono::steady_clock::now() - start;
    insert_applied(
        connection, revision, std::chrono::duration_cast<std::chrono::milliseconds>(spent).count());
    transaction.commit();
    report.revisions.push_back(revision);
    return true;
}

void Migrator::apply(db::Connection& connection, const Revision& revision) {
    connection.run(revision.up);
    for (const auto& call : revision.calls) {
        options_.calls.at(call)(connection);
    }
}

// ---- down

Report Migrator::downgrade(std::string_view target) {
    const std::size_t end = target == "base" ? 0 : revisions_.find(target) + 1;
    Report report;
    report.upwards = false;
    locked([&](db::Connection& connection) {
        while (downgrade_one(connection, end, report)) {
        }
    });
    return report;
}

bool Migrator::downgrade_one(db::Connection& connection, std::size_t end, Report& report) {
    SchemaTransaction transaction(connection);
    std::size_t applied = verify(read_applied(connection));
    if (applied <= end) {
        return false;
    }
    const Revision& revision = revisions_.list()[applied - 1];
    if (options_.progress) {
        options_.progress(applied, applied - end, revision);
    }
    undo(connection, revision);
    transaction.commit();
    report.revisions.push_back(revision);
    return true;
}

void Migrator::undo(db::Connection& connection, const Revision& revision) {
    if (revision.down.empty()) {
        throw Refused("revision " + revision.file + " has no way down");
    }
    connection.run(revision.down);
    connection.run("DELETE FROM carafe_migrations WHERE app = " + literal(options_.app) +
                   " AND revision = " + literal(revision.id));
}

// ---- telling

std::optional<Applied> Migrator::current() {
    std::optional<Applied> last;
    locked([&](db::Connection& connection) {
        auto applied = read_applied(connection);
        last = applied.empty() ? std::nullopt : std::optional(applied.back());
    });
    return last;
}

History Migrator::history() {
    History history;
    locked([&](db::Connection& connection) {
        auto applied = read_applied(connection);
        verify(applied);
        for (std::size_t i = 0; i < revisions_.list().size(); ++i) {
            history.entries.push_back(
                {revisions_.list()[i],
                 i < applied.size() ? std::optional(applied[i]) : std::nullopt});
        }
    });
    return history;
}

CheckReport Migrator::check() {
    CheckReport report;
    std::size_t applied = 0;
    Catalogue live;
    locked([&](db::Connection& connection) {
        applied = verify(read_applied(connection));
        live = read_catalogue(connection);
    });
    for (std::size_t i = applied; i < revisions_.list().size(); ++i) {
        report.pending.push_back(revisions_.list()[i].file);
    }
    report.manual_changes = describe_differences(read_catalogue(*replay(applied)), live);
    auto shadow = open_scratch();
    for (const auto& statement : create_sqlite(database_.tables())) {
        shadow->run(statement);
    }
    auto newest = read_catalogue(*replay(revisions_.list().size()));
    report.model_changes = describe_differences(read_catalogue(*shadow), newest);
    return report;
}

void Migrator::stamp(std::string_view target) {
    const std::size_t end = target == "base" ? 0 : position_after(target);
    locked([&](db::Connection& connection) {
        SchemaTransaction transaction(connection);
        connection.run(kCreateHistory);
        connection.run("DELETE FROM carafe_migrations WHERE app = " + literal(options_.app));
        for (std::size_t i = 0; i < end; ++i) {
            insert_applied(connection, revisions_.list()[i], 0);
        }
        transaction.commit();
    });
}

// ---- in words

std::string Report::text() const {
    if (revisions.empty()) {
        return "nothing to do\n";
    }
    std::string text;
    for (const auto& revision : revisions) {
        text += (upwards ? "applied " : "undone ") + revision.file + "\n";
        text += joined(revision.notes, "    ");
    }
    return text;
}

std::string Draft::text() const {
    if (empty) {
        return "no changes: the models are what the revisions make\n";
    }
    std::string text = "revision " + revision.file + "\n" + joined(revision.notes, "    ");
    text += joined(revision.dangerous, "    DANGEROUS, wants a reason in the file: ");
    return unfinished ? text + "    the file holds a TODO: a value only you can give\n" : text;
}

std::filesystem::path Draft::write_to(const std::filesystem::path& folder) const {
    std::filesystem::create_directories(folder);
    auto path = folder / revision.file;
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << format_revision(revision);
    file.close();
    if (!file) {
        throw MigrationError("cannot write " + path.string());
    }
    return path;
}

std::string History::text() const {
    std::string text;
    for (const auto& entry : entries) {
        std::string when = entry.applied ? format_iso(entry.applied->applied_at) : "pending";
        text += entry.revision.id + "  " + when + "  " + entry.revision.file + "\n";
    }
    return text.empty() ? "no revisions\n" : text;
}

std::string CheckReport::text() const {
    if (good()) {
        return "models, revisions and database agree\n";
    }
    return joined(pending, "pending: ") +
           joined(model_changes, "models, no revision for it yet: ") +
           joined(manual_changes, "database, changed by hand: ");
}

}  // namespace carafe::migrate
