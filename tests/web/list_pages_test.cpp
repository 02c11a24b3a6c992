// Lists in pages: what a wrong `?after=` answers.
#include "carafe/migrate/schema_writer.hpp"
#include "carafe/orm/database.hpp"
#include "carafe/orm/define.hpp"
#include "carafe/testing/client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace carafe {

namespace list_pages {

struct Word {
    Id<Word> id{};
    std::string text{};
    static constexpr void describe(auto& t) {
        t.table("words");
        t.id("id", &Word::id);
        t.col("text", &Word::text);
    }
};
using Models = orm::ModelList<Word>;

/// The words of the page, then the cursor of the next one.
Response words(Request& request) {
    auto page = request.work().session().query<Word>().order_by(&Word::text).keyset(request.args().get("after"), 2);
    std::string out;
    for (const auto& word : page.items) out += word.text + ' ';
    return plain_text(out + page.next);
}

std::unique_ptr<App> make_app(const Config& config, const Clock& clock) {
    auto app = std::make_unique<App>(config, clock, Log("off"));
    app->use_database(std::make_unique<orm::Database>("sqlite://:memory:", Models{}, clock));
    migrate::create_schema(app->database());
    app->database().transact([](orm::Session& session) {
        for (auto text : {"a", "b", "c"}) session.insert(Word{.text = text});
    });
    app->root().get<"/words", words>(public_access("test"));
    EXPECT_TRUE(app->start().empty());
    return app;
}

}  // namespace list_pages

namespace {

using ::testing::HasSubstr;

struct ListPages : ::testing::Test {
    static testing::TestAnswer get(App& app, const std::string& after) {
        return testing::TestClient(app).get("/words?after=" + after);
    }
    static std::string next_of_first_page(App& app) { return get(app, "").body.substr(4); }

    ListPages() {
        config.load({{"CARAFE_ENV", "testing"}, {"SECRET_KEY", "a secret of this application, long enough"}}, "", {});
        app = list_pages::make_app(config, clock);
    }

    SimulatedClock clock{"2028-02-29T12:00:00Z"};
    Config config{"demo"};
    std::unique_ptr<App> app;
};

}  // namespace

}  // namespace carafe

template struct carafe::orm::Define<carafe::list_pages::Models>;

namespace carafe {

TEST_F(ListPages, AWrongCursorIsABadRequest) {
    const auto cursor = next_of_first_page(*app);
    EXPECT_EQ(get(*app, cursor).body, "c ");

    for (const auto& wrong : {cursor.substr(1), cursor.substr(0, cursor.size() - 1), cursor + "A", std::string("2"),
                              std::string("%C3%A9"), std::string("..%2F")}) {
        auto answer = get(*app, wrong);
        EXPECT_EQ(answer.status, 400) << wrong;
        EXPECT_EQ(answer.body, "This link does not belong to this list. Please go back to its first page.\n") << wrong;
    }
}

TEST_F(ListPages, ProgramsGetAProblemDocument) {
    testing::TestClient client{*app};
    client.json = true;
    auto answer = client.get("/words?after=2");
    EXPECT_EQ(answer.status, 400);
    EXPECT_THAT(answer.body, HasSubstr("\"detail\":\"This link does not belong to this list."));
}

TEST_F(ListPages, CursorsHoldForEveryProcessWithTheSameSecret) {
    const auto cursor = next_of_first_page(*app);

    EXPECT_EQ(get(*list_pages::make_app(config, clock), cursor).body, "c ");
    config.secret_key.set({"another secret of this application, long enough"});
    EXPECT_EQ(get(*list_pages::make_app(config, clock), cursor).status, 400);
}

}  // namespace carafe
