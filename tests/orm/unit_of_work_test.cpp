#include "carafe/base/numbers.hpp"
#include "carafe/orm/database.hpp"

#include "fixture.hpp"
#include <atomic>
#include <filesystem>
#include <thread>

namespace carafe::home {

using UnitOfWorkTest = HomeTest;

TEST_F(UnitOfWorkTest, DoesNothingBeforeTheFirstStatement) {
    orm::UnitOfWork unit(database);
    auto db = unit.tenant(household_a);
    auto query = db.query<Board>();

    EXPECT_FALSE(unit.is_open());
    EXPECT_EQ(unit.statement_count(), 0);

    query.all();
    EXPECT_TRUE(unit.is_open());
    EXPECT_EQ(unit.statement_count(), 1);
}

TEST_F(UnitOfWorkTest, RollsBackUnlessCommitted) {
    {
        orm::UnitOfWork unit(database);
        unit.tenant(household_a).insert(Board{.name = "lost"});
    }
    {
        orm::UnitOfWork unit(database);
        auto db = unit.tenant(household_a);
        db.insert(Board{.name = "undone"});
        unit.rollback();
        db.insert(Board{.name = "kept"});
        unit.commit();
    }

    orm::UnitOfWork unit(database);
    EXPECT_EQ(unit.tenant(household_a).query<Board>().one().name, "kept");
}

TEST_F(UnitOfWorkTest, TransactRollsBackWhenWorkThrows) {
    EXPECT_THROW(as_a([](Db& db) {
                     db.insert(Board{.name = "x"});
                     throw std::runtime_error("no");
                 }),
                 std::runtime_error);

    as_a([](Db& db) { EXPECT_EQ(db.query<Board>().count(), 0); });
}

TEST_F(UnitOfWorkTest, TransactRepeatsRetryableErrorsOnly) {
    int tries = 0;
    auto fail = [&](auto error) {
        return [&tries, error](Db&) {
            ++tries;
            throw error;
        };
    };

    EXPECT_THROW(
        database.transact<Household>(household_a, orm::Retries{3}, fail(orm::Busy("busy"))),
        orm::Busy);
    EXPECT_EQ(tries, 4);
    EXPECT_THROW(
        database.transact<Household>(household_a, orm::Retries{3}, fail(orm::QueryError("bad"))),
        orm::QueryError);
    EXPECT_EQ(tries, 5);
}

TEST_F(UnitOfWorkTest, ReadOnlyRefusesEveryWrite) {
    auto board = make_board(household_a);
    orm::UnitOfWork unit(database, orm::Access::ReadOnly);
    auto db = unit.tenant(household_a);
    Board row = db.get_or_404(board);
    Board fresh{.name = "x"};

    EXPECT_THROW(db.insert(fresh), orm::ReadOnlySession);
    EXPECT_THROW(db.update(row), orm::ReadOnlySession);
    EXPECT_THROW(db.remove(row), orm::ReadOnlySession);
    EXPECT_THROW(db.query<Board>().everything().remove(), orm::ReadOnlySession);
    EXPECT_THROW(db.query<Board>().everything().set(&Board::name, "y").update(),
                 orm::ReadOnlySession);
    EXPECT_THROW(db.execute("DELETE FROM boards WHERE household_id = :tenant"),
                 orm::ReadOnlySession);
    EXPECT_THROW(db.insert_or_ignore(fresh), orm::ReadOnlySession);
    EXPECT_EQ(db.query<Board>().one().name, "Kitchen");
}

TEST_F(UnitOfWorkTest, NestedUndoesOnlyItself) {
    as_a([&](Db& db) {
        db.insert(Board{.name = "outer"});
        EXPECT_THROW(db.nested([&] {
            db.insert(Board{.name = "inner"});
            db.nested([&] { db.insert(Board{.name = "innermost"}); });
            throw std::runtime_error("no");
        }),
                     std::runtime_error);
        db.nested([&] { db.insert(Board{.name = "second"}); });
    });

    orm::UnitOfWork unit(database);
    auto boards = unit.tenant(household_a).query<Board>().order_by(&Board::id).all();
    ASSERT_EQ(boards.size(), 2U);
    EXPECT_EQ(boards[0].name + boards[1].name, "outersecond");
}

TEST_F(UnitOfWorkTest, AfterCommitRunsOnceAndOnlyThen) {
    std::string log;
    auto note = [&](char c) { return [&log, c] { log += c; }; };
    orm::UnitOfWork unit(database);
    auto db = unit.tenant(household_a);

    db.after_commit(note('a'));
    unit.rollback();
    db.insert(Board{.name = "x"});
    db.after_commit(note('b'));
    EXPECT_THROW(db.nested([&] {
        db.after_commit(note('c'));
        throw std::runtime_error("no");
    }),
                 std::runtime_error);
    EXPECT_EQ(log, "");
    db.commit();
    db.insert(Board{.name = "y"});
    unit.commit();

    EXPECT_EQ(log, "b");
}

TEST_F(UnitOfWorkTest, EveryCallbackRunsWhenOneThrows) {
    int ran = 0;
    orm::UnitOfWork unit(database);
    unit.after_commit([] { throw std::runtime_error("mail server"); });
    unit.after_commit([&] { ++ran; });
    unit.tenant(household_a).insert(Board{.name = "kept"});

    EXPECT_THROW(unit.commit(), std::runtime_error);

    EXPECT_EQ(ran, 1);
    as_a([](Db& db) { EXPECT_EQ(db.query<Board>().count(), 1); });
}

TEST_F(UnitOfWorkTest, CommitInsideNestedIsRefused) {
    orm::UnitOfWork unit(database);
    auto db = unit.tenant(household_a);

    EXPECT_THROW(db.nested([&] { db.commit(); }), orm::QueryError);
}

TEST_F(UnitOfWorkTest, StatementsAreWrittenOncePerShape) {
    orm::UnitOfWork unit(database);
    auto a = unit.tenant(household_a);
    auto b = unit.tenant(household_b);
    statements.clear();

    a.query<Board>().where(&Board::name, "x").all();
    b.query<Board>().where(&Board::name, "y").all();
    unit.session().as_system("comparing texts").query<Board>().where(&Board::name, "y").all();

    ASSERT_EQ(statements.size(), 3U);
    EXPECT_EQ(statements[0], statements[1]);
    EXPECT_NE(statements[0], statements[2]);
    EXPECT_NE(statements[0].find("\"household_id\" = "), std::string::npos);
}

TEST_F(UnitOfWorkTest, TheSixthEqualReadingIsReportedOnce) {
    auto board = make_board(household_a);
    orm::UnitOfWork unit(database);
    std::vector<std::string> reported;
    unit.report_repetitions([&](std::string_view sql) { reported.emplace_back(sql); });
    auto db = unit.tenant(household_a);
    for (int i = 0; i < 10; ++i) {
        db.insert(Chore{.board_id = board, .name = std::to_string(i)});
    }
    for (int i = 0; i < 5; ++i) {
        db.find(board);
    }
    EXPECT_TRUE(reported.empty());

    for (int i = 0; i < 5; ++i) {
        db.find(board);
    }

    ASSERT_EQ(reported.size(), 1U);
    EXPECT_NE(reported[0].find("FROM \"boards\""), std::string::npos);
}

TEST(ManyUnits, SixteenThreadsWriteAndReadOneFile) {
    constexpr int kThreads = 16;
    constexpr int kWrites = 20;
    std::string pattern = (std::filesystem::temp_directory_path() / "carafe-XXXXXX").string();
    const std::filesystem::path folder = ::mkdtemp(pattern.data());
    {
        SystemClock clock;
        orm::Database database(
            "sqlite:///" + (folder / "app.db").string() + "?durability=normal", Models{}, clock);
        migrate::create_schema(database);
        Household household{.name = "H"};
        Person counter{.name = "0"};
        database.transact(
            [&](orm::Session& session) { session.create_tenant(household).insert(counter); });
        std::atomic<int> wrong = 0;
        std::vector<std::thread> threads;
        for (int i = 0; i < kThreads; ++i) {
            threads.emplace_back([&] {
                for (int n = 0; n < kWrites; ++n) {
                    // Read, then write what was read: no update may be lost.
                    database.transact<Household>(household.id, [&](Db& db) {
                        auto row = db.get_or_404(counter.id);
                        row.name = std::to_string(parse_decimal<int>(row.name).value() + 1);
                        db.save(row);
                    });
                    orm::UnitOfWork reading(database, orm::Access::ReadOnly);
                    wrong += reading.tenant(household.id).query<Person>().count() == 1 ? 0 : 1;
                }
            });
        }
        for (auto& thread : threads) {
            thread.join();
        }
        orm::UnitOfWork unit(database, orm::Access::ReadOnly);
        EXPECT_EQ(wrong, 0);
        EXPECT_EQ(unit.tenant(household.id).get_or_404(counter.id).name,
                  std::to_string(kThreads * kWrites));
    }
    std::filesystem::remove_all(folder);
}

TEST_F(UnitOfWorkTest, RegressionASavepointThatIsUndoneKeepsTheTenant) {
    as_a([&](Db& db) {
        EXPECT_THROW(db.nested([&] {
            db.insert(Board{.name = "undone"});
            throw std::runtime_error("undone");
        }),
                     std::runtime_error);
        db.insert(Board{.name = "kept"});
        EXPECT_EQ(db.query<Board>().count(), 1);
    });
}

}  // namespace carafe::home
