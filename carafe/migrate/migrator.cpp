#include "carafe/migrate/migrator.hpp"

#include "carafe/base/numbers.hpp"
#include "carafe/migrate/ddl.hpp"
#include "carafe/migrate/engine_rules.hpp"
#include "carafe/migrate/errors.hpp"
#include "carafe/migrate/schema_parts.hpp"
#include "carafe/migrate/schema_writer.hpp"
#include "carafe/migrate/server_steps.hpp"
#include "carafe/migrate/steps.hpp"

#include <fstream>
#include <thread>

namespace carafe::migrate {

namespace {

constexpr const char* kCreateHistory =
    "CREATE TABLE IF NOT EXISTS carafe_migrations (app varchar(100) NOT NULL, "
    "revision varchar(100) NOT NULL, parent varchar(100) NOT NULL, applied_at bigint NOT NULL, "
    "checksum varchar(100) NOT NULL, ms bigint NOT NULL, PRIMARY KEY (app, revision))";

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

namespace {

struct ServerDdl {
    const char* engine;
    const Ddl& ddl;
};

/// Tables that are not what they were, and names of those that are gone.
std::string changed_tables(const Schema& from, const Schema& to) {
    std::string text;
    for (const auto& table : to.tables) {
        const SchemaTable* old = from.find(table.name);
        text += old && *old == table ? "" : format_table(table);
    }
    for (const auto& table : from.tables) {
        text += to.find(table.name) ? "" : "dropped " + table.name + "\n";
    }
    return text;
}

}  // namespace

/// On SQLite the way is tried on a database in memory; for servers it is written from what the models
/// wanted before and want now.
Draft Migrator::make(std::string_view message) const {
    auto scratch = open_scratch();
    for (const auto& revision : revisions_.list()) {
        scratch->run(revision.script("sqlite").up);
    }
    auto steps = find_steps(*scratch, database_.tables());
    const Schema from = revisions_.schema();
    const Schema to = schema_of(database_.tables());
    Draft draft;
    draft.revision.schema = changed_tables(from, to);
    draft.empty = steps.empty() && draft.revision.schema.empty();
    if (draft.empty) {
        return draft;
    }
    draft.revision.parent = revisions_.head();
    add_steps(draft.revision, steps);
    const Renames renames = find_renames(database_.tables(), from, to);
    for (const auto& [engine, ddl] : {ServerDdl{"mariadb", mariadb_ddl()}, ServerDdl{"postgresql", postgresql_ddl()}}) {
        draft.revision.scripts[engine] = {
            script_of(change_schema(ddl, from, to, renames, NewValues::AskPerson)),
            script_of(change_schema(ddl, to, from, renames.reversed(), NewValues::UseZero))};
    }
    for (const auto& [engine, script] : draft.revision.scripts) {
        draft.unfinished = draft.unfinished || script.up.find("TODO") != script.up.npos;
    }
    name_revision(draft.revision, message, database_.clock().now());
    return draft;
}

std::string_view Migrator::engine() const {
    return database_.engine().dialect().name();
}

/// What the first `end` revisions make of an empty database.
Catalogue Migrator::catalogue_after(std::size_t end) const {
    Catalogue found;
    in_shadow(database_.engine().url(), [&](db::Connection& shadow) {
        for (std::size_t i = 0; i < end; ++i) {
            shadow.run(revisions_.list()[i].script(engine()).up);
        }
        found = read_catalogue(shadow);
    });
    return found;
}

/// What the models make of an empty database.
Catalogue Migrator::catalogue_of_models() const {
    Catalogue found;
    in_shadow(database_.engine().url(), [&](db::Connection& shadow) {
        for (const auto& statement : create_statements(database_.tables(), shadow.dialect())) {
            shadow.run(statement);
        }
        found = read_catalogue(shadow);
    });
    return found;
}

// ---- the history in the database

std::vector<Applied> Migrator::read_applied(db::Connection& connection) const {
    std::vector<Applied> applied;
    if (!has_table(connection, "carafe_migrations")) {
        return applied;
    }
    auto rows = connection.rows(
        "SELECT revision, parent, checksum, applied_at, ms FROM carafe_migrations WHERE app = " +
        literal(options_.app));
    std::map<std::string, const std::vector<std::string>*> by_parent;
    for (const auto& row : rows) {
        by_parent[row[1]] = &row;
    }
    std::string last;
    for (auto at = by_parent.find(last); at != by_parent.end(); at = by_parent.find(last)) {
        const auto& row = *at->second;
        last = row[0];
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
        if (revisions_.list()[i].checksum(engine()) != applied[i].checksum) {
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
        ", " + std::to_string(database_.clock().now().us) + ", " + literal(revision.checksum(engine())) +
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
        auto objection = revision.objection(engine());
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
    auto transaction = begin_schema_change(connection, options_.lock_timeout);
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
    transaction->commit();
    report.revisions.push_back(revision);
    return true;
}

void Migrator::apply(db::Connection& connection, const Revision& revision) {
    run_script(connection, "up " + revision.id, revision.script(engine()).up);
    for (const auto& call : revision.calls) {
        options_.calls.at(call)(connection);
    }
}

/// On an engine that commits each change, an interrupted script goes on where it stopped; what is
/// written after it is one transaction.
void Migrator::run_script(db::Connection& connection,
                          const std::string& name,
                          const std::string& script) const {
    if (!commits_each_change(connection)) {
        connection.run(script);
        return;
    }
    const std::string full = options_.app + " " + name;
    run_steps(connection, full, script);
    connection.run("START TRANSACTION");
    connection.run(forget_steps(full));
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
    auto transaction = begin_schema_change(connection, options_.lock_timeout);
    std::size_t applied = verify(read_applied(connection));
    if (applied <= end) {
        return false;
    }
    const Revision& revision = revisions_.list()[applied - 1];
    if (options_.progress) {
        options_.progress(applied, applied - end, revision);
    }
    undo(connection, revision);
    transaction->commit();
    report.revisions.push_back(revision);
    return true;
}

void Migrator::undo(db::Connection& connection, const Revision& revision) {
    const std::string& down = revision.script(engine()).down;
    if (down.empty()) {
        throw Refused("revision " + revision.file + " has no way down");
    }
    run_script(connection, "down " + revision.id, down);
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
    report.manual_changes = describe_differences(catalogue_after(applied), live);
    report.model_changes =
        describe_differences(catalogue_of_models(), catalogue_after(revisions_.list().size()));
    return report;
}

std::string Migrator::plan(std::string_view target) {
    const std::size_t end = position_after(target);
    std::size_t next = 0;
    locked([&](db::Connection& connection) { next = verify(read_applied(connection)); });
    std::string text;
    for (std::size_t i = next; i < end; ++i) {
        const Revision& revision = revisions_.list()[i];
        const auto objection = revision.objection(engine());
        text += "-- " + revision.file + "\n" + joined(revision.notes, "-- ");
        text += objection.empty() ? "" : "-- REFUSED: " + objection + "\n";
        text += revision.script(engine()).up;
        text += joined(revision.calls, "-- then the function ");
    }
    return text.empty() ? "nothing to do\n" : text;
}

void Migrator::stamp(std::string_view target) {
    const std::size_t end = target == "base" ? 0 : position_after(target);
    locked([&](db::Connection& connection) {
        auto transaction = begin_schema_change(connection, options_.lock_timeout);
        connection.run(kCreateHistory);
        connection.run("DELETE FROM carafe_migrations WHERE app = " + literal(options_.app));
        for (std::size_t i = 0; i < end; ++i) {
            insert_applied(connection, revisions_.list()[i], 0);
        }
        transaction->commit();
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
