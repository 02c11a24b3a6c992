#include "carafe/migrate/migrator.hpp"

#include "carafe/base/clock.hpp"
#include "carafe/migrate/engine_rules.hpp"
#include "carafe/migrate/errors.hpp"
#include "carafe/migrate/steps.hpp"
#include "carafe/testing/test_database.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "models.hpp"
#include <fstream>

namespace carafe::versions {

using migrate::Migrator;
using migrate::Revision;
using migrate::Revisions;

/// A new folder that is removed at the end.
class MigratorTest : public ::testing::Test {
  protected:
    MigratorTest() {
        std::string pattern = (std::filesystem::temp_directory_path() / "carafe-XXXXXX").string();
        folder = ::mkdtemp(pattern.data());
    }

    ~MigratorTest() override { std::filesystem::remove_all(folder); }

    const std::string& url() const { return place.url(); }

    /// Is a change of a table undone with its transaction?
    bool undoes_tables() const { return place.engine() != carafe::testing::Engine::Mariadb; }

    bool on_sqlite() const { return place.engine() == carafe::testing::Engine::Sqlite; }

    orm::Database open(Change change) {
        return orm::Database(url(), tables_of_version(change), clock);
    }

    /// A revision as a developer would commit it: with a reason, and values where TODO stood.
    Revision draft(orm::Database& database,
                   const std::vector<Revision>& before,
                   std::string_view message) {
        auto made = Migrator(database, Revisions(before)).make(message);
        clock.advance(std::chrono::minutes{1});
        Revision revision = made.revision;
        if (!revision.dangerous.empty()) {
            revision.reason = "it is a test";
        }
        for (auto& [engine, script] : revision.scripts) {
            for (std::size_t at; (at = script.up.find("NULL /* TODO")) != std::string::npos;) {
                script.up.replace(at, script.up.find("*/", at) + 2 - at, "7");
            }
        }
        auto text = migrate::format_revision(revision);
        return *migrate::parse_revision(revision.file, text);
    }

    static migrate::Catalogue catalogue(orm::Database& database) {
        migrate::Catalogue found;
        database.engine().exclusively(
            [&](db::Connection& connection) { found = migrate::read_catalogue(connection); });
        return found;
    }

    static std::string ask(orm::Database& database, const std::string& sql) {
        std::string text;
        database.engine().exclusively([&](db::Connection& connection) {
            connection.run("BEGIN");
            connection.set_tenant(db::kEveryTenant, "");
            for (const auto& row : connection.rows(sql)) {
                for (const auto& value : row) {
                    text += value + "|";
                }
                text += ";";
            }
        });
        return text;
    }

    static void run(orm::Database& database, const std::string& sql) {
        database.engine().exclusively([&](db::Connection& connection) {
            connection.run("BEGIN");
            connection.set_tenant(db::kEveryTenant, "");
            connection.run(sql);
            connection.run("COMMIT");
        });
    }

    static bool has_table(orm::Database& database, const std::string& name) {
        bool found = false;
        database.engine().exclusively(
            [&](db::Connection& connection) { found = migrate::has_table(connection, name); });
        return found;
    }

    SimulatedClock clock{"2028-02-29T12:00:00Z"};
    carafe::testing::TestDatabase place{};
    std::filesystem::path folder{};
};

constexpr const char* kRows =
    "INSERT INTO owners VALUES (1, 'A'), (2, 'B');"
    "INSERT INTO labels VALUES (5, 1, 'red'), (6, 2, 'blue');"
    "INSERT INTO items (id, owner_id, name, remark, amount, state, label_id) VALUES "
    "(10, 1, 'one', NULL, 3, 'open', 5), (11, 1, 'two', 'r', 4, 'done', NULL), "
    "(12, 2, 'three', NULL, 5, 'open', 6), (99, 2, 'gone', NULL, 5, 'open', 6);"
    "INSERT INTO notes VALUES (20, 1, 10, 11), (21, 2, NULL, 12);"
    "DELETE FROM items WHERE id = 99";

TEST_F(MigratorTest, FirstRevisionMakesEverything) {
    auto database = open(Change::None);
    Revision first = draft(database, {}, "Start here!");
    Migrator migrator(database, Revisions({first}));

    EXPECT_FALSE(migrator.current());
    EXPECT_EQ(migrator.check().pending.size(), 1U);
    auto report = migrator.upgrade();

    EXPECT_EQ(report.revisions.size(), 1U);
    EXPECT_EQ(first.file, first.id + "_start_here.sql");
    EXPECT_TRUE(first.id.starts_with("20280229T1200_"));
    EXPECT_EQ(migrator.current()->revision, first.id);
    EXPECT_TRUE(migrator.check().good()) << migrator.check().text();
    EXPECT_TRUE(migrator.make("again").empty);
    EXPECT_TRUE(migrator.upgrade().revisions.empty());
}

class EveryChange : public MigratorTest, public ::testing::WithParamInterface<Change> {};

TEST_P(EveryChange, GoesUpAndDownWithAllRows) {
    auto before = open(Change::None);
    Revision first = draft(before, {}, "start");
    Migrator(before, Revisions({first})).upgrade();
    run(before, kRows);
    const auto old_catalogue = catalogue(before);
    auto after = open(GetParam());
    Revision second = draft(after, {first}, "change");
    Migrator migrator(after, Revisions({first, second}));
    const std::string items = GetParam() == Change::RenameTable ? "things" : "items";

    migrator.upgrade();

    EXPECT_TRUE(migrator.check().good()) << migrator.check().text();
    const auto new_catalogue = catalogue(after);
    EXPECT_EQ(ask(after, "SELECT id, owner_id, state FROM " + items + " ORDER BY id"),
              "10|1|open|;11|1|done|;12|2|open|;");
    EXPECT_EQ(ask(after, "SELECT id, item_id, kept_with FROM notes ORDER BY id"),
              "20|10|11|;21||12|;");
    if (on_sqlite()) {
        EXPECT_EQ(ask(after, "SELECT seq FROM sqlite_sequence WHERE name = '" + items + "'"), "99|;");
        EXPECT_EQ(ask(after, "PRAGMA foreign_keys; "), "1|;");
    }

    migrator.downgrade(first.id);

    EXPECT_EQ(catalogue(after), old_catalogue);
    EXPECT_EQ(ask(after, "SELECT id, name, amount, state FROM items ORDER BY id"),
              GetParam() == Change::ChangeType || GetParam() == Change::Everything
                  ? ask(after, "SELECT id, name, amount, state FROM items ORDER BY id")
                  : "10|one|3|open|;11|two|4|done|;12|three|5|open|;");
    if (on_sqlite()) {
        EXPECT_EQ(ask(after, "SELECT seq FROM sqlite_sequence WHERE name = 'items'"), "99|;");
    }

    migrator.upgrade();
    EXPECT_EQ(catalogue(after), new_catalogue);
    migrator.downgrade("base");
    EXPECT_TRUE(catalogue(after).tables.empty());
    migrator.upgrade();
    EXPECT_EQ(catalogue(after), new_catalogue);
}

std::string name_of(const ::testing::TestParamInfo<Change>& change) {
    constexpr const char* kNames[] = {
        "None",          "AddColumn",     "AddRequiredColumn", "AddRequiredWithoutDefault",
        "DropColumn",    "RenameColumn",  "ChangeType",        "MakeRequired",
        "MakeOptional",  "ChangeDefault", "ChangeSize",        "AddEnumValue",
        "AddCheck",      "AddIndex",      "AddUnique",         "AddReference",
        "DropReference", "RenameTable",   "AddTable",          "DropTable",
        "Everything"};
    return kNames[static_cast<int>(change.param)];
}

std::vector<Change> all_changes() {
    std::vector<Change> changes;
    for (int i = 1; i <= static_cast<int>(Change::Everything); ++i) {
        changes.push_back(static_cast<Change>(i));
    }
    return changes;
}

INSTANTIATE_TEST_SUITE_P(Migrator, EveryChange, ::testing::ValuesIn(all_changes()), name_of);

TEST_F(MigratorTest, AddedColumnsNeedNoRebuild) {
    auto before = open(Change::None);
    Revision first = draft(before, {}, "start");
    auto optional = open(Change::AddColumn);
    auto required = open(Change::AddRequiredColumn);

    EXPECT_EQ(draft(optional, {first}, "a").script("sqlite").up,
              "ALTER TABLE \"items\" ADD COLUMN \"priority\" INTEGER;\n");
    EXPECT_EQ(draft(required, {first}, "b").script("sqlite").up,
              "ALTER TABLE \"items\" ADD COLUMN \"priority\" INTEGER NOT NULL DEFAULT 5;\n");
}

TEST_F(MigratorTest, RenameIsNoDropAndKeepsValues) {
    auto before = open(Change::None);
    Revision first = draft(before, {}, "start");
    Migrator(before, Revisions({first})).upgrade();
    run(before, kRows);
    auto after = open(Change::RenameColumn);
    Revision second = draft(after, {first}, "rename");

    Migrator(after, Revisions({first, second})).upgrade();

    EXPECT_TRUE(second.dangerous.empty());
    EXPECT_EQ(second.notes.front(), "rename column items.name to title");
    EXPECT_EQ(ask(after, "SELECT title FROM items ORDER BY id"), "one|;two|;three|;");
}

TEST_F(MigratorTest, DestroyingWantsAReason) {
    auto before = open(Change::None);
    Revision first = draft(before, {}, "start");
    Migrator(before, Revisions({first})).upgrade();
    auto after = open(Change::DropTable);
    Revision second = Migrator(after, Revisions({first})).make("drop").revision;

    EXPECT_EQ(second.dangerous, std::vector<std::string>{"drop table old_things"});
    EXPECT_THROW(Migrator(after, Revisions({first, second})).upgrade(), migrate::Refused);
    second.reason = "unused since March";
    Migrator(after, Revisions({first, second})).upgrade();
    EXPECT_FALSE(catalogue(after).tables.contains("old_things"));
}

TEST_F(MigratorTest, RequiredColumnWithoutDefaultAsksForAValue) {
    auto before = open(Change::None);
    Revision first = draft(before, {}, "start");
    auto after = open(Change::AddRequiredWithoutDefault);

    auto made = Migrator(after, Revisions({first})).make("priority");

    EXPECT_TRUE(made.unfinished);
    EXPECT_NE(made.text().find("TODO"), std::string::npos);
    EXPECT_THROW(Migrator(after, Revisions({first, made.revision})).upgrade(), migrate::Refused);
}

Revision by_hand(const std::string& id,
                 const std::string& parent,
                 const std::string& up,
                 const std::string& more = {}) {
    std::string text = "-- carafe: revision " + id +
                       (parent.empty() ? "" : " parent " + parent) + "\n" + more;
    for (const std::string engine : {"sqlite", "postgresql", "mariadb"}) {
        text += "-- up " + engine + "\n" + up + "\n-- down " + engine + "\nDROP TABLE t" + id + ";\n";
    }
    return *migrate::parse_revision(id + ".sql", text);
}

TEST_F(MigratorTest, AFailingRevisionLeavesNothing) {
    auto database = open(Change::None);
    Revision first = by_hand("1", "", "CREATE TABLE t1 (a INTEGER);");
    Revision second =
        by_hand("2", "1", "CREATE TABLE t2 (a INTEGER); INSERT INTO nowhere VALUES (1);");
    Migrator migrator(database, Revisions({second, first}));

    try {
        migrator.upgrade();
        FAIL() << "expected an error";
    } catch (const db::QueryError& error) {
        EXPECT_NE(error.sql.find("INSERT INTO nowhere"), std::string::npos);
    }
    EXPECT_EQ(migrator.current()->revision, "1");
    EXPECT_EQ(has_table(database, "t2"), !undoes_tables());
    run(database, "CREATE TABLE nowhere (a INTEGER)");
    EXPECT_EQ(migrator.upgrade().revisions.size(), 1U);
    EXPECT_EQ(ask(database, "SELECT count(*) FROM nowhere"), "1|;");
}

TEST_F(MigratorTest, BrokenKeysAreFoundBeforeTheEnd) {
    auto database = open(Change::None);
    Revision first = by_hand("1",
                             "",
                             "CREATE TABLE t1 (a INTEGER PRIMARY KEY, b INTEGER REFERENCES t1 (a));"
                             "INSERT INTO t1 VALUES (1, 2);");

    EXPECT_THROW(Migrator(database, Revisions({first})).upgrade(), db::Error);
    EXPECT_EQ(has_table(database, "t1"), !undoes_tables());
}

TEST_F(MigratorTest, CallsRunInsideTheRevision) {
    auto database = open(Change::None);
    Revision first = by_hand("1", "", "CREATE TABLE t1 (a INTEGER);", "-- carafe: call fill\n");
    migrate::MigratorOptions options;
    options.calls["fill"] = [](db::Connection& connection) {
        connection.run("INSERT INTO t1 VALUES (5)");
    };

    EXPECT_THROW(Migrator(database, Revisions({first})).upgrade(), migrate::Refused);
    Migrator(database, Revisions({first}), options).upgrade();

    EXPECT_EQ(ask(database, "SELECT a FROM t1"), "5|;");
}

TEST_F(MigratorTest, EditedUnknownAndForkedRevisionsAreRefused) {
    auto database = open(Change::None);
    Revision first = by_hand("1", "", "CREATE TABLE t1 (a INTEGER);");
    Migrator(database, Revisions({first})).upgrade();
    Revision edited = by_hand("1", "", "CREATE TABLE t1 (a TEXT);");

    EXPECT_THROW(Migrator(database, Revisions({edited})).upgrade(), migrate::Edited);
    EXPECT_THROW(Migrator(database, Revisions()).upgrade(), migrate::Conflict);
    EXPECT_THROW(Revisions({first, by_hand("2", "1", "SELECT 1;"), by_hand("3", "1", "SELECT 1;")}),
                 migrate::Conflict);
    EXPECT_THROW(Revisions({by_hand("2", "1", "SELECT 1;")}), migrate::Conflict);
    EXPECT_THROW(Revisions({by_hand("2", "3", "SELECT 1;"), by_hand("3", "2", "SELECT 1;")}),
                 migrate::Conflict);
}

TEST_F(MigratorTest, CheckTellsDriftFromModelChanges) {
    auto before = open(Change::None);
    Revision first = draft(before, {}, "start");
    Migrator(before, Revisions({first})).upgrade();
    run(before, "CREATE INDEX handmade ON items (name)");
    auto after = open(Change::AddColumn);

    auto report = Migrator(after, Revisions({first})).check();

    EXPECT_EQ(report.manual_changes, std::vector<std::string>{"items: index handmade is too many"});
    EXPECT_EQ(report.model_changes, std::vector<std::string>{"items: column priority is missing"});
    EXPECT_TRUE(report.pending.empty());
}

TEST_F(MigratorTest, StampWritesHistoryWithoutRunning) {
    auto database = open(Change::None);
    Revision first = by_hand("1", "", "CREATE TABLE t1 (a INTEGER);");
    Revision second = by_hand("2", "1", "CREATE TABLE t2 (a INTEGER);");
    Migrator migrator(database, Revisions({first, second}));

    migrator.stamp("1");
    EXPECT_EQ(migrator.current()->revision, "1");
    EXPECT_EQ(migrator.upgrade().revisions.size(), 1U);
    EXPECT_FALSE(has_table(database, "t1"));
    EXPECT_TRUE(has_table(database, "t2"));
    migrator.stamp("base");
    EXPECT_FALSE(migrator.current());
    auto history = migrator.history();
    EXPECT_EQ(history.entries.size(), 2U);
    EXPECT_FALSE(history.entries[0].applied);
}

TEST_F(MigratorTest, UpgradeMayStopOnTheWay) {
    auto database = open(Change::None);
    Revision first = by_hand("1", "", "CREATE TABLE t1 (a INTEGER);");
    Revision second = by_hand("2", "1", "CREATE TABLE t2 (a INTEGER);");
    Migrator migrator(database, Revisions({first, second}));

    migrator.upgrade("1");
    EXPECT_EQ(migrator.current()->revision, "1");
    migrator.upgrade();
    EXPECT_EQ(migrator.current()->revision, "2");
    EXPECT_EQ(migrator.downgrade("1").revisions.size(), 1U);
    EXPECT_EQ(migrator.current()->revision, "1");
}

TEST_F(MigratorTest, FilesComeFromAFolderOrTheProgram) {
    auto database = open(Change::None);
    auto made = Migrator(database, Revisions()).make("from disk");
    auto path = made.write_to(folder / "migrations");

    auto from_disk = Revisions::from_folder(folder / "migrations");
    std::ifstream file(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    const EmbeddedFile embedded[] = {{made.revision.file, text}, {"README.md", "no revision"}};
    auto from_program = Revisions::from_embedded(embedded);

    ASSERT_EQ(from_disk.list().size(), 1U);
    ASSERT_EQ(from_program.list().size(), 1U);
    EXPECT_EQ(from_disk.list()[0].checksum("sqlite"), made.revision.checksum("sqlite"));
    EXPECT_EQ(from_program.list()[0].script("sqlite").up, made.revision.script("sqlite").up);
    EXPECT_TRUE(Revisions::from_folder(folder / "nowhere").empty());
}

TEST(Scripts, AreSplitAtTheirSemicolons) {
    EXPECT_EQ(migrate::split_script("A 'x;y';\nB \"c;\"; -- d;\nE;"),
              (std::vector<std::string>{"A 'x;y'", "B \"c;\"", "-- d;\nE"}));
    EXPECT_EQ(migrate::split_script("CREATE TRIGGER t BEGIN a; b; END; c"),
              (std::vector<std::string>{"CREATE TRIGGER t BEGIN a; b; END", "c"}));
    EXPECT_TRUE(migrate::split_script(" \n;; ").empty());
}

TEST_F(MigratorTest, UnreadableFilesAreNamed) {
    EXPECT_EQ(migrate::parse_revision("a.sql", "SELECT 1").error().id, "migrate.E101");
    EXPECT_EQ(migrate::parse_revision("a.sql", "-- carafe: revison 1\n").error().id,
              "migrate.E102");
    EXPECT_EQ(migrate::parse_revision("a.sql", "-- carafe: revision 1\n-- up mysql\nx").error().id,
              "migrate.E102");
    EXPECT_EQ(migrate::parse_revision("a.sql", "-- carafe: revision 1\n").error().id,
              "migrate.E103");
}

/// Runs `work` in a process of its own. @return its exit code, or minus the signal that ended it.
template <class Work>
pid_t start_process(Work&& work) {
    pid_t child = ::fork();
    if (child == 0) {
        int code = 1;
        try {
            code = work();
        } catch (const std::exception& error) {
            std::fprintf(stderr, "child: %s\n", error.what());
        }
        ::_exit(code);
    }
    return child;
}

int wait_for(pid_t child) {
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

std::vector<Revision> twenty_revisions() {
    std::vector<Revision> revisions;
    std::string parent;
    for (int i = 10; i < 30; ++i) {
        std::string id = std::to_string(i);
        revisions.push_back(
            by_hand(id,
                    parent,
                    "CREATE TABLE t" + id + " (a INTEGER); INSERT INTO t" + id + " VALUES (1);"));
        parent = id;
    }
    return revisions;
}

TEST_F(MigratorTest, ProcessesUpgradingAtOnceDoEachRevisionOnce) {
    std::vector<pid_t> children;
    for (int i = 0; i < 4; ++i) {
        children.push_back(start_process([&] {
            orm::Database database(url(), Tables{}, clock);
            Migrator migrator(database, Revisions(twenty_revisions()));
            migrator.upgrade();
            return migrator.current()->revision == "29" ? 0 : 2;
        }));
    }
    for (auto child : children) {
        EXPECT_EQ(wait_for(child), 0);
    }

    orm::Database database(url(), Tables{}, clock);
    EXPECT_EQ(ask(database, "SELECT count(*) FROM carafe_migrations"), "20|;");
    EXPECT_EQ(ask(database, "SELECT count(*) FROM t10"), "1|;");
    EXPECT_EQ(ask(database, "SELECT count(*) FROM t29"), "1|;");
}

TEST_F(MigratorTest, AKilledUpgradeIsFinishedByTheNext) {
    auto revisions = twenty_revisions();
    revisions[10].calls = {"die"};
    pid_t child = start_process([&]() -> int {
        orm::Database database(url(), Tables{}, clock);
        migrate::MigratorOptions options;
        options.calls["die"] = [](db::Connection&) { ::kill(::getpid(), SIGKILL); };
        Migrator(database, Revisions(revisions), options).upgrade();
        return 0;
    });
    ASSERT_EQ(wait_for(child), -SIGKILL);

    orm::Database database(url(), Tables{}, clock);
    migrate::MigratorOptions options;
    options.calls["die"] = [](db::Connection&) {};
    Migrator migrator(database, Revisions(revisions), options);
    EXPECT_EQ(migrator.current()->revision, "19");
    EXPECT_EQ(has_table(database, "t20"), !undoes_tables());
    EXPECT_EQ(migrator.upgrade().revisions.size(), 10U);
    EXPECT_EQ(ask(database, "SELECT count(*) FROM t20"), "1|;");
}

}  // namespace carafe::versions
