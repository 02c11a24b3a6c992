// The application below a path of its host: nothing it shows, sends or sets leads out of it.
#include "apps/dinkydash/services/demo_data.hpp"
#include "apps/dinkydash/tests/fixture.hpp"
#include "carafe/auth/passwords.hpp"
#include "carafe/web/router.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <regex>
#include <set>

namespace dinkydash {

namespace {

const std::string kRoot = "/home/dash";
const std::string kHost = "https://fam.example";

std::vector<std::string> matches(const std::string& text, const char* pattern) {
    const std::regex regex(pattern);
    std::vector<std::string> found;
    for (std::sregex_iterator at(text.begin(), text.end(), regex), end; at != end; ++at) {
        found.push_back((*at)[1]);
    }
    return found;
}

bool is_below_root(const std::string& path) { return path == kRoot || path.starts_with(kRoot + '/'); }

std::string unescaped(std::string text) {
    for (auto at = text.find("&amp;"); at != text.npos; at = text.find("&amp;")) {
        text.replace(at, 5, "&");
    }
    return text;
}

/// A demo family at /home/dash, with its owner logged in.
struct Mounted {
    Mounted() {
        DemoOptions options;
        options.days = 2;
        options.password_hash = site.app->state<carafe::auth::Passwords>().hash(kPassword);
        make_demo_data(site.app->database(), site.app->state<Pictures>(), options, [] {});
        auto form = owner.get(kRoot + "/login").form();
        form["email"] = "demo@example.com";
        form["password"] = kPassword;
        form.check("remember_me", true);
        const auto answer = form.submit();
        EXPECT_EQ(answer.location(), kRoot + "/");
    }

    Site site{Storage::Memory, {{"APPLICATION_ROOT", kRoot + '/'}, {"PUBLIC_URL", kHost}}};
    TestClient owner = site.browser();
};

/// Follows every link of pages and keeps an eye on every address.
struct Crawl {
    explicit Crawl(TestClient& browser) : client(browser) {}

    /// Looks at an answer, and at all pages that can be reached from it.
    void start(const TestAnswer& answer) {
        look(answer);
        while (!waiting.empty()) {
            const auto path = waiting.front();
            waiting.pop_front();
            const auto next = client.get(path);
            EXPECT_LT(next.status, 400) << path;
            look(next);
        }
    }

    void start(const std::string& path) { start(client.get(path)); }

    void look(const TestAnswer& answer) {
        if (!answer.location().empty()) {
            check(answer.location(), answer.path);
            visit(answer.location());
        }
        for (const auto& cookie : answer.headers_of("Set-Cookie")) {
            EXPECT_TRUE(cookie.starts_with("dinkydash.home.dash_")) << cookie;
            EXPECT_NE(cookie.find("; Path=/;"), std::string::npos) << cookie;
        }
        const auto type = answer.header("Content-Type");
        if (type.starts_with("text/css")) {
            for (const auto& url : matches(answer.body, R"re(url\(["']?(/[^)"']*))re")) check(url, answer.path);
        }
        if (!type.starts_with("text/html")) return;
        for (const auto& url : matches(answer.body, R"re(="(/[^"]*)")re")) check(unescaped(url), answer.path);
        for (const auto& url : matches(answer.body, R"((https?://[^\s"<]*))")) {
            EXPECT_TRUE(url.starts_with(kHost + kRoot + '/') || url.starts_with("http://www.w3.org/"))
                << url << " on " << answer.path;
        }
        for (const auto& url : matches(answer.body, R"re((?:href|src|hx-get)="(/[^"]*)")re")) visit(unescaped(url));
    }

    void check(const std::string& url, const std::string& page) {
        EXPECT_TRUE(is_below_root(url)) << url << " on " << page;
        addresses.insert(url.substr(0, url.find('?')));
    }

    void visit(const std::string& url) {
        const auto path = url.substr(0, url.find('#'));
        if (path == kRoot + "/logout" || !seen.insert(path).second) return;
        waiting.push_back(path);
    }

    bool has(const std::string& path) const { return addresses.contains(kRoot + path); }

    TestClient& client;
    std::deque<std::string> waiting{};
    std::set<std::string> seen{};
    std::set<std::string> addresses{};
};

}  // namespace

TEST(Mounted, NoPageOfTheOwnerLeadsOutOfTheApplication) {
    Mounted home;
    Crawl crawl(home.owner);
    crawl.start(kRoot + "/");
    for (const auto* path : {"/dashboard/1/content", "/people/1", "/admin/tasks/1/edit", "/admin/countdowns/new",
                             "/admin/dashboards/1/delete", "/admin/screens/new", "/admin/members/invite",
                             "/settings", "/account", "/media/1/thumb", "/dashboard/1/tasks/1/done"}) {
        EXPECT_TRUE(crawl.has(path)) << "no page has the address " << path;
    }
    EXPECT_GT(crawl.seen.size(), 50u);
}

TEST(Mounted, NoPageOfVisitorsAndScreensLeadsOutOfTheApplication) {
    Mounted home;
    auto visitor = home.site.browser();
    Crawl outside(visitor);
    outside.start(kRoot + "/login");
    outside.start(kRoot + "/pair");
    outside.start(kRoot + "/wall");
    EXPECT_TRUE(outside.has("/register"));

    auto form = home.owner.get(kRoot + "/admin/screens/new").form_to("/new");
    form["name"] = "Kitchen";
    form.check("may_swap", true);
    const auto shown = form.submit("save");
    Crawl(home.owner).start(shown);
    const auto link = link_with(shown.body, kRoot + "/pair/");
    auto screen = home.site.browser();
    Crawl wall(screen);
    wall.start(link);
    const auto paired = screen.get(link).form_to(link).submit();
    EXPECT_EQ(paired.location(), kRoot + "/wall");
    wall.start(paired);
    wall.start(kRoot + "/wall");
    EXPECT_TRUE(wall.has("/wall/content"));
    EXPECT_TRUE(wall.has("/wall/tasks/1/swap"));

    const auto permanent = home.owner.get(kRoot + "/admin/screens/1/edit").form_to("/link").submit();
    auto kiosk = home.site.browser();
    Crawl(kiosk).start(link_with(permanent.body, kRoot + "/wall/t/"));
}

TEST(Mounted, AnswersOfFormsStayBelowTheRoot) {
    Mounted home;
    Crawl crawl(home.owner);
    auto task = home.owner.get(kRoot + "/admin/tasks/1/edit").form_to("/edit");
    auto stale = task;
    crawl.look(task.submit("save"));
    crawl.look(stale.submit("save"));
    auto person = home.owner.get(kRoot + "/people/new").form();
    crawl.look(person.submit("save"));
    crawl.look(home.owner.get(kRoot + "/people").form_to("/people/1/move").press("op", "down"));
    crawl.look(home.owner.get(kRoot + "/no/such/page"));
    crawl.look(home.owner.get(kRoot + "/people/"));
    EXPECT_EQ(home.owner.get(kRoot + "/people/").location(), kRoot + "/people");
    auto token = person;
    token["csrf_token"] = "old";
    crawl.look(token.submit("save"));
    home.owner.htmx = true;
    auto tick = home.owner.get(kRoot + "/dashboard/1").form_to("/tasks/1/done");
    crawl.look(tick.press_to("/skip"));
    home.owner.htmx = false;
    crawl.look(home.owner.get(kRoot + "/logout"));
}

TEST(Mounted, LoginComesBackToTheAddressItWasAskedFor) {
    Mounted home;
    auto visitor = home.site.browser();
    const auto refused = visitor.get(kRoot + "/admin/tasks");
    EXPECT_TRUE(refused.location().starts_with(kRoot + "/login?next=")) << refused.location();
    auto form = refused.follow().form();
    form["email"] = "demo@example.com";
    form["password"] = kPassword;
    EXPECT_EQ(form.submit().location(), kRoot + "/admin/tasks");
    for (const auto* next : {"/admin/tasks", "/home/dashboard/1", "/home/dash/../other", "/", "/home"}) {
        auto other = home.site.browser();
        auto login = other.get(kRoot + "/login").form();
        login["email"] = "demo@example.com";
        login["password"] = kPassword;
        login["next"] = next;
        EXPECT_EQ(login.submit().location(), kRoot + "/") << next;
    }
}

TEST(Mounted, AddressesBesideTheRootAreNotOurs) {
    Mounted home;
    for (const auto* path : {"/", "/login", "/home", "/home/dashboard/1", "/home/dash.css", "/static/dinkydash.css"}) {
        EXPECT_EQ(home.owner.get(path).status, 404) << path;
    }
    EXPECT_LT(home.owner.get(kRoot).status, 400);
}

TEST(Mounted, MailsLeadToPublicUrlAndRoot) {
    Mounted home;
    auto visitor = home.site.browser();
    auto forgot = visitor.get(kRoot + "/forgot").form_to("/forgot");
    forgot["email"] = "demo@example.com";
    forgot.submit();
    auto invite = home.owner.get(kRoot + "/admin/members/invite").form_to("/invite");
    invite["email"] = "ben@example.com";
    invite.submit("save");
    auto account = home.owner.get(kRoot + "/account").form_to("/email");
    account["email"] = "demo2@example.com";
    account["email_password"] = kPassword;
    account.submit();
    auto password = home.owner.get(kRoot + "/account").form_to("/password");
    password["old_password"] = kPassword;
    password["password"] = "another fine 8";
    password["confirm_password"] = "another fine 8";
    password.submit();
    const auto mails = home.site.rows("SELECT subject, body_text || body_html FROM outbox_mails");
    EXPECT_EQ(mails.size(), 4u);
    for (const auto& mail : mails) {
        const auto urls = matches(mail[1], R"((https?://[^\s"<]*))");
        EXPECT_FALSE(urls.empty()) << mail[0];
        for (const auto& url : urls) EXPECT_TRUE(url.starts_with(kHost + kRoot + '/')) << mail[0] << ": " << url;
    }
}

}  // namespace dinkydash
