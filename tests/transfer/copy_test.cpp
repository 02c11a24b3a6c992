#include "carafe/transfer/copy.hpp"

#include "carafe/migrate/schema_writer.hpp"
#include "carafe/testing/test_database.hpp"
#include "carafe/transfer/backup.hpp"

#include <gtest/gtest.h>

#include "models.hpp"
#include <fstream>

namespace carafe::home {

using testing::Engine;
using testing::TestDatabase;
using Db = orm::TenantSession<Household>;

/// Two databases: a file that is filled, and an empty one on the engine under test.
class CopyTest : public ::testing::Test {
  protected:
    CopyTest() {
        source = open(source_place);
        target = open(target_place);
    }

    std::unique_ptr<orm::Database> open(const TestDatabase& place) {
        auto database = std::make_unique<orm::Database>(place.url(), Models{}, clock);
        migrate::create_schema(*database);
        return database;
    }

    /// @param chores  rows of the largest table.
    void fill(int chores) {
        Household household{.name = "Gr\u00fc\u00dfe \U0001F468\u200D\U0001F469"};
        source->transact([&](orm::Session& db) { db.create_tenant(household); });
        source->transact<Household>(household.id, [&](Db& db) {
            Person anna{.name = "Anna"};
            db.insert(anna);
            Board board{.name = "Kitchen"};
            db.insert(board);
            for (int i = 0; i < chores; ++i) {
                Chore chore{.board_id = board.id, .name = "Chore " + std::to_string(i), .reward = Money{i}};
                if (i % 3 == 0) {
                    chore.person_id = anna.id;
                    chore.due = make_date(2028, 2, 29);
                }
                db.insert(chore);
            }
        });
    }

    SimulatedClock clock{"2028-02-29T12:00:00Z"};
    TestDatabase source_place{Engine::Sqlite};
    TestDatabase target_place{};
    std::unique_ptr<orm::Database> source{};
    std::unique_ptr<orm::Database> target{};
};

TEST_F(CopyTest, EveryRowComesOverAndBack) {
    fill(5'000);
    std::int64_t last = 0;
    auto there = transfer::copy_database(*source, *target, {.progress = [&](std::int64_t done, std::int64_t total) {
        EXPECT_GT(done, last);
        EXPECT_LE(done, total);
        last = done;
    }});
    TestDatabase third_place{Engine::Sqlite};
    auto third = open(third_place);

    auto back = transfer::copy_database(*target, *third);

    EXPECT_EQ(there.rows(), 5'003);
    EXPECT_EQ(last, 5'003);
    EXPECT_EQ(back.tables, there.tables);
    EXPECT_EQ(transfer::digest_database(*source).tables, transfer::digest_database(*third).tables);
}

TEST_F(CopyTest, NewRowsGetKeysBehindTheCopiedOnes) {
    fill(10);
    transfer::copy_database(*source, *target);

    Household next{.name = "Next"};
    target->transact([&](orm::Session& db) { db.create_tenant(next); });

    EXPECT_EQ(next.id.value, 2);
}

TEST_F(CopyTest, AChangedValueChangesTheDigest) {
    fill(10);
    const auto before = transfer::digest_database(*source);
    source->transact([&](orm::Session& db) {
        db.as_system("changing one row").query<Chore>().where(&Chore::name, "Chore 3").set(&Chore::reward, Money{99}).update();
    });
    const auto after = transfer::digest_database(*source);

    EXPECT_EQ(before.rows(), after.rows());
    EXPECT_NE(before.tables, after.tables);
}

TEST_F(CopyTest, ATargetWithRowsIsLeftAlone) {
    fill(10);
    Household there{.name = "There"};
    target->transact([&](orm::Session& db) { db.create_tenant(there); });

    EXPECT_THROW(transfer::copy_database(*source, *target), transfer::TransferError);

    EXPECT_EQ(transfer::digest_database(*target).rows(), 1);
}

/// Backups want revisions.
class BackupTest : public CopyTest {
  protected:
    BackupTest() {
        auto made = migrate::Migrator(*source, {}).make("start").revision;
        blueprint = {source->tables(), migrate::Revisions({made}), "home", &clock};
        migrate::Migrator(*source, blueprint.revisions, {.app = "home"}).stamp(made.id);
        folder = std::filesystem::path(source_place.url().substr(10)).parent_path();
        file = folder / "backup.db";
    }

    transfer::Blueprint blueprint{};
    std::filesystem::path folder{};
    std::filesystem::path file{};
    TestDatabase empty_place{};
};

TEST_F(BackupTest, FillsAnEmptyDatabaseOfAnyEngine) {
    fill(100);
    auto written = transfer::write_backup(*source, file, blueprint);
    orm::Database empty(empty_place.url(), Models{}, clock);

    EXPECT_EQ(transfer::verify_backup(file, blueprint).tables, written.tables);
    auto restored = transfer::restore_backup(empty, file, blueprint);

    EXPECT_EQ(restored.tables, written.tables);
    EXPECT_TRUE(migrate::Migrator(empty, blueprint.revisions, {.app = "home"}).check().good());
    EXPECT_FALSE(std::filesystem::exists(file.string() + ".partial"));
    EXPECT_FALSE(std::filesystem::exists(file.string() + "-wal"));
}

TEST_F(BackupTest, OneTenantLeavesAndComesBack) {
    fill(20);
    fill(30);
    const auto all = transfer::digest_database(*source);

    transfer::write_backup(*source, file, blueprint, {.tenant = 2});
    EXPECT_EQ(transfer::tenant_of_file(file, blueprint), 2);
    EXPECT_THROW(transfer::restore_backup(*source, file, blueprint, {.tenant = 2}), transfer::TransferError);
    source->transact([&](orm::Session& db) { db.as_system("moving away").delete_tenant(Id<Household>{2}); });
    EXPECT_LT(transfer::digest_database(*source).rows(), all.rows());
    const auto back = transfer::restore_backup(*source, file, blueprint, {.tenant = 2});

    EXPECT_EQ(back.rows(), 33);
    EXPECT_EQ(transfer::digest_database(*source).tables, all.tables);
}

TEST_F(BackupTest, IsNeverWrittenOver) {
    fill(1);
    transfer::write_backup(*source, file, blueprint);

    EXPECT_THROW(transfer::write_backup(*source, file, blueprint), transfer::TransferError);
    EXPECT_NO_THROW(transfer::verify_backup(file, blueprint));
}

TEST_F(BackupTest, AChangedRowIsFound) {
    fill(10);
    transfer::write_backup(*source, file, blueprint);
    db::open_connection(*db::parse_url("sqlite:///" + file.string()), {})->run("UPDATE chores SET name = 'x' WHERE id = 3");

    try {
        transfer::verify_backup(file, blueprint);
        FAIL() << "expected TransferError";
    } catch (const transfer::TransferError& error) {
        EXPECT_STREQ(error.what(), "table \"chores\" is not what was written");
    }
}

TEST_F(BackupTest, WhatIsNoBackupIsNamed) {
    EXPECT_THROW(transfer::verify_backup(folder / "nowhere.db", blueprint), transfer::TransferError);
    std::ofstream(folder / "text.db") << std::string(5'000, 'x');
    EXPECT_THROW(transfer::verify_backup(folder / "text.db", blueprint), db::Error);
}

}  // namespace carafe::home
