#include "carafe/web/static_files.hpp"

#include "carafe/testing/client.hpp"

#include <gtest/gtest.h>

namespace carafe {

namespace {
const std::string kLong = std::string(5'000, 'a') + "{}";
const EmbeddedFile kFiles[] = {{"app.css", kLong}, {"img/dot.png", "\x89PNG"}};
}  // namespace

TEST(StaticFiles, AreServedForEverUnderTheirHash) {
    Config config("demo");
    config.load({{"CARAFE_ENV", "testing"}}, "", {});
    SimulatedClock clock{"2028-02-29T12:00:00Z"};
    App app(config, clock, Log("off"));
    app.use_static_files(std::make_unique<StaticFiles>(std::vector<EmbeddedFiles>{kFiles}));
    ASSERT_TRUE(app.start().empty());
    testing::TestClient client{app};
    auto path = app.static_files()->path_of("app.css");
    ASSERT_TRUE(path);

    auto answer = client.get(*path);
    EXPECT_EQ(answer.body, kLong);
    EXPECT_EQ(answer.header("Cache-Control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(client.get("/static/app.css").header("Cache-Control"), "public, no-cache");
    auto packed = client.get(*path, {{"Accept-Encoding", "gzip, br"}});
    EXPECT_EQ(packed.header("Content-Encoding"), "gzip");
    EXPECT_LT(packed.body.size(), 200u);
    EXPECT_EQ(client.get(*path, {{"If-None-Match", answer.header("ETag")}}).status, 304);
    EXPECT_EQ(client.get("/static/img/dot.png").header("Content-Type"), "image/png");
}

TEST(StaticFiles, NothingElseIsFound) {
    Config config("demo");
    config.load({{"CARAFE_ENV", "testing"}}, "", {});
    SimulatedClock clock{"2028-02-29T12:00:00Z"};
    App app(config, clock, Log("off"));
    app.use_static_files(std::make_unique<StaticFiles>(std::vector<EmbeddedFiles>{kFiles}));
    ASSERT_TRUE(app.start().empty());
    testing::TestClient client{app};
    for (auto path : {"/static/../app.css", "/static/..%2fapp.css", "/static/app.000000000000.css", "/static/", "/static/img",
                      "/static/%2e%2e/%2e%2e/etc/passwd", "/static/app.css/x"}) {
        EXPECT_EQ(client.get(path).status, 404) << path;
    }
}

}  // namespace carafe
