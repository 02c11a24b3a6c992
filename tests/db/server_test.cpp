// What both servers must do alike. Runs against the servers whose addresses are set (scripts/servers.py).
#include "carafe/db/engine.hpp"
#include "carafe/db/errors.hpp"
#include "carafe/testing/test_database.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <optional>
#include <thread>

namespace carafe::db {

using Kind = carafe::testing::Engine;

/// What the servers call differently.
struct Words {
    Kind engine;
    const char* address;  ///< variable with an address of the server
    const char* own_id;
    const char* kill;      ///< followed by an id and `)`
    const char* is_alive;  ///< followed by an id
    const char* sleep;
    const char* require_tls;
};

constexpr Words kPostgresql{Kind::Postgresql,
                            "CARAFE_TEST_POSTGRESQL",
                            "SELECT pg_backend_pid()",
                            "SELECT pg_terminate_backend(",
                            "SELECT count(*) FROM pg_stat_activity WHERE pid = ",
                            "SELECT pg_sleep(20)",
                            "sslmode=require"};
constexpr Words kMariadb{Kind::Mariadb,
                         "CARAFE_TEST_MARIADB",
                         "SELECT connection_id()",
                         "KILL (",
                         "SELECT count(*) FROM information_schema.processlist WHERE id = ",
                         "SELECT sleep(20)",
                         "ssl=require"};

void PrintTo(const Words& words, std::ostream* out) {
    *out << words.address;
}

class ServerTest : public ::testing::TestWithParam<Words> {
  protected:
    void SetUp() override {
        if (!std::getenv(GetParam().address)) {
            GTEST_SKIP() << GetParam().address << " is not set";
        }
        place.emplace(GetParam().engine);
    }

    Url address() const { return parse_url(place->url()).value(); }

    std::unique_ptr<Engine> open(const Options& options = {}) const {
        return open_engine(place->url(), options);
    }

    std::unique_ptr<Engine> open_with_table() const {
        auto engine = open();
        engine->exclusively([](Connection& connection) {
            connection.run("CREATE TABLE t (id bigint PRIMARY KEY, a bigint NOT NULL)");
        });
        write(*engine, "INSERT INTO t VALUES (1, 0), (2, 0)");
        return engine;
    }

    static void write(Engine& engine, const std::string& sql) {
        auto writing = engine.begin(Access::ReadWrite);
        writing.connection().run(sql);
        writing.commit();
    }

    static std::string value(Connection& connection, const std::string& sql) {
        return connection.rows(sql).at(0).at(0);
    }

    static std::string value(Engine& engine, const std::string& sql) {
        auto reading = engine.begin(Access::ReadOnly);
        return value(reading.connection(), sql);
    }

    /// Why a connection to `url` is refused.
    static std::string refusal(const Url& url) {
        try {
            open_connection(url, {.connect_timeout = std::chrono::seconds{2}});
        } catch (const ConnectionError& error) {
            return error.what();
        }
        return "not refused";
    }

    void kill(const std::string& id) const {
        auto other = open_connection(address(), {});
        const std::string sql = GetParam().kill + id + ")";
        GetParam().engine == Kind::Mariadb ? other->run(sql) : void(other->rows(sql));
        while (value(*other, GetParam().is_alive + id) != "0") {
            std::this_thread::yield();
        }
    }

    std::optional<carafe::testing::TestDatabase> place{};
};

std::string name_of(const ::testing::TestParamInfo<Words>& test) {
    return test.param.engine == Kind::Mariadb ? "Mariadb" : "Postgresql";
}

INSTANTIATE_TEST_SUITE_P(Servers, ServerTest, ::testing::Values(kPostgresql, kMariadb), name_of);

TEST_P(ServerTest, AWrongPasswordIsAConnectionErrorWithoutIt) {
    Url url = address();
    url.password = "secret-but-wrong";

    const std::string why = refusal(url);

    EXPECT_NE(why.find(url.text()), std::string::npos) << why;
    EXPECT_EQ(why.find("secret"), std::string::npos) << why;
}

TEST_P(ServerTest, AMissingDatabaseIsNamed) {
    Url url = address();
    url.database = "no_such_database";

    EXPECT_NE(refusal(url).find("no_such_database"), std::string::npos) << refusal(url);
}

TEST_P(ServerTest, AnUnreachableServerIsNamed) {
    Url url = address();
    url.port = 1;
    EXPECT_NE(refusal(url).find("127.0.0.1:1/"), std::string::npos) << refusal(url);
    url.host = "/no/such/folder";
    EXPECT_NE(refusal(url).find("/no/such/folder"), std::string::npos) << refusal(url);
    EXPECT_THROW(open_engine(url.text(), {}), ConnectionError);
}

TEST_P(ServerTest, AServerWithoutTlsIsRefusedWhenItIsRequired) {
    Url url = address();
    url.options = GetParam().require_tls;

    EXPECT_NE(refusal(url), "not refused");
    EXPECT_THROW(open_engine(place->url() + "?" + GetParam().require_tls, {}), ConnectionError);
}

TEST_P(ServerTest, AKilledConnectionFailsItsTransactionOnly) {
    auto engine = open_with_table();
    auto writing = engine->begin(Access::ReadWrite);
    writing.connection().run("UPDATE t SET a = 1");
    kill(value(writing.connection(), GetParam().own_id));

    EXPECT_THROW(writing.connection().run("UPDATE t SET a = 2"), ConnectionError);
    EXPECT_THROW(writing.commit(), Error);
    EXPECT_EQ(value(*engine, "SELECT max(a) FROM t"), "0");
}

TEST_P(ServerTest, AKilledCommitIsAConnectionError) {
    auto engine = open_with_table();
    auto writing = engine->begin(Access::ReadWrite);
    writing.connection().run("UPDATE t SET a = 1");
    kill(value(writing.connection(), GetParam().own_id));

    EXPECT_THROW(writing.commit(), ConnectionError);
    EXPECT_EQ(value(*engine, "SELECT max(a) FROM t"), "0");
}

TEST_P(ServerTest, AConnectionKilledInThePoolIsReplaced) {
    auto engine = open({.max_connections = 1});
    const std::string id = value(*engine, GetParam().own_id);
    kill(id);
    std::string next;

    try {
        next = value(*engine, GetParam().own_id);
    } catch (const ConnectionError&) {
        // The server forgets a connection before it hangs up: one may still look open.
        next = value(*engine, GetParam().own_id);
    }

    EXPECT_NE(next, id);
}

TEST_P(ServerTest, ASlowStatementIsATimeoutAndTheConnectionStays) {
    auto engine = open({.max_connections = 1, .statement_timeout = std::chrono::milliseconds{50}});
    const std::string id = value(*engine, GetParam().own_id);
    {
        auto reading = engine->begin(Access::ReadOnly);
        EXPECT_THROW(reading.connection().rows(GetParam().sleep), Timeout);
    }

    EXPECT_EQ(value(*engine, GetParam().own_id), id);
}

TEST_P(ServerTest, OneOfTwoThatWaitForEachOtherIsTold) {
    auto engine = open_with_table();
    std::atomic<int> deadlocks = 0;
    std::atomic<int> committed = 0;
    std::atomic<int> locked = 0;
    auto lock_both = [&](const std::string& first, const std::string& second) {
        auto writing = engine->begin(Access::ReadWrite);
        writing.connection().run("UPDATE t SET a = a + 1 WHERE id = " + first);
        for (++locked; locked < 2;) {
            std::this_thread::yield();
        }
        auto statement = writing.connection().prepare("UPDATE t SET a = a + 1 WHERE id = " + second);
        try {
            writing.connection().execute(*statement, {}, nullptr);
            writing.commit();
            ++committed;
        } catch (const Deadlock& error) {
            deadlocks += error.is_retryable() ? 1 : 0;
            if (GetParam().engine == Kind::Mariadb) {
                // The server ended the whole transaction: nothing more may be written on its own.
                EXPECT_THROW(writing.connection().execute(*statement, {}, nullptr), ConnectionError);
                EXPECT_THROW(writing.commit(), ConnectionError);
            }
        }
    };

    std::thread other([&] { lock_both("1", "2"); });
    lock_both("2", "1");
    other.join();

    EXPECT_EQ(deadlocks, 1);
    EXPECT_EQ(committed, 1);
    EXPECT_EQ(value(*engine, "SELECT sum(a) FROM t"), "2");
}

TEST_P(ServerTest, ALockThatIsNotWaitedForIsBusy) {
    auto engine = open_with_table();
    auto first = engine->begin(Access::ReadWrite);
    first.connection().run("UPDATE t SET a = 1");
    auto second = engine->begin(Access::ReadWrite);

    EXPECT_THROW(second.connection().rows("SELECT a FROM t FOR UPDATE NOWAIT"), Busy);
}

TEST_P(ServerTest, ReadersSeeOneSnapshotAndWriteNothing) {
    auto engine = open_with_table();
    auto reading = engine->begin(Access::ReadOnly);
    EXPECT_EQ(value(reading.connection(), "SELECT max(a) FROM t"), "0");
    write(*engine, "UPDATE t SET a = 1");

    EXPECT_EQ(value(reading.connection(), "SELECT max(a) FROM t"), "0");
    EXPECT_THROW(reading.connection().run("UPDATE t SET a = 2"), ReadOnlySession);
    reading.rollback();
    EXPECT_EQ(value(*engine, "SELECT max(a) FROM t"), "1");
}

TEST_P(ServerTest, WritersSeeWhatWasCommittedBeforeTheirLock) {
    auto engine = open_with_table();
    auto writing = engine->begin(Access::ReadWrite);
    // Who asks? Then another transaction writes, and only then the tenant's row is locked.
    EXPECT_EQ(value(writing.connection(), "SELECT max(a) FROM t"), "0");
    write(*engine, "UPDATE t SET a = 1");
    writing.connection().set_tenant(1, "SELECT 1 FROM t WHERE id = 1" + std::string(engine->dialect().row_lock()));

    EXPECT_EQ(value(writing.connection(), "SELECT max(a) FROM t"), "1");
}

TEST_P(ServerTest, OnlyARefusedStatementIsUndone) {
    auto engine = open_with_table();
    auto writing = engine->begin(Access::ReadWrite);
    auto again = writing.connection().prepare("INSERT INTO t VALUES (3, 0), (1, 0)");
    auto fine = writing.connection().prepare("INSERT INTO t VALUES (4, 0)");

    EXPECT_THROW(writing.connection().execute(*again, {}, nullptr), UniqueViolation);
    EXPECT_EQ(writing.connection().execute(*fine, {}, nullptr), 1);
    writing.commit();

    EXPECT_EQ(value(*engine, "SELECT count(*) FROM t"), "3");
}

TEST_P(ServerTest, RowsThatHeldTheNewValuesCount) {
    auto engine = open_with_table();
    auto writing = engine->begin(Access::ReadWrite);
    auto statement = writing.connection().prepare("UPDATE t SET a = 0");

    EXPECT_EQ(writing.connection().execute(*statement, {}, nullptr), 2);
}

}  // namespace carafe::db
