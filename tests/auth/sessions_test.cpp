#include "carafe/auth/sessions.hpp"

#include "carafe/migrate/schema_writer.hpp"
#include "carafe/orm/database.hpp"
#include "carafe/orm/define.hpp"
#include "carafe/testing/client.hpp"

#include <gtest/gtest.h>

namespace carafe::auth {

using AuthModels = orm::ModelList<LoginSession, RememberToken>;

namespace {

struct Here {
    std::int64_t session_id = 0;
};

std::optional<LoginSession> find_session(Request& request, const std::string& hash) {
    return request.work()
        .session()
        .query<LoginSession>()
        .where(&LoginSession::token_hash, hash)
        .first();
}

void find_visitor(Request& request, Visitor& visitor) {
    auto hash = session_hash(request);
    auto row = hash ? find_session(request, *hash) : std::nullopt;
    if (!row || !is_live(request, row->last_seen_at, row->expires_at)) {
        hash = recall(request);
        if (!hash) {
            return;
        }
        row = find_session(request, *hash);
    }
    visitor.user_id = row->user_id;
    visitor.binding = *hash;
    request.local<Here>().session_id = row->id.value;
}

Response enter(Request& request, std::int64_t user) {
    log_in(request, {user, 1, 0}, false);
    return no_content();
}

Response enter_and_stay(Request& request, std::int64_t user) {
    log_in(request, {user, 1, 0}, true);
    return no_content();
}

/// "USER SESSION"; "0 0" for a stranger.
Response who(Request& request) {
    const auto user = request.visitor().user_id;
    return plain_text(std::to_string(user) + ' ' +
                      std::to_string(request.local<Here>().session_id));
}

Response end(Request& request, std::int64_t session) {
    return plain_text(std::string(
        end_session(request.work().session(), request.visitor().user_id, session) ? "yes" : "no"));
}

Response end_others(Request& request) {
    const auto user = request.visitor().user_id;
    end_sessions(request.work().session(), user, request.local<Here>().session_id);
    return no_content();
}

Response fail(Request& request) {
    request.visitor();
    abort(409);
}

struct TestConfig : Config {
    TestConfig() : Config("test") { env.set(Profile::Testing); }
};

class AuthSessions : public ::testing::Test {
  protected:
    AuthSessions() {
        auto database = std::make_unique<orm::Database>("sqlite://:memory:", AuthModels{}, clock);
        migrate::create_schema(*database);
        app.use_database(std::move(database));
        app.provide(std::make_unique<SessionLimits>());
        app.identify(find_visitor);
        const auto anybody = public_access("a test");
        app.root().get<"/in/<int:user>", enter>(anybody, {.writes = true});
        app.root().get<"/stay/<int:user>", enter_and_stay>(anybody, {.writes = true});
        app.root().get<"/who", who>(anybody);
        app.root().get<"/end/<int:session>", end>(anybody, {.writes = true});
        app.root().get<"/end-others", end_others>(anybody, {.writes = true});
        app.root().get<"/fail", fail>(anybody, {.writes = true});
        EXPECT_TRUE(app.start().empty());
    }

    static std::string user_of(testing::TestClient& browser) {
        auto body = browser.get("/who").body;
        return body.substr(0, body.find(' '));
    }

    static std::string session_of(testing::TestClient& browser) {
        auto body = browser.get("/who").body;
        return body.substr(body.find(' ') + 1);
    }

    void let_sessions_idle_out() { clock.advance(std::chrono::minutes{31}); }

    SimulatedClock clock{"2028-02-29T12:00:00Z"};
    TestConfig config{};
    App app{config, clock, Log{"off"}};
    testing::TestClient phone{app};
    testing::TestClient laptop{app};
};

}  // namespace

TEST_F(AuthSessions, EndWhenIdleUnlessTheyAreRemembered) {
    phone.get("/in/1");
    laptop.get("/stay/1");

    let_sessions_idle_out();

    EXPECT_EQ(user_of(phone), "0");
    EXPECT_EQ(user_of(laptop), "1");
}

TEST_F(AuthSessions, AnEndedOneDoesNotComeBackByItsRememberMe) {
    phone.get("/stay/1");
    laptop.get("/stay/1");

    EXPECT_EQ(laptop.get("/end/" + session_of(phone)).body, "yes");

    EXPECT_EQ(user_of(phone), "0");
    let_sessions_idle_out();
    EXPECT_EQ(user_of(laptop), "1");
}

TEST_F(AuthSessions, NobodyEndsThoseOfAnotherUser) {
    phone.get("/in/1");
    laptop.get("/in/2");

    EXPECT_EQ(laptop.get("/end/" + session_of(phone)).body, "no");

    EXPECT_EQ(user_of(phone), "1");
}

TEST_F(AuthSessions, EndingAllOthersKeepsThisBrowserRemembered) {
    phone.get("/stay/1");
    laptop.get("/stay/1");

    laptop.get("/end-others");
    let_sessions_idle_out();

    EXPECT_EQ(user_of(phone), "0");
    EXPECT_EQ(user_of(laptop), "1");
}

TEST_F(AuthSessions, LoggingInForgetsWhomTheBrowserRemembered) {
    phone.get("/stay/1");

    phone.get("/in/2");
    EXPECT_EQ(user_of(phone), "2");
    let_sessions_idle_out();

    EXPECT_EQ(user_of(phone), "0");
}

TEST_F(AuthSessions, RegressionUndoneRequestSpoiledTheRememberMe) {
    phone.get("/stay/1");
    let_sessions_idle_out();

    EXPECT_EQ(phone.get("/fail").status, 409);

    EXPECT_EQ(user_of(phone), "1");
}

}  // namespace carafe::auth

template struct carafe::orm::Define<carafe::auth::AuthModels>;
