#include "carafe/notify/outbox.hpp"

#include "carafe/base/clock.hpp"
#include "carafe/migrate/migrator.hpp"
#include "carafe/orm/database.hpp"

#include <gtest/gtest.h>

namespace carafe::notify {

namespace {

using Models = orm::ModelList<OutboxMail>;

struct FlakyTransport final : Transport {
    Result<void> send(std::string_view, std::string_view to, const std::string&) override {
        ++attempts;
        if (failures-- > 0) return carafe::Error{"notify.E102", "the server is away"};
        sent.emplace_back(to);
        return {};
    }
    int failures = 0;
    int attempts = 0;
    std::vector<std::string> sent;
};

struct OutboxTest : ::testing::Test {
    OutboxTest() : clock("2028-02-29T12:00:00Z"), database("sqlite://:memory:", Models{}, clock) {
        auto draft = migrate::Migrator(database, {}).make("tables");
        migrate::Migrator(database, migrate::Revisions({draft.revision})).upgrade();
    }
    void queue(const char* to) {
        database.transact([&](orm::Session& db) { enqueue(db, {"a@b.example", to, "Hi", "text"}); });
    }
    int deliver() { return deliver_due(database, transport, clock.now(), Log("off")); }
    OutboxMail row() {
        OutboxMail out;
        database.transact([&](orm::Session& db) { out = *db.query<OutboxMail>().first(); });
        return out;
    }
    SimulatedClock clock;
    orm::Database database;
    FlakyTransport transport;
};

}  // namespace

TEST_F(OutboxTest, SendsOnceAndForgetsTheBody) {
    queue("c@d.example");
    EXPECT_EQ(deliver(), 1);
    EXPECT_EQ(deliver(), 0);
    EXPECT_EQ(row().state, MailState::Sent);
    EXPECT_EQ(row().body_text, "");
}

TEST_F(OutboxTest, TriesAgainLaterAndGivesUpInTheEnd) {
    transport.failures = 100;
    queue("c@d.example");
    for (int day = 0; day < 20; ++day) {
        deliver();
        clock.advance(std::chrono::hours{24});
    }
    EXPECT_EQ(transport.attempts, 8);
    EXPECT_EQ(row().state, MailState::Failed);
    EXPECT_EQ(row().last_error, "the server is away");
}

TEST_F(OutboxTest, WaitsBeforeTheSecondAttempt) {
    transport.failures = 1;
    queue("c@d.example");
    EXPECT_EQ(deliver(), 0);
    EXPECT_EQ(deliver(), 0);
    EXPECT_EQ(transport.attempts, 1);
    clock.advance(std::chrono::minutes{1});
    EXPECT_EQ(deliver(), 1);
}

TEST_F(OutboxTest, AMailOfARolledBackTransactionIsNeverSent) {
    EXPECT_THROW(database.transact([&](orm::Session& db) {
        enqueue(db, {"a@b.example", "c@d.example", "Hi", "text"});
        throw std::runtime_error("no");
    }),
                 std::runtime_error);
    EXPECT_EQ(deliver(), 0);
    EXPECT_EQ(transport.attempts, 0);
}

}  // namespace carafe::notify
