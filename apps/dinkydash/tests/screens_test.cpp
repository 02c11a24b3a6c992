// Wall screens: pairing, rights, revoking.
#include "apps/dinkydash/tests/fixture.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace dinkydash {

namespace {

using std::chrono::minutes;

constexpr const char* kGone = "This screen is no longer connected.";

/// A family with a task on its dashboard and one on another dashboard.
struct Home {
    Home() {
        register_family(anna, "Beispiel", "anna@example.com");
        add_person(site, anna, "Anna");
        add_person(site, anna, "Ben");
        task = add_task(site, anna, "Dishes", {"Anna", "Ben"});
        const auto other = add_dashboard(site, anna, "Upstairs");
        auto form = task_form(anna, "Hidden plants", {"Anna"});
        form["dashboard_id"] = std::to_string(other);
        EXPECT_EQ(form.submit("save").status, 303);
    }

    Site site{};
    TestClient anna = site.browser();
    TestClient wall = site.browser();
    std::int64_t task = 0;
};

TestAnswer type_code(TestClient& client, const std::string& code) {
    auto form = client.get("/pair").form_to("/pair");
    form["code"] = code;
    return form.submit();
}

}  // namespace

TEST(Check22, LinkIsUsedUpByTheButtonNotByLookingAtIt) {
    Home home;
    const auto screen = add_screen(home.site, home.anna);
    for (int i = 0; i < 2; ++i) {
        const auto page = home.wall.get(screen.path);
        EXPECT_EQ(page.status, 200);
        EXPECT_TRUE(page.has("Use this screen for Family Dashboard?"));
        EXPECT_EQ(page.headers_of("Referrer-Policy").back(), "no-referrer");
        EXPECT_EQ(page.header("X-Robots-Tag"), "noindex");
        EXPECT_EQ(page.header("Cache-Control"), "no-store");
    }
    auto form = home.wall.get(screen.path).form_to(screen.path);
    const auto answer = form.submit();
    EXPECT_EQ(answer.status, 303);
    EXPECT_EQ(answer.location(), "/wall");
    std::string cookie;
    for (const auto& value : answer.headers_of("Set-Cookie")) {
        cookie += value.find("screen=") != std::string::npos ? value : "";
    }
    EXPECT_NE(cookie.find("HttpOnly"), std::string::npos) << cookie;
    EXPECT_NE(cookie.find("SameSite=Lax"), std::string::npos) << cookie;
    EXPECT_NE(cookie.find("Max-Age=34560000"), std::string::npos) << "400 days: " << cookie;

    auto thief = home.site.browser();
    const auto again = thief.post(screen.path, {{"csrf_token", form["csrf_token"]}});
    EXPECT_NE(again.status, 303);
    EXPECT_FALSE(thief.get("/wall").has("Dishes"));
    EXPECT_EQ(home.wall.get(screen.path).status, 404);
    EXPECT_TRUE(home.wall.get("/wall").has("Dishes")) << "the first one stays connected";
}

TEST(Check22, CodeIsTypedAsPeopleType) {
    Home home;
    const auto screen = add_screen(home.site, home.anna);
    EXPECT_EQ(screen.code.find_first_of("0O1IL"), std::string::npos);
    std::string typed;
    for (char c : screen.code) {
        typed += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    EXPECT_EQ(type_code(home.wall, "AAAA AAAA").status, 422);
    const auto answer = type_code(home.wall, ' ' + typed + ' ');
    EXPECT_EQ(answer.status, 303);
    EXPECT_EQ(answer.location(), "/wall");
    auto second = home.site.browser();
    EXPECT_EQ(type_code(second, screen.code).status, 422) << "one use";
}

TEST(Check22, PairingEndsAfterAQuarterOfAnHour) {
    Home home;
    const auto screen = add_screen(home.site, home.anna);
    home.site.clock.advance(minutes{15});
    EXPECT_EQ(home.wall.get(screen.path).status, 404);
    EXPECT_EQ(type_code(home.wall, screen.code).status, 422);
}

TEST(Check22, WallShowsOnlyItsDashboardAndOpensNothingElse) {
    Home home;
    pair_screen(home.site, home.anna, home.wall);
    const auto page = home.wall.get("/wall");
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(page.has("Dishes"));
    EXPECT_FALSE(page.has("Hidden plants"));
    EXPECT_FALSE(page.has("href=\"/admin"));
    EXPECT_FALSE(page.has("anna@example.com"));
    for (const auto* path : {"/", "/dashboard/1", "/people", "/admin/tasks", "/account"}) {
        EXPECT_EQ(home.wall.get(path).status, 302) << path;
    }
    EXPECT_LE(std::stoi(home.wall.get("/wall/content").header("X-Statements")), 6);
}

TEST(Check22, ScreenGoesOnForMonthsWithoutAnybody) {
    Home home;
    pair_screen(home.site, home.anna, home.wall);
    home.site.clock.advance(std::chrono::days{200});
    EXPECT_TRUE(home.wall.get("/wall/content").has("Dishes"));
}

TEST(Check22, RevokedScreenSaysSoAtTheNextPoll) {
    Home home;
    const auto id = pair_screen(home.site, home.anna, home.wall);
    const auto etag = home.wall.get("/wall/content").header("ETag");
    EXPECT_EQ(home.wall.get("/wall/content", {{"If-None-Match", etag}}).status, 304);
    const auto path = "/admin/screens/" + std::to_string(id) + "/revoke";
    EXPECT_EQ(home.anna.get(path).form_to(path).submit("confirm").status, 303);
    const auto poll = home.wall.get("/wall/content", {{"If-None-Match", etag}});
    EXPECT_EQ(poll.status, 200);
    EXPECT_TRUE(poll.has(kGone));
    EXPECT_FALSE(poll.has("every 30s"));
    const auto page = home.wall.get("/wall");
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(page.has(kGone));
    EXPECT_FALSE(page.has("Dishes"));
}

TEST(Check22, MovedScreenShowsItsNewDashboardAtTheNextPoll) {
    Home home;
    const auto id = pair_screen(home.site, home.anna, home.wall);
    const auto etag = home.wall.get("/wall/content").header("ETag");
    auto form = home.anna.get("/admin/screens/" + std::to_string(id) + "/edit").form_to("/edit");
    form["dashboard_id"] = "2";
    EXPECT_EQ(form.submit("save").status, 303);
    const auto poll = home.wall.get("/wall/content", {{"If-None-Match", etag}});
    EXPECT_EQ(poll.status, 200);
    EXPECT_TRUE(poll.has("Hidden plants"));
    EXPECT_FALSE(poll.has("Dishes"));
}

TEST(Check22, PermanentLinkWorksWithoutCookies) {
    Home home;
    const auto id = pair_screen(home.site, home.anna, home.wall);
    const auto edit = home.anna.get("/admin/screens/" + std::to_string(id) + "/edit");
    const auto shown = edit.form_to("/link").submit();
    EXPECT_EQ(shown.status, 200);
    const auto link = link_with(shown.body, "/wall/t/");
    EXPECT_EQ(link.size(), std::string("/wall/t/").size() + 32);
    for (int i = 0; i < 2; ++i) {
        auto kiosk = home.site.browser();
        const auto page = kiosk.get(link);
        EXPECT_EQ(page.status, 200);
        EXPECT_TRUE(page.has("Dishes"));
        EXPECT_EQ(page.header("Cache-Control"), "no-store");
        EXPECT_EQ(page.header("X-Robots-Tag"), "noindex");
        EXPECT_TRUE(kiosk.get("/wall/content").has("Dishes"));
    }
    auto stranger = home.site.browser();
    EXPECT_TRUE(stranger.get("/wall/t/" + std::string(32, 'a')).has(kGone));
    const auto revoke = "/admin/screens/" + std::to_string(id) + "/revoke";
    home.anna.get(revoke).form_to(revoke).submit("confirm");
    EXPECT_TRUE(stranger.get(link).has(kGone));
}

TEST(Check22, PermanentLinkKeepsTheCookieOfItsScreen) {
    Home home;
    const auto id = pair_screen(home.site, home.anna, home.wall);
    const auto edit = home.anna.get("/admin/screens/" + std::to_string(id) + "/edit");
    const auto link = link_with(edit.form_to("/link").submit().body, "/wall/t/");
    const auto cookies = home.wall.cookies();
    EXPECT_TRUE(home.wall.get(link).has("Dishes"));
    EXPECT_EQ(home.wall.cookies(), cookies);
    home.wall.get(link);
    EXPECT_EQ(home.wall.cookies(), cookies);
    EXPECT_TRUE(home.wall.get("/wall/content").has("Dishes"));

    auto other = home.site.browser();
    pair_screen(home.site, home.anna, other);
    const auto of_other = other.cookies();
    EXPECT_TRUE(other.get(link).has("Dishes"));
    EXPECT_NE(other.cookies(), of_other) << "it was another screen's";
}

TEST(Check22, GuessingCodesEndsAfterTenTries) {
    Home home;
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(type_code(home.wall, "AAAA AAAA").status, 422) << i;
    }
    const auto answer = type_code(home.wall, "AAAA AAAA");
    EXPECT_EQ(answer.status, 429);
    EXPECT_FALSE(answer.header("Retry-After").empty());
    home.site.clock.advance(minutes{11});
    EXPECT_EQ(type_code(home.wall, "AAAA AAAA").status, 422);
}

TEST(Check22, GuessingFromManyAddressesEndsAfterAHundred) {
    Home home;
    int refused = 0;
    for (int i = 0; i < 104; ++i) {
        auto client = home.site.browser();
        refused += type_code(client, "AAAA AAAA").status == 429 ? 1 : 0;
    }
    EXPECT_EQ(refused, 4);
}

TEST(Check12, TickIsTakenBackOnTheWall) {
    Home home;
    pair_screen(home.site, home.anna, home.wall);
    const auto done = "/wall/tasks/" + std::to_string(home.task) + "/done";
    home.wall.htmx = true;
    const auto ticked = home.wall.get("/wall").form_to(done).press("person_id", "1");
    EXPECT_EQ(ticked.status, 200);
    EXPECT_TRUE(ticked.has("is-done"));
    EXPECT_EQ(home.site.value("SELECT by_device_id FROM task_completions"), "1");
    const auto undone = home.wall.get("/wall").form_to(done).press_to("/undo");
    EXPECT_EQ(undone.status, 200);
    EXPECT_EQ(home.site.number("SELECT count(*) FROM task_completions"), 0);
}

TEST(Check23, ScreenThatMayNotTickHasNoButtonsAndIsRefused) {
    Home home;
    pair_screen(home.site, home.anna, home.wall, false, false);
    const auto page = home.wall.get("/wall");
    EXPECT_TRUE(page.has("Dishes"));
    EXPECT_FALSE(page.has("<button"));
    EXPECT_FALSE(page.has("<form"));
    const auto token = home.wall.get("/pair").form_to("/pair")["csrf_token"];
    for (const auto* verb : {"done", "undo", "skip", "swap"}) {
        const auto answer = home.wall.post("/wall/tasks/1/" + std::string(verb),
                                           {{"csrf_token", token},
                                            {"on_date", "2027-04-21"},
                                            {"person_id", "1"},
                                            {"with_person_id", "2"}});
        EXPECT_EQ(answer.status, 403) << verb;
    }
    EXPECT_EQ(home.site.number("SELECT count(*) FROM task_completions"), 0);
    EXPECT_EQ(home.site.number("SELECT count(*) FROM task_overrides"), 0);
}

TEST(Check23, ScreenThatMayOnlyTickCannotSwap) {
    Home home;
    pair_screen(home.site, home.anna, home.wall, true, false);
    auto form = home.wall.get("/wall").form_to("/wall/tasks/1/done");
    EXPECT_FALSE(form.has_button_to("/skip"));
    EXPECT_FALSE(form.has_button_to("/swap"));
    for (const auto* verb : {"skip", "swap"}) {
        const auto answer = home.wall.post("/wall/tasks/1/" + std::string(verb),
                                           {{"csrf_token", form["csrf_token"]},
                                            {"on_date", "2027-04-21"},
                                            {"with_person_id", "2"}});
        EXPECT_EQ(answer.status, 403) << verb;
    }
    EXPECT_EQ(form.press("person_id", "1").status, 303);
    EXPECT_EQ(home.site.number("SELECT count(*) FROM task_completions"), 1);
}

TEST(Check23, ScreenTouchesOnlyTasksOfItsDashboard) {
    Home home;
    pair_screen(home.site, home.anna, home.wall, true, true);
    auto form = home.wall.get("/wall").form_to("/wall/tasks/1/done");
    const auto answer = home.wall.post(
        "/wall/tasks/2/done",
        {{"csrf_token", form["csrf_token"]}, {"on_date", "2027-04-21"}, {"person_id", "1"}});
    EXPECT_EQ(answer.status, 404);
    EXPECT_EQ(home.site.number("SELECT count(*) FROM task_completions"), 0);
}

}  // namespace dinkydash
