#include "carafe/web/app.hpp"

#include "carafe/testing/client.hpp"
#include "carafe/web/csrf.hpp"
#include "carafe/web/redirects.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace carafe {

namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Response ping(Request&) { return fixed_text("pong"); }
Response form(Request& request) {
    if (!request.is_post()) return html("<form method=\"post\">" + csrf_field(request) + "<input name=\"word\" value=\"\"></form>");
    flash(request, "Thanks for " + std::string(request.form().get("word")) + ".", "success");
    return redirect(url_for<ping>());
}
Response flashes(Request& request) {
    std::string out;
    for (const auto& message : request.take_flashes()) out += message.category + ": " + message.message + "\n";
    return plain_text(out);
}
Response private_page(Request&) { return plain_text("secret"); }
Response throws(Request&) { throw std::runtime_error("SELECT * FROM secrets"); }
Response go(Request& request) { return redirect_safely(request, request.args().get("next"), url_for<ping>()); }
Response login(Request&) { return plain_text("please log in"); }
Response who(Request& request) {
    return plain_text(std::string(request.client_address()) + ' ' + (request.is_secure() ? "https " : "http ") +
                      std::string(request.host()));
}

struct AppTest : ::testing::Test {
    AppTest() : config("demo"), clock("2028-02-29T12:00:00Z") {
        config.load({{"CARAFE_ENV", "testing"}, {"TRUSTED_PROXIES", "203.0.113.7"}}, "", {});
        app = std::make_unique<App>(config, clock, Log("off"));
        const auto open = public_access("test");
        auto& root = app->root();
        root.get<"/ping", ping>(open);
        root.form<"/form", form>(open);
        root.get<"/flashes", flashes>(open);
        root.get<"/private", private_page>(login_required());
        root.get<"/throws", throws>(open);
        root.get<"/go", go>(open);
        root.get<"/login", login>(open);
        root.get<"/who", who>(open);
        app->login_page(url_for<login>());
        EXPECT_THAT(app->start(), IsEmpty());
    }
    Config config;
    SimulatedClock clock;
    std::unique_ptr<App> app;
};

}  // namespace

using testing::TestClient;

TEST_F(AppTest, AnswersWithSecurityFields) {
    TestClient client{*app};
    auto answer = client.get("/ping");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "pong");
    EXPECT_THAT(answer.header("Content-Security-Policy"), HasSubstr("default-src 'none'"));
}

TEST_F(AppTest, KnowsOtherMethodsAndAddresses) {
    TestClient client{*app};
    EXPECT_EQ(client.get("/nothing").status, 404);
    EXPECT_EQ(client.request("DELETE", "/ping", {}, "").header("Allow"), "GET, HEAD, OPTIONS");
    EXPECT_EQ(client.request("OPTIONS", "/ping", {}, "").status, 204);
    EXPECT_EQ(client.request("HEAD", "/ping", {}, "").status, 200);
    auto moved = client.get("/ping/?a=1");
    EXPECT_EQ(moved.status, 308);
    EXPECT_EQ(moved.location(), "/ping?a=1");
    EXPECT_EQ(client.get("/%70ing").status, 200);
    EXPECT_EQ(client.get("/a/../ping").status, 200);
}

TEST_F(AppTest, ServesOnlyItsHosts) {
    TestClient foreign{*app, "evil.example"};
    EXPECT_EQ(foreign.get("/ping").status, 421);
    TestClient with_port{*app, "LOCALHOST:8000"};
    EXPECT_EQ(with_port.get("/ping").status, 200);
}

TEST_F(AppTest, VisitorsGoToTheLoginWithTheirAddress) {
    TestClient client{*app};
    auto answer = client.get("/private?a=1");
    EXPECT_EQ(answer.status, 302);
    EXPECT_EQ(answer.location(), "/login?next=/private%3Fa%3D1");
    client.json = true;
    EXPECT_EQ(client.get("/private").status, 401);
    client.json = false;
    client.htmx = true;
    EXPECT_EQ(client.get("/private").status, 401);
}

TEST_F(AppTest, FormsNeedTheirToken) {
    TestClient client{*app};
    auto page = client.get("/form");
    auto filled = page.form();
    filled["word"] = "tea";
    EXPECT_EQ(filled.submit().status, 303);
    EXPECT_EQ(client.post("/form", {{"word", "x"}}).status, 403);
    EXPECT_EQ(client.post("/form", {{"word", "x"}, {"csrf_token", "AAAA"}}).status, 403);
    TestClient other{*app};
    auto stolen = page.form()["csrf_token"];
    EXPECT_EQ(other.post("/form", {{"csrf_token", stolen}}).status, 403);
    EXPECT_EQ(client.post("/form", {{"csrf_token", stolen}}).status, 303);
    EXPECT_EQ(client.post("/form", {}, {{"X-CSRFToken", stolen}}).status, 303);
}

TEST_F(AppTest, ForeignSitesAreRefusedEvenWithAToken) {
    TestClient client{*app};
    auto token = client.get("/form").form()["csrf_token"];
    for (const testing::Fields& headers : {testing::Fields{{"Origin", "https://evil.example"}}, {{"Origin", "null"}},
                                           {{"Sec-Fetch-Site", "cross-site"}}, {{"Sec-Fetch-Site", "same-site"}}}) {
        EXPECT_EQ(client.post("/form", {{"csrf_token", token}}, headers).status, 403);
    }
    EXPECT_EQ(client.post("/form", {{"csrf_token", token}}, {{"Origin", "http://localhost"}}).status, 303);
    EXPECT_EQ(client.post("/form", {{"csrf_token", token}}, {{"Origin", "null"}, {"Sec-Fetch-Site", "same-origin"}}).status, 303);
}

TEST_F(AppTest, TokensDifferFromPageToPage) {
    TestClient client{*app};
    EXPECT_NE(client.get("/form").form()["csrf_token"], client.get("/form").form()["csrf_token"]);
}

TEST_F(AppTest, FlashesAreShownOnce) {
    TestClient client{*app};
    auto filled = client.get("/form").form();
    filled["word"] = "<b>";
    filled.submit();
    EXPECT_EQ(client.get("/flashes").body, "success: Thanks for <b>.\n");
    EXPECT_EQ(client.get("/flashes").body, "");
}

TEST_F(AppTest, ErrorsShowNothingInside) {
    TestClient client{*app};
    auto answer = client.get("/throws");
    EXPECT_EQ(answer.status, 500);
    EXPECT_FALSE(answer.has("SELECT"));
    client.json = true;
    auto problem = client.get("/throws");
    EXPECT_EQ(problem.header("Content-Type"), "application/problem+json");
    EXPECT_TRUE(problem.has("\"reference\""));
    EXPECT_FALSE(problem.has("SELECT"));
}

TEST_F(AppTest, NextLeadsOnlyToPagesOfOurs) {
    TestClient client{*app};
    EXPECT_EQ(client.get("/go?next=/private%3Fa%3D1").location(), "/private?a=1");
    for (auto next : {"//evil.example", "///evil.example", "/%5Cevil.example", "https://evil.example", "javascript:alert(1)",
                      "/nothing", "", "/ping%0d%0aSet-Cookie:x", "http:/ping", "/%09/evil.example", "ping"}) {
        EXPECT_EQ(client.get(std::string("/go?next=") + next).location(), "/ping") << next;
    }
}

TEST_F(AppTest, OnlyTrustedProxiesSpeakForTheClient) {
    TestClient proxied{*app};
    const testing::Fields headers = {{"X-Forwarded-For", "198.51.100.1, 192.0.2.9"}, {"X-Forwarded-Proto", "https"}};
    EXPECT_EQ(proxied.get("/who", headers).body, "192.0.2.9 https localhost");
    TestClient direct{*app};
    direct.address = "192.0.2.50";
    EXPECT_EQ(direct.get("/who", headers).body, "192.0.2.50 http localhost");
}

TEST(App, ARouteWithoutARuleStopsTheStart) {
    Config config("demo");
    config.load({{"CARAFE_ENV", "testing"}}, "", {});
    SimulatedClock clock{"2028-02-29T12:00:00Z"};
    App app(config, clock, Log("off"));
    app.root().get<"/ping", ping>();
    EXPECT_THAT(app.start(), Contains(HasSubstr("web.E001 /ping (ping) names no access rule: ")));
}

TEST(App, CookiesOverTlsCarryTheHostPrefix) {
    Config config("demo");
    config.load({{"CARAFE_ENV", "testing"}, {"TRUSTED_PROXIES", "203.0.113.7"}}, "", {});
    SimulatedClock clock{"2028-02-29T12:00:00Z"};
    App app(config, clock, Log("off"));
    app.root().form<"/form", form>(public_access("test"));
    app.root().get<"/ping", ping>(public_access("test"));
    ASSERT_THAT(app.start(), IsEmpty());
    TestClient client{app};
    auto cookie = client.get("/form", {{"X-Forwarded-Proto", "https"}}).header("Set-Cookie");
    EXPECT_THAT(cookie, HasSubstr("__Host-demo_visitor="));
    EXPECT_THAT(cookie, HasSubstr("; Secure"));
    EXPECT_THAT(cookie, HasSubstr("; HttpOnly"));
}

}  // namespace carafe
