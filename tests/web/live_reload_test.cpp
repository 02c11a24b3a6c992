// Development: pages that reload themselves, and broken templates that show their place.
#include "carafe/templates/define.hpp"
#include "carafe/templates/engine.hpp"
#include "carafe/testing/client.hpp"
#include "carafe/web/render.hpp"
#include "carafe/web/static_files.hpp"
#include "carafe/web/template_globals.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace carafe {

namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

struct NumberPage : templates::Page<std::int64_t> {
    using Page::Page;
    static constexpr templates::PageInfo info{"page.html", {"number"}};
};
struct SorryPage : templates::Page<std::int64_t> {
    using Page::Page;
    static constexpr templates::PageInfo info{"sorry.html", {"status"}};
};
using Pages = templates::PageList<NumberPage, SorryPage>;

Response page(Request& request) { return render(request, NumberPage{request.args().get("number", std::int64_t{1})}); }
Response fragment(Request&) { return html("<p>part</p>"); }
Response data(Request&) { return json_text("\"</head>\""); }
Response sorry(Request& request, const ErrorInfo& info) { return render(request, SorryPage{std::int64_t{info.status}}); }

constexpr const char* kPage =
    "<html><head><title>{{ 6 // number }}</title><link rel=\"stylesheet\" href=\"{{ static('app.css') }}\"></head>\n"
    "<body>body</body></html>\n";
const EmbeddedFile kFiles[] = {{"app.css", "embedded"}, {"other.css", "other"}};

/// A folder with templates and static files, and an application that reads them.
struct LiveReloadTest : ::testing::Test {
    LiveReloadTest() {
        std::string pattern = (fs::temp_directory_path() / "carafe_reload_XXXXXX").string();
        folder = mkdtemp(pattern.data());
        write("templates/page.html", kPage);
        write("templates/sorry.html", "<html><head></head><body>Sorry, {{ status }}</body></html>");
        write("static/app.css", "body {}");
    }
    ~LiveReloadTest() override { fs::remove_all(folder); }

    /// Every write has a new file time, whatever the file system's resolution.
    void write(const std::string& name, const std::string& text) {
        fs::create_directories((folder / name).parent_path());
        std::ofstream(folder / name) << text;
        fs::last_write_time(folder / name, fs::file_time_type::clock::now() + std::chrono::seconds(++writes));
    }

    void start(const std::string& environment, const Variables& more = {}, Log log = Log("off")) {
        config = std::make_unique<Config>("demo");
        config->load({{"CARAFE_ENV", environment}, {"ALLOWED_HOSTS", "localhost"}}, "", more);
        app = std::make_unique<App>(*config, clock, std::move(log));
        const auto open = public_access("test");
        app->root().form<"/page", page>(open, {.csrf = Csrf::Off});
        app->root().get<"/fragment", fragment>(open);
        app->root().get<"/data", data>(open);
        app->error_page(sorry);
        const std::vector<std::string> folders{(folder / "static").string()};
        const bool development = config->is_development();
        app->use_static_files(std::make_unique<StaticFiles>(std::vector<EmbeddedFiles>{kFiles},
                                                            development ? folders : std::vector<std::string>()));
        templates::Environment names;
        add_web_globals(names, *app);
        app->use_templates<Pages>(std::make_unique<templates::Engine>(
            templates::Loader::from_folder((folder / "templates").string()), std::move(names),
            templates::EngineOptions{.development = development}));
        EXPECT_EQ(app->start(), std::vector<std::string>());
    }
    testing::TestAnswer get(const std::string& path, const testing::Fields& headers = {}) const {
        return testing::TestClient(*app).get(path, headers);
    }
    /// What stands between two texts of an answer.
    static std::string between(const testing::TestAnswer& answer, const std::string& before, const std::string& after) {
        const auto begin = answer.body.find(before);
        if (begin == std::string::npos) return {};
        const auto from = begin + before.size();
        return answer.body.substr(from, answer.body.find(after, from) - from);
    }
    std::string version_of_page() const { return between(get("/page"), "data-version=\"", "\""); }
    int status_since(const std::string& version) const { return get("/_dev/changes?since=" + version).status; }

    SimulatedClock clock{"2028-02-29T12:00:00Z"};
    std::unique_ptr<Config> config;
    std::unique_ptr<App> app;
    fs::path folder;
    int writes = 0;
};

}  // namespace

}  // namespace carafe

template struct carafe::templates::Define<carafe::Pages>;

namespace carafe {

TEST_F(LiveReloadTest, ExistsInDevelopmentOnly) {
    for (auto environment : {"production", "testing"}) {
        start(environment);
        EXPECT_EQ(get("/_dev/changes").status, 404) << environment;
        EXPECT_EQ(get("/_dev/changes?since=1").status, 404) << environment;
        EXPECT_EQ(get("/_dev/reload.js").status, 404) << environment;
        EXPECT_EQ(get("/page").status, 200) << environment;
        EXPECT_THAT(get("/page").body, Not(HasSubstr("<script"))) << environment;
        EXPECT_THAT(app->access_matrix(), Not(HasSubstr("_dev"))) << environment;
    }
}

TEST_F(LiveReloadTest, ASettingLeavesItOut) {
    start("development", {{"CARAFE_LIVE_RELOAD", "false"}});
    EXPECT_EQ(get("/_dev/changes").status, 404);
    EXPECT_THAT(get("/page").body, Not(HasSubstr("<script")));
    EXPECT_THAT(get("/page?number=0").body, HasSubstr("division by zero"));
}

TEST_F(LiveReloadTest, TheRequestLogLeavesItOut) {
    start("development", {}, Log("info"));
    ::testing::internal::CaptureStderr();
    get("/_dev/changes");
    get("/page");
    const auto lines = ::testing::internal::GetCapturedStderr();
    EXPECT_THAT(lines, HasSubstr("/page"));
    EXPECT_THAT(lines, Not(HasSubstr("_dev")));
}

TEST_F(LiveReloadTest, PagesCarryAScriptThatTheirPolicyAllows) {
    start("production");
    const auto policy = get("/page").header("Content-Security-Policy");
    start("development");

    auto answer = get("/page");
    EXPECT_EQ(answer.header("Content-Security-Policy"), policy);
    EXPECT_THAT(policy, HasSubstr("script-src 'self';"));
    EXPECT_THAT(policy, HasSubstr("connect-src 'self';"));
    EXPECT_EQ(answer.header("Cache-Control"), "no-store");
    const auto script = between(answer, "<script ", "</head>");
    EXPECT_THAT(script, HasSubstr("src=\"/_dev/reload.js\" data-changes=\"/_dev/changes\" data-version=\""));
    EXPECT_THAT(script, HasSubstr(" defer></script>"));
    EXPECT_EQ(get("/_dev/reload.js").header("Content-Type"), "text/javascript; charset=utf-8");
    EXPECT_THAT(get("/_dev/reload.js").body, HasSubstr("document.hidden"));
}

TEST_F(LiveReloadTest, AddressesKnowTheirPrefix) {
    start("development", {{"APPLICATION_ROOT", "/demo"}});
    EXPECT_THAT(get("/demo/page").body, HasSubstr("src=\"/demo/_dev/reload.js\" data-changes=\"/demo/_dev/changes\""));
    EXPECT_EQ(get("/demo/_dev/reload.js").status, 200);
}

TEST_F(LiveReloadTest, TheAnswerChangesWithTheFiles) {
    start("development");
    const auto first = version_of_page();
    EXPECT_EQ(status_since(first), 204);

    write("templates/page.html", kPage);
    auto changed = get("/_dev/changes?since=" + first);
    EXPECT_EQ(changed.status, 200);
    EXPECT_EQ(changed.header("Cache-Control"), "no-store");
    const auto second = version_of_page();
    EXPECT_EQ(changed.body, second);
    EXPECT_EQ(status_since(second), 204);

    write("static/app.css", "body { margin: 0 }");
    EXPECT_EQ(status_since(second), 200);
    const auto third = version_of_page();
    write("templates/more.html", "");
    EXPECT_EQ(status_since(third), 200);
    for (auto odd : {"", "x", "%3Cb%3E", "0-0"}) EXPECT_EQ(status_since(odd), 200) << odd;
}

TEST_F(LiveReloadTest, ANewProcessIsAChangeToo) {
    start("development");
    const auto before = version_of_page();
    start("development");
    EXPECT_EQ(status_since(before), 200);
}

TEST_F(LiveReloadTest, OnlyPagesThatAnswerAGetCarryTheScript) {
    start("development");
    testing::TestClient client{*app};
    EXPECT_EQ(get("/fragment").body, "<p>part</p>");
    EXPECT_EQ(get("/data").body, "\"</head>\"");
    EXPECT_THAT(get("/page", {{"HX-Request", "true"}}).body, Not(HasSubstr("<script")));
    EXPECT_THAT(client.post("/page", {}).body, Not(HasSubstr("<script")));
    EXPECT_THAT(get("/nothing").body, HasSubstr("<script"));
}

TEST_F(LiveReloadTest, StaticFilesAreReadFromTheirFolder) {
    start("development");
    const auto first = between(get("/page"), "href=\"", "\"");
    EXPECT_EQ(get(first).body, "body {}");

    write("static/app.css", "body { margin: 0 }");
    const auto second = between(get("/page"), "href=\"", "\"");
    EXPECT_NE(first, second);
    EXPECT_EQ(get(second).body, "body { margin: 0 }");
    EXPECT_EQ(get(second).header("Content-Type"), "text/css; charset=utf-8");
    EXPECT_EQ(get(first).status, 404);
    EXPECT_EQ(get("/static/other.css").body, "other");
    for (auto path : {"/static/..%2ftemplates/page.html", "/static/../templates/page.html", "/static/.", "/static/"}) {
        EXPECT_EQ(get(path).status, 404) << path;
    }
    start("production");
    EXPECT_EQ(get("/static/app.css").body, "embedded");
}

TEST_F(LiveReloadTest, ABrokenTemplateShowsItsPlaceUntilItIsRepaired) {
    start("development");
    write("templates/page.html", "<html><head></head>\n<b>&amp;</b>\n\tä {{ number %}\nlast\n");
    auto answer = get("/page");
    EXPECT_EQ(answer.status, 500);
    EXPECT_THAT(answer.body, HasSubstr("<strong>page.html:3:15</strong></p><p>expected &#39;}}&#39;, found &#39;%}&#39;</p>"));
    EXPECT_EQ(between(answer, "<pre>", "</pre>"),
              "     1 | &lt;html&gt;&lt;head&gt;&lt;/head&gt;\n"
              "     2 | &lt;b&gt;&amp;amp;&lt;/b&gt;\n"
              "   &gt; 3 | \tä {{ number %}\n"
              "       | \t            ^\n"
              "     4 | last\n");
    EXPECT_THAT(answer.body, HasSubstr("<script src=\"/_dev/reload.js\""));
    EXPECT_THAT(answer.header("Content-Security-Policy"), HasSubstr("script-src 'self';"));

    const auto version = between(answer, "data-version=\"", "\"");
    EXPECT_EQ(status_since(version), 204);
    write("templates/page.html", kPage);
    EXPECT_EQ(status_since(version), 200);
    EXPECT_EQ(get("/page").status, 200);
}

TEST_F(LiveReloadTest, AnUnknownNameShowsItsPlace) {
    start("development");
    write("templates/page.html", "{{ numbr }}");
    auto answer = get("/page");
    EXPECT_THAT(answer.body, HasSubstr("<strong>page.html:1:4</strong>"));
    EXPECT_THAT(answer.body, HasSubstr("did you mean &#39;number&#39;?"));
}

TEST_F(LiveReloadTest, AFaultWhileRenderingShowsItsPlace) {
    start("development");
    auto answer = get("/page?number=0");
    EXPECT_EQ(answer.status, 500);
    EXPECT_THAT(answer.body, HasSubstr("<strong>page.html:1:23</strong></p><p>division by zero</p>"));
    EXPECT_THAT(answer.body, HasSubstr("\n       |                       ^\n"));
}

TEST_F(LiveReloadTest, ABrokenErrorPageShowsItsPlaceToo) {
    start("development");
    write("templates/sorry.html", "{% if %}");
    auto answer = get("/nothing");
    EXPECT_EQ(answer.status, 500);
    EXPECT_THAT(answer.body, HasSubstr("<strong>sorry.html:1:7</strong>"));
}

TEST_F(LiveReloadTest, ATemplateThatIsGoneHasNoLines) {
    start("development");
    fs::remove(folder / "templates/page.html");
    auto answer = get("/page");
    EXPECT_EQ(answer.status, 500);
    EXPECT_THAT(answer.body, HasSubstr("page.html"));
    EXPECT_EQ(between(answer, "<pre>", "</pre>"), "");
}

TEST_F(LiveReloadTest, ProgramsAreNotShownPages) {
    start("development");
    testing::TestClient client{*app};
    client.json = true;
    auto answer = client.get("/page?number=0");
    EXPECT_EQ(answer.status, 500);
    EXPECT_EQ(answer.header("Content-Type"), "application/problem+json");
    EXPECT_THAT(answer.body, Not(HasSubstr("page.html")));
}

TEST_F(LiveReloadTest, ProductionShowsNoPlaces) {
    start("production");
    auto answer = get("/page?number=0");
    EXPECT_EQ(answer.status, 500);
    EXPECT_EQ(answer.body, "<html><head></head><body>Sorry, 500</body></html>");
}

}  // namespace carafe
