// Dashboards of today: refreshing, days and zones, ticking off, skipping, swapping.
#include "apps/dinkydash/services/family_time.hpp"
#include "apps/dinkydash/tests/fixture.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

namespace dinkydash {

namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr const char* kDayOver = "That day is over. The list is up to date now.";

/// A family with one task that goes round Anna, Ben and Cleo each day; Anna has today.
struct Household {
    explicit Household(Storage storage = Storage::Memory) : site(storage) {
        register_family(anna, "Beispiel", "anna@example.com");
        for (const auto* name : {"Anna", "Ben", "Cleo"}) {
            add_person(site, anna, name);
        }
        task = add_task(site, anna, "Dishes", {"Anna", "Ben", "Cleo"});
    }

    /// The board as a page, logged in anew when the login has ended.
    TestAnswer board() {
        auto page = anna.get("/dashboard/1");
        if (page.status != 200) {
            log_in(anna, "anna@example.com");
            page = anna.get("/dashboard/1");
        }
        return page;
    }

    std::string turn() { return turn_of(board(), task); }

    std::string address(const std::string& verb) const {
        return "/dashboard/1/tasks/" + std::to_string(task) + '/' + verb;
    }

    TestForm card() { return board().form_to(address("done")); }

    std::int64_t ticks() { return site.number("SELECT count(*) FROM task_completions"); }

    Site site;
    TestClient anna = site.browser();
    std::int64_t task = 0;
};

FamilyInfo family_in(const std::string& zone, int day_start = 0) {
    FamilyInfo family;
    family.timezone = zone;
    family.day_start_minute = day_start;
    return family;
}

Date day_at(const FamilyInfo& family, std::string_view utc) {
    return family_day(family, SimulatedClock(utc).now()).today;
}

}  // namespace

TEST(Check03, ContentIsPolledAndRefreshedWithoutScripts) {
    Household home;
    const auto page = home.board();
    EXPECT_TRUE(page.has("hx-get=\"/dashboard/1/content\""));
    EXPECT_TRUE(page.has("hx-trigger=\"every 30s\""));
    EXPECT_TRUE(page.has("hx-swap=\"outerHTML\""));
    EXPECT_TRUE(page.has("<noscript><meta http-equiv=\"refresh\" content=\"60\"></noscript>"));
    const auto content = home.anna.get("/dashboard/1/content");
    EXPECT_TRUE(content.has("hx-get=\"/dashboard/1/content\""));
    EXPECT_FALSE(content.has("<html"));
    EXPECT_FALSE(content.has("http-equiv"));
    auto wall = home.site.browser();
    pair_screen(home.site, home.anna, wall);
    const auto shown = wall.get("/wall");
    EXPECT_TRUE(shown.has("hx-get=\"/wall/content\""));
    EXPECT_TRUE(shown.has("hx-trigger=\"every 30s\""));
    EXPECT_TRUE(shown.has("hx-swap=\"outerHTML\""));
    EXPECT_TRUE(shown.has("<noscript><meta http-equiv=\"refresh\" content=\"60\"></noscript>"));
}

TEST(Check03, FormPagesAreNeverRefreshed) {
    Household home;
    add_countdown(home.site, home.anna, "Summer holidays", 3, 5);
    for (const auto* path : {"/people",
                             "/people/new",
                             "/people/1",
                             "/people/1/delete",
                             "/admin/tasks",
                             "/admin/tasks/new",
                             "/admin/tasks/1/edit",
                             "/admin/countdowns/new",
                             "/admin/countdowns/1/edit",
                             "/admin/dashboards/new",
                             "/admin/dashboards/1/edit",
                             "/admin/screens/new",
                             "/admin/members/invite",
                             "/settings",
                             "/account"}) {
        const auto page = home.anna.get(path);
        EXPECT_EQ(page.status, 200) << path;
        EXPECT_FALSE(page.has("http-equiv")) << path;
        EXPECT_FALSE(page.has("every 30s")) << path;
    }
}

TEST(Check06, DayChangesAtLocalMidnightAlsoWhenTheClocksChange) {
    const auto new_york = family_in("America/New_York");
    const auto auckland = family_in("Pacific/Auckland");
    // New York: summer time begins on 14 March 2027 and ends on 7 November 2027.
    EXPECT_EQ(day_at(new_york, "2027-03-14T04:59:00Z"), make_date(2027, 3, 13));  // 23:59
    EXPECT_EQ(day_at(new_york, "2027-03-14T05:01:00Z"), make_date(2027, 3, 14));  // 00:01
    EXPECT_EQ(day_at(new_york, "2027-03-15T03:59:00Z"), make_date(2027, 3, 14));
    EXPECT_EQ(day_at(new_york, "2027-03-15T04:01:00Z"), make_date(2027, 3, 15));
    EXPECT_EQ(day_at(new_york, "2027-11-07T03:59:00Z"), make_date(2027, 11, 6));
    EXPECT_EQ(day_at(new_york, "2027-11-07T04:01:00Z"), make_date(2027, 11, 7));
    EXPECT_EQ(day_at(new_york, "2027-11-08T04:59:00Z"), make_date(2027, 11, 7));
    EXPECT_EQ(day_at(new_york, "2027-11-08T05:01:00Z"), make_date(2027, 11, 8));
    // Auckland: summer time ends on 4 April 2027 and begins on 26 September 2027.
    EXPECT_EQ(day_at(auckland, "2027-04-03T10:59:00Z"), make_date(2027, 4, 3));
    EXPECT_EQ(day_at(auckland, "2027-04-03T11:01:00Z"), make_date(2027, 4, 4));
    EXPECT_EQ(day_at(auckland, "2027-04-04T11:59:00Z"), make_date(2027, 4, 4));
    EXPECT_EQ(day_at(auckland, "2027-04-04T12:01:00Z"), make_date(2027, 4, 5));
    EXPECT_EQ(day_at(auckland, "2027-09-25T11:59:00Z"), make_date(2027, 9, 25));
    EXPECT_EQ(day_at(auckland, "2027-09-25T12:01:00Z"), make_date(2027, 9, 26));
    EXPECT_EQ(day_at(auckland, "2027-09-26T10:59:00Z"), make_date(2027, 9, 26));
    EXPECT_EQ(day_at(auckland, "2027-09-26T11:01:00Z"), make_date(2027, 9, 27));
}

TEST(Check06, DayBeginsWhenTheFamilySaysOnTheWallClock) {
    const auto family = family_in("America/New_York", 180);                     // 3:00
    EXPECT_EQ(day_at(family, "2027-03-13T07:59:00Z"), make_date(2027, 3, 12));  // 2:59
    EXPECT_EQ(day_at(family, "2027-03-13T08:00:00Z"), make_date(2027, 3, 13));  // 3:00
    // The clock jumps from 2:00 to 3:00.
    EXPECT_EQ(day_at(family, "2027-03-14T06:59:00Z"), make_date(2027, 3, 13));  // 1:59
    EXPECT_EQ(day_at(family, "2027-03-14T07:00:00Z"), make_date(2027, 3, 14));  // 3:00
    // It goes through 1:00–2:00 twice.
    EXPECT_EQ(day_at(family, "2027-11-07T07:59:00Z"), make_date(2027, 11, 6));  // 2:59
    EXPECT_EQ(day_at(family, "2027-11-07T08:00:00Z"), make_date(2027, 11, 7));  // 3:00
}

TEST(Check06, PageShowsTheNextPersonOneMinuteAfterLocalMidnight) {
    Household home;
    auto form = home.anna.get("/settings").form_to("/settings");
    form["timezone"] = "Pacific/Auckland";
    ASSERT_EQ(form.submit("save").status, 303);
    home.site.clock.travel_to(SimulatedClock("2027-09-26T10:59:00Z").now());
    const auto before = home.turn();
    home.site.clock.advance(minutes{2});
    const auto after = home.turn();
    EXPECT_TRUE(before == "Anna"  ? after == "Ben"
                : before == "Ben" ? after == "Cleo"
                                  : after == "Anna")
        << before << ' ' << after;
    EXPECT_TRUE(home.board().has("Monday 27 September"));
}

TEST(Check09, SkipGivesTodayToTheNextPersonAndLeavesTomorrowAlone) {
    Household home;
    ASSERT_EQ(home.turn(), "Anna");
    EXPECT_EQ(home.card().press_to("/skip").status, 303);
    auto page = home.board();
    EXPECT_EQ(turn_of(page, home.task), "Ben");
    EXPECT_TRUE(card_of(page, home.task).find("Instead of Anna") != std::string::npos);
    home.site.clock.advance(hours{24});
    EXPECT_EQ(home.turn(), "Ben");
    home.site.clock.advance(hours{24});
    EXPECT_EQ(home.turn(), "Cleo");
}

TEST(Check09, SkippedTurnIsTakenBackOnTheSameDay) {
    Household home;
    home.card().press_to("/skip");
    EXPECT_EQ(home.card().press("what", "turn").status, 303);
    EXPECT_EQ(home.turn(), "Anna");
    EXPECT_EQ(home.site.number("SELECT count(*) FROM task_overrides"), 0);
}

TEST(Check09, OnePersonCannotBeSkipped) {
    Household home;
    const auto alone = add_task(home.site, home.anna, "Plants", {"Ben"});
    const auto url = "/dashboard/1/tasks/" + std::to_string(alone);
    const auto token = home.card()["csrf_token"];
    const auto answer =
        home.anna.post(url + "/skip", {{"csrf_token", token}, {"on_date", "2027-04-21"}});
    EXPECT_EQ(answer.status, 303);
    EXPECT_TRUE(answer.follow().has("Only one person is in this rotation."));
    EXPECT_EQ(home.site.number("SELECT count(*) FROM task_overrides"), 0);
}

TEST(Check10, SwapAndUndoThroughTheCard) {
    Household home;
    auto form = home.card();
    form["with_person_id"] = "3";
    EXPECT_EQ(form.press_to("/swap").status, 303);
    EXPECT_EQ(home.turn(), "Cleo");
    EXPECT_EQ(home.site.number("SELECT count(*) FROM task_overrides"), 2);
    EXPECT_EQ(home.card().press("what", "turn").status, 303);
    EXPECT_EQ(home.turn(), "Anna");
    EXPECT_EQ(home.site.number("SELECT count(*) FROM task_overrides"), 0);
}

TEST(Check10, SwapGivesTheOthersNextTurnBack) {
    Household home;
    auto form = home.card();
    form["with_person_id"] = "3";
    form.press_to("/swap");
    home.site.clock.advance(hours{24});
    EXPECT_EQ(home.turn(), "Ben");
    home.site.clock.advance(hours{24});
    EXPECT_EQ(home.turn(), "Anna");
    home.site.clock.advance(hours{24});
    EXPECT_EQ(home.turn(), "Anna");
}

TEST(Check10, SwapWithSomebodyWithoutATurnIsRefused) {
    Household home;
    add_person(home.site, home.anna, "Dora");
    auto form = home.card();
    form["with_person_id"] = "4";
    const auto answer = form.press_to("/swap");
    EXPECT_EQ(answer.status, 303);
    EXPECT_TRUE(answer.follow().has("Dora has no other turn in the next 60 days."));
    EXPECT_EQ(home.site.number("SELECT count(*) FROM task_overrides"), 0);
}

TEST(Check11, TenParallelTicksMakeOneCompletionAndTenCards) {
    Household home(Storage::File);
    const auto token = home.card()["csrf_token"];
    std::vector<int> statuses(10);
    std::vector<std::thread> threads;
    for (auto& status : statuses) {
        threads.emplace_back([&home, &status, token] {
            auto client = home.anna;
            client.htmx = true;
            const auto answer =
                client.post(home.address("done"),
                            {{"csrf_token", token}, {"on_date", "2027-04-21"}, {"person_id", "1"}});
            status = answer.status;
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(statuses, std::vector<int>(10, 200));
    EXPECT_EQ(home.ticks(), 1);
}

TEST(Check11, SecondTickIsTheSameCardAndOneRow) {
    Household home;
    auto form = home.card();
    home.anna.htmx = true;
    const auto first = form.press("person_id", "1");
    const auto second = form.press("person_id", "1");
    EXPECT_EQ(first.status, 200);
    EXPECT_EQ(second.status, 200);
    EXPECT_EQ(card_of(first, home.task).size(), card_of(second, home.task).size());
    EXPECT_TRUE(second.has("is-done"));
    EXPECT_EQ(home.ticks(), 1);
}

TEST(Check12, TickIsTakenBackOnTheSameDay) {
    Household home;
    home.card().press("person_id", "1");
    EXPECT_TRUE(home.board().has("All done for today 🎉"));
    EXPECT_EQ(home.card().press_to("/undo").status, 303);
    EXPECT_EQ(home.ticks(), 0);
    EXPECT_EQ(home.site.value("SELECT action FROM activity ORDER BY id DESC LIMIT 1"), "undo");
}

TEST(Check12, TickOfYesterdayIsNotTakenBackByATap) {
    Household home;
    home.card().press("person_id", "1");
    auto form = home.card();
    home.site.clock.advance(hours{24});
    log_in(home.anna, "anna@example.com");
    const auto token = home.card()["csrf_token"];
    const auto answer =
        home.anna.post(home.address("undo"),
                       {{"csrf_token", token}, {"on_date", "2027-04-21"}, {"person_id", "1"}});
    EXPECT_EQ(answer.status, 409);
    EXPECT_EQ(home.ticks(), 1);
}

TEST(Check13, PageOpenOverMidnightTicksYesterdayButNotTheDayBefore) {
    Household home;
    home.site.clock.travel_to(SimulatedClock("2027-04-21T23:59:00Z").now());
    log_in(home.anna, "anna@example.com");
    auto open_page = home.card();
    ASSERT_EQ(open_page["on_date"], "2027-04-21");
    home.site.clock.advance(minutes{2});
    EXPECT_EQ(open_page.press("person_id", "1").status, 303);
    EXPECT_EQ(home.site.rows("SELECT on_date - 0, person_name FROM task_completions").size(), 1u);
    EXPECT_EQ(home.turn(), "Ben");

    open_page["on_date"] = "2027-04-20";
    const auto refused = open_page.press("person_id", "1");
    EXPECT_EQ(refused.status, 409);
    EXPECT_TRUE(refused.has(kDayOver));
    home.anna.htmx = true;
    const auto stale = open_page.press("person_id", "1");
    EXPECT_EQ(stale.status, 409);
    EXPECT_EQ(stale.header("HX-Retarget"), "#content");
    EXPECT_TRUE(stale.has(kDayOver));
    EXPECT_EQ(turn_of(stale, home.task), "Ben") << "fresh content";
    open_page["on_date"] = "2027-04-23";
    EXPECT_EQ(open_page.press("person_id", "1").status, 409)
        << "tomorrow is not over, but not today";
    EXPECT_EQ(home.ticks(), 1);
}

TEST(Ticks, SomebodyElseMayHaveDoneIt) {
    Household home;
    auto form = home.card();
    form["with_person_id"] = "2";
    EXPECT_EQ(form.press_to("/done").status, 303);
    EXPECT_EQ(home.site.value("SELECT person_name FROM task_completions"), "Ben");
}

TEST(Check14, PageSaysTodayAndSleeps) {
    Household home;
    add_countdown(home.site, home.anna, "Party", 21, 4);
    auto form = countdown_form(home.anna, "Holidays", 22, 4);
    form["format"] = "sleeps";
    EXPECT_EQ(form.submit("save").status, 303);
    auto page = home.board();
    EXPECT_TRUE(page.has("Today!"));
    EXPECT_TRUE(page.has("1 sleep<"));
    home.site.clock.advance(hours{24});
    page = home.board();
    EXPECT_TRUE(page.has("365 days<")) << "21 April 2028 comes after 29 February";
}

TEST(Check15, ThirtiethOfFebruaryDoesNotExist) {
    Household home;
    const auto answer = countdown_form(home.anna, "Never", 30, 2).submit("save");
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(answer.has("This date does not exist."));
    EXPECT_EQ(home.site.number("SELECT count(*) FROM countdowns"), 0);
}

TEST(Check37, ContentWithTwentyTasksTakesFewStatementsAndThenNone) {
    Household home;
    for (int i = 1; i < 20; ++i) {
        add_task(home.site, home.anna, "Task " + std::to_string(i), {"Anna", "Ben", "Cleo"});
    }
    for (int i = 0; i < 15; ++i) {
        add_countdown(home.site, home.anna, "Event " + std::to_string(i), i + 1, 5);
    }
    const auto content = home.anna.get("/dashboard/1/content");
    EXPECT_EQ(content.status, 200);
    EXPECT_EQ(count_of(content.body, "<article"), 20u);
    EXPECT_LE(std::stoi(content.header("X-Statements")), 6);
    EXPECT_LE(content.body.size(), 60u * 1024);
    const auto page = home.anna.get("/dashboard/1");
    EXPECT_LE(std::stoi(page.header("X-Statements")), 6);

    const auto etag = content.header("ETag");
    ASSERT_FALSE(etag.empty());
    const auto again = home.anna.get("/dashboard/1/content", {{"If-None-Match", etag}});
    EXPECT_EQ(again.status, 304);
    EXPECT_EQ(again.body, "");
    EXPECT_LE(std::stoi(again.header("X-Statements")), 2);
}

TEST(Check37, AnyVisibleChangeEndsTheStoredAnswer) {
    Household home;
    auto etag = home.anna.get("/dashboard/1/content").header("ETag");
    auto changed = [&] {
        const auto answer = home.anna.get("/dashboard/1/content", {{"If-None-Match", etag}});
        etag = answer.header("ETag");
        return answer.status == 200;
    };
    EXPECT_FALSE(changed());
    home.card().press("person_id", "1");
    EXPECT_TRUE(changed());
    home.card().press_to("/undo");
    EXPECT_TRUE(changed());
    add_person(home.site, home.anna, "Dora");
    EXPECT_TRUE(changed());
    add_countdown(home.site, home.anna, "Party", 21, 4);
    EXPECT_TRUE(changed());
    EXPECT_FALSE(changed());
    home.site.clock.travel_to(SimulatedClock("2027-04-22T00:00:30Z").now());
    log_in(home.anna, "anna@example.com");
    EXPECT_TRUE(changed());
}

}  // namespace dinkydash
