#include "carafe/db/engine.hpp"

#include "carafe/db/connection_line.hpp"
#include "carafe/db/errors.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <thread>

namespace carafe::db {

class EngineTest : public testing::Test {
  protected:
    EngineTest() {
        std::string pattern = (std::filesystem::temp_directory_path() / "carafe-XXXXXX").string();
        folder = ::mkdtemp(pattern.data());
    }

    ~EngineTest() override { std::filesystem::remove_all(folder); }

    std::string url(std::string_view options = "") const {
        return "sqlite:///" + (folder / "test.db").string() + std::string(options);
    }

    std::unique_ptr<Engine> open(std::string_view options = "") const {
        auto engine = open_engine(url(options), {.acquire_timeout = std::chrono::seconds{20}});
        auto transaction = engine->begin(Access::ReadWrite);
        transaction.connection().run("CREATE TABLE t (a INTEGER) STRICT");
        transaction.commit();
        return engine;
    }

    static std::string count(Engine& engine) {
        auto reading = engine.begin(Access::ReadOnly);
        return reading.connection().rows("SELECT count(*) FROM t")[0][0];
    }

    std::filesystem::path folder{};
};

TEST_F(EngineTest, ConnectionsAreSetUp) {
    auto engine = open();
    auto writing = engine->begin(Access::ReadWrite);
    auto reading = engine->begin(Access::ReadOnly);

    EXPECT_EQ(writing.connection().rows("PRAGMA journal_mode")[0][0], "wal");
    EXPECT_EQ(writing.connection().rows("PRAGMA foreign_keys")[0][0], "1");
    EXPECT_EQ(reading.connection().rows("PRAGMA query_only")[0][0], "1");
    EXPECT_THROW(reading.connection().run("INSERT INTO t VALUES (1)"), ReadOnlySession);
    EXPECT_THROW(writing.connection().rows("SELECT \"no such column\" FROM t"), QueryError);
    EXPECT_THROW(writing.connection().run("ATTACH 'other.db' AS other"), QueryError);
}

TEST_F(EngineTest, ReadersSeeOneSnapshot) {
    auto engine = open();
    auto reading = engine->begin(Access::ReadOnly);
    EXPECT_EQ(reading.connection().rows("SELECT count(*) FROM t")[0][0], "0");
    auto writing = engine->begin(Access::ReadWrite);
    writing.connection().run("INSERT INTO t VALUES (1)");
    writing.commit();

    EXPECT_EQ(reading.connection().rows("SELECT count(*) FROM t")[0][0], "0");
    reading.rollback();
    EXPECT_EQ(count(*engine), "1");
}

TEST_F(EngineTest, TransactionRollsBackWhenItIsForgotten) {
    auto engine = open();
    {
        auto writing = engine->begin(Access::ReadWrite);
        writing.connection().run("INSERT INTO t VALUES (1)");
    }

    EXPECT_EQ(count(*engine), "0");
}

TEST_F(EngineTest, SecondWriterWaitsAndThenGivesUp) {
    auto engine = open_engine(url(), {.acquire_timeout = std::chrono::milliseconds{30}});
    auto first = engine->begin(Access::ReadWrite);

    EXPECT_THROW(engine->begin(Access::ReadWrite), PoolTimeout);
    first.rollback();
    EXPECT_NO_THROW(engine->begin(Access::ReadWrite));
}

TEST_F(EngineTest, ReadersAreLimited) {
    auto engine =
        open_engine(url(), {.max_readers = 2, .acquire_timeout = std::chrono::milliseconds{30}});
    auto one = engine->begin(Access::ReadOnly);
    auto two = engine->begin(Access::ReadOnly);

    EXPECT_THROW(engine->begin(Access::ReadOnly), PoolTimeout);
}

TEST_F(EngineTest, AnotherProcessMakesItBusy) {
    auto engine = open_engine(url(), {.busy_timeout = std::chrono::milliseconds{20}});
    auto other = open_engine(url(), {});
    auto theirs = other->begin(Access::ReadWrite);

    try {
        engine->begin(Access::ReadWrite);
        FAIL() << "expected Busy";
    } catch (const Busy& error) {
        EXPECT_TRUE(error.is_retryable());
    }
    theirs.rollback();
    EXPECT_NO_THROW(engine->begin(Access::ReadWrite));
}

TEST_F(EngineTest, MissingFolderIsAConnectionError) {
    EXPECT_THROW(open_engine("sqlite:///" + (folder / "no/such/test.db").string(), {}),
                 ConnectionError);
    EXPECT_THROW(open_engine("mongodb://x", {}), QueryError);
}

TEST_F(EngineTest, AnEndedTransactionIsNotContinued) {
    auto engine = open();
    auto writing = engine->begin(Access::ReadWrite);
    auto statement = writing.connection().prepare("INSERT INTO t VALUES (1)");
    // As SQLite does by itself when the disk is full.
    writing.connection().run("ROLLBACK");

    EXPECT_THROW(writing.connection().execute(*statement, {}, nullptr), ConnectionError);
    EXPECT_THROW(writing.commit(), ConnectionError);
    statement.reset();
    EXPECT_EQ(count(*engine), "0");
}

TEST_F(EngineTest, MemoryIsOneDatabase) {
    auto engine = open_engine("sqlite://:memory:", {});
    auto writing = engine->begin(Access::ReadWrite);
    writing.connection().run("CREATE TABLE t (a INTEGER)");
    writing.commit();

    EXPECT_EQ(count(*engine), "0");
}

class ManyWriters : public EngineTest, public testing::WithParamInterface<const char*> {};

TEST_P(ManyWriters, SixteenThreadsWriteWithoutAnError) {
    constexpr int kThreads = 16;
    constexpr int kWrites = 40;
    auto engine = open(GetParam());
    std::atomic<int> errors = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) {
        threads.emplace_back([&] {
            for (int n = 0; n < kWrites; ++n) {
                try {
                    auto writing = engine->begin(Access::ReadWrite);
                    // Reading first is what makes deferred transactions fail.
                    writing.connection().rows("SELECT max(a) FROM t");
                    writing.connection().run("INSERT INTO t VALUES (1)");
                    writing.commit();
                    count(*engine);
                } catch (const Error&) {
                    ++errors;
                }
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }

    EXPECT_EQ(errors, 0);
    EXPECT_EQ(count(*engine), std::to_string(kThreads * kWrites));
}

INSTANTIATE_TEST_SUITE_P(Engine, ManyWriters, testing::Values("", "?durability=normal"));

TEST(ConnectionLine, ServesInOrderOfArrival) {
    ConnectionLine line(1, [] { return open_connection({"sqlite", ":memory:"}, {}); });
    Connection& only = line.take(std::chrono::seconds{1});
    std::vector<int> served;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&, i] {
            Connection& mine = line.take(std::chrono::seconds{20});
            served.push_back(i);  // guarded by holding the only connection
            line.give(mine);
        });
        while (line.waiting() != static_cast<std::size_t>(i) + 1) {
            std::this_thread::yield();
        }
    }

    line.give(only);
    for (auto& thread : threads) {
        thread.join();
    }

    EXPECT_TRUE(std::is_sorted(served.begin(), served.end()));
    EXPECT_EQ(served.size(), 8U);
}

TEST(ConnectionLine, OpeningThatFailsMayBeTriedAgain) {
    int tries = 0;
    ConnectionLine line(1, [&] {
        if (++tries < 3) {
            throw ConnectionError("not yet");
        }
        return open_connection({"sqlite", ":memory:"}, {});
    });

    EXPECT_THROW(line.take(std::chrono::seconds{1}), ConnectionError);
    EXPECT_THROW(line.take(std::chrono::seconds{1}), ConnectionError);
    EXPECT_NO_THROW(line.take(std::chrono::seconds{1}));
}

}  // namespace carafe::db
