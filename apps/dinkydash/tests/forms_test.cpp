// The admin's forms without scripts: rotations, emoji, two admins at once, deleting dashboards.
#include "apps/dinkydash/tests/fixture.hpp"

#include <gtest/gtest.h>

namespace dinkydash {

namespace {

struct Office {
    Office() { register_family(anna, "Beispiel", "anna@example.com"); }

    Site site{};
    TestClient anna = site.browser();
};

std::vector<std::string> rotation_of(TestForm& form) {
    std::vector<std::string> out;
    for (int i = 0; form.has("rotation-" + std::to_string(i)); ++i) {
        out.push_back(form["rotation-" + std::to_string(i)]);
    }
    return out;
}

}  // namespace

TEST(Check16, FamiliesFlagsAndSkinTonesAreOneEmoji) {
    Office office;
    for (const auto* emoji : {"👨‍👩‍👧‍👦",
                              "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
                              "🇩🇪",
                              "👍🏽",
                              "👨‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿"}) {
        auto form = task_form(office.anna, "Film", {"Anna"});
        form["icon_type"] = "emoji";
        form["emoji"] = emoji;
        EXPECT_EQ(form.submit("save").status, 303) << emoji;
        EXPECT_EQ(office.site.value("SELECT emoji FROM tasks ORDER BY id DESC LIMIT 1"), emoji);
        EXPECT_TRUE(office.anna.get("/dashboard/1").has(emoji));
    }
}

TEST(Check16, WhatIsNoEmojiOrTooManyIsRefused) {
    Office office;
    for (const auto& [emoji, message] :
         std::vector<std::pair<std::string, std::string>>{{"", "Please enter an emoji."},
                                                          {"Anna", "Please enter an emoji."},
                                                          {"🐈🐈🐈🐈🐈", "At most 4 emoji."}}) {
        auto form = task_form(office.anna, "Film", {"Anna"});
        form["icon_type"] = "emoji";
        form["emoji"] = emoji;
        const auto answer = form.submit("save");
        EXPECT_EQ(answer.status, 422) << emoji;
        EXPECT_TRUE(answer.has(message)) << emoji;
    }
}

TEST(Check25, RotationIsBuiltWithButtonsThenShownAndTicked) {
    Office office;
    auto& anna = office.anna;
    for (const auto* name : {"Anna", "Ben", "Cleo"}) {
        add_person(office.site, anna, name);
    }
    auto form = anna.get("/admin/tasks/new").form_to("/admin/tasks/new");
    form["name"] = "Dishes";
    form["icon_type"] = "none";
    form["rotate_by"] = "day";
    auto press = [&](const char* op) {
        const auto answer = form.submit(op);
        EXPECT_EQ(answer.status, 200) << op;
        EXPECT_FALSE(answer.has("alert-error")) << op;
        form = answer.form_to("/admin/tasks/new");
        return rotation_of(form);
    };
    using Names = std::vector<std::string>;
    EXPECT_EQ(press("rotation-add-3"), (Names{"Cleo"}));
    EXPECT_EQ(press("rotation-add-1"), (Names{"Cleo", "Anna"}));
    EXPECT_EQ(press("rotation-add"), (Names{"Cleo", "Anna", ""}));
    form["rotation-2"] = "Somebody";
    EXPECT_EQ(press("rotation-add-2"), (Names{"Cleo", "Anna", "Somebody", "Ben"}));
    EXPECT_EQ(press("rotation-2-remove"), (Names{"Cleo", "Anna", "Ben"}));
    EXPECT_EQ(press("rotation-1-up"), (Names{"Anna", "Cleo", "Ben"}));
    EXPECT_EQ(press("rotation-1-down"), (Names{"Anna", "Ben", "Cleo"}));
    EXPECT_EQ(form["name"], "Dishes") << "what was typed stays";
    const auto preview = form.submit("preview");
    EXPECT_EQ(preview.status, 200);
    EXPECT_TRUE(preview.has("<strong>Cleo</strong>"));
    EXPECT_EQ(office.site.number("SELECT count(*) FROM tasks"), 0) << "nothing is stored yet";
    ASSERT_EQ(form.submit("save").status, 303);

    const auto board = anna.get("/dashboard/1");
    EXPECT_TRUE(board.has("Task added."));
    EXPECT_EQ(turn_of(board, 1), "Anna");
    EXPECT_EQ(board.form_to("/tasks/1/done").press("person_id", "1").status, 303);
    EXPECT_TRUE(anna.get("/dashboard/1").has("All done for today 🎉"));
    const auto list = anna.get("/admin/tasks");
    EXPECT_TRUE(list.has("<strong>Dishes</strong>"));
}

TEST(Check25, EmptyRotationIsAskedFor) {
    Office office;
    const auto answer = task_form(office.anna, "Dishes", {" "}).submit("save");
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(answer.has("Add at least one person to the rotation."));
    auto form = answer.form_to("/admin/tasks/new");
    EXPECT_EQ(rotation_of(form), std::vector<std::string>{""});
    form["name"] = "   ";
    EXPECT_TRUE(form.submit("save").has("Task name is required."));
    form["name"] = std::string(101, 'x');
    EXPECT_TRUE(form.submit("save").has("At most 100 characters."));
    EXPECT_EQ(office.site.number("SELECT count(*) FROM tasks"), 0);
}

TEST(Check25, FreeEntriesAreFlagsOfAFilmNight) {
    Office office;
    const auto task = add_task(office.site, office.anna, "Film night", {"🇩🇪", "🇬🇧"});
    EXPECT_EQ(turn_of(office.anna.get("/dashboard/1"), task), "🇩🇪");
    office.anna.get("/dashboard/1").form_to("/done").press("person_id", "0");
    EXPECT_EQ(office.site.value("SELECT person_name FROM task_completions"), "🇩🇪");
}

TEST(Check29, SecondSaveOfATaskShowsBothValues) {
    Office office;
    auto ben = office.site.browser();
    invite(office.site, office.anna, ben, "ben@example.com", "admin");
    add_task(office.site, office.anna, "Dishes", {"Anna", "Ben"});
    auto mine = office.anna.get("/admin/tasks/1/edit").form_to("/edit");
    auto theirs = ben.get("/admin/tasks/1/edit").form_to("/edit");
    theirs["name"] = "Dishes of Ben";
    theirs["part_of_day"] = "evening";
    ASSERT_EQ(theirs.submit("save").status, 303);
    mine["name"] = "Dishes of Anna";
    const auto conflict = mine.submit("save");
    EXPECT_EQ(conflict.status, 409);
    EXPECT_TRUE(conflict.has("<td>Dishes of Anna</td><td>Dishes of Ben</td>"));
    EXPECT_TRUE(conflict.has("<td>Any time</td><td>Evening</td>"));
    EXPECT_TRUE(conflict.has("Keep theirs"));
    EXPECT_EQ(office.site.value("SELECT name FROM tasks"), "Dishes of Ben");
    EXPECT_EQ(conflict.form_to("/edit").submit("save").status, 303);
    EXPECT_EQ(office.site.rows("SELECT name, part_of_day FROM tasks"),
              (std::vector<std::vector<std::string>>{{"Dishes of Anna", "any"}}));
    EXPECT_EQ(office.site.number("SELECT count(*) FROM task_rotation"), 2);
}

TEST(Check29, CountdownsAndDashboardsToo) {
    Office office;
    add_countdown(office.site, office.anna, "Party", 3, 5);
    for (const std::string path : {"/admin/countdowns/1/edit", "/admin/dashboards/1/edit"}) {
        auto mine = office.anna.get(path).form_to("/edit");
        auto theirs = mine;
        theirs["name"] = "Theirs";
        ASSERT_EQ(theirs.submit("save").status, 303) << path;
        mine["name"] = "Mine";
        const auto conflict = mine.submit("save");
        EXPECT_EQ(conflict.status, 409) << path;
        EXPECT_TRUE(conflict.has("<td>Mine</td><td>Theirs</td>")) << path;
        EXPECT_EQ(conflict.form_to("/edit").submit("save").status, 303) << path;
        EXPECT_EQ(office.anna.get(path).form_to("/edit")["name"], "Mine") << path;
    }
}

TEST(Check29, MovingDashboardsUpAndDownConflictsWithNobodysForm) {
    Office office;
    const auto second = std::to_string(add_dashboard(office.site, office.anna, "Upstairs"));
    add_dashboard(office.site, office.anna, "Garden");
    const auto versions = office.site.rows("SELECT version FROM dashboards ORDER BY id");
    auto open = office.anna.get("/admin/dashboards/" + second + "/edit").form_to("/edit");
    const auto press = [&](const std::string& id, const char* op) {
        auto row = office.anna.get("/admin/dashboards").form_to("/dashboards/" + id + "/move");
        EXPECT_EQ(row.press("op", op).status, 303);
    };
    press("1", "down");
    press("3", "up");
    EXPECT_EQ(office.site.rows("SELECT name FROM dashboards ORDER BY position"),
              (std::vector<std::vector<std::string>>{{"Upstairs"}, {"Garden"}, {"Family Dashboard"}}));
    EXPECT_EQ(office.site.rows("SELECT version FROM dashboards ORDER BY id"), versions);
    open["name"] = "Attic";
    EXPECT_EQ(open.submit("save").status, 303);
    EXPECT_EQ(office.site.value("SELECT name FROM dashboards WHERE position = 0"), "Attic");
}

TEST(Check30, LastDashboardStays) {
    Office office;
    const auto answer = office.anna.get("/admin/dashboards/1/delete");
    EXPECT_EQ(answer.status, 303);
    EXPECT_TRUE(answer.follow().has("A family needs at least one dashboard."));
    EXPECT_EQ(office.site.number("SELECT count(*) FROM dashboards"), 1);
}

TEST(Check30, ItemsMoveToTheChosenDashboard) {
    Office office;
    add_task(office.site, office.anna, "Dishes", {"Anna"});
    add_countdown(office.site, office.anna, "Party", 3, 5);
    const auto second = add_dashboard(office.site, office.anna, "Upstairs");
    auto wall = office.site.browser();
    pair_screen(office.site, office.anna, wall);
    const std::string path = "/admin/dashboards/1/delete";
    const auto page = office.anna.get(path);
    EXPECT_TRUE(page.has("It has 1 task and 1 countdown."));
    EXPECT_TRUE(page.has("Kitchen tablet")) << "the screen it takes with it";
    auto form = page.form_to(path);
    EXPECT_EQ(form["move_items"], "move");
    form["move_to"] = std::to_string(second);
    EXPECT_EQ(form.submit("confirm").status, 303);
    EXPECT_EQ(office.site.number("SELECT dashboard_id FROM tasks"), second);
    EXPECT_EQ(office.site.number("SELECT dashboard_id FROM countdowns"), second);
    EXPECT_EQ(office.site.number("SELECT count(*) FROM dashboards WHERE is_default"), 1);
    EXPECT_TRUE(office.anna.get("/dashboard/" + std::to_string(second)).has("Dishes"));
    EXPECT_TRUE(wall.get("/wall/content").has("This screen is no longer connected."));
}

TEST(Check30, ItemsMayStayOnNoDashboard) {
    Office office;
    add_task(office.site, office.anna, "Dishes", {"Anna"});
    add_dashboard(office.site, office.anna, "Upstairs");
    add_dashboard(office.site, office.anna, "Garden");
    const std::string path = "/admin/dashboards/1/delete";
    auto form = office.anna.get(path).form_to(path);
    form["move_items"] = "leave";
    EXPECT_EQ(form.submit("confirm").status, 303);
    EXPECT_EQ(office.site.number("SELECT count(*) FROM tasks WHERE dashboard_id IS NULL"), 1);
    EXPECT_EQ(office.site.value("SELECT name FROM dashboards WHERE is_default"), "Upstairs");
    EXPECT_TRUE(office.anna.get("/admin/tasks").has("Not on any dashboard"));
}

TEST(Home, OneDashboardIsShownAtOnceAndSeveralAreListedDefaultFirst) {
    Office office;
    auto home = office.anna.get("/");
    EXPECT_EQ(home.status, 302);
    EXPECT_EQ(home.location(), "/dashboard/1");
    add_dashboard(office.site, office.anna, "Aunts");
    home = office.anna.get("/");
    EXPECT_EQ(home.status, 200);
    EXPECT_LT(home.body.find("<strong>Family Dashboard</strong>"),
              home.body.find("<strong>Aunts</strong>"));
    auto visitor = office.site.browser();
    EXPECT_EQ(visitor.get("/").status, 302);
}

TEST(Forms, HostileNamesAreShownEscaped) {
    Office office;
    const std::string name = "<script>alert(1)</script>\"'&";
    add_person(office.site, office.anna, name);
    add_task(office.site, office.anna, name, {name});
    add_countdown(office.site, office.anna, name, 3, 5);
    for (const auto* path : {"/dashboard/1",
                             "/people",
                             "/people/1",
                             "/admin/tasks",
                             "/admin/tasks/1/edit",
                             "/admin/countdowns",
                             "/admin/tasks/1/delete",
                             "/people/1/delete"}) {
        const auto page = office.anna.get(path);
        EXPECT_EQ(page.status, 200) << path;
        EXPECT_FALSE(page.has("<script>alert")) << path;
        EXPECT_TRUE(page.has("&lt;script&gt;alert(1)")) << path;
    }
}

TEST(Forms, OldTokenGivesThePageBackWithItsValues) {
    Office office;
    auto form = countdown_form(office.anna, "Party", 3, 5);
    const auto token = form["csrf_token"];
    form["csrf_token"] = "";
    const auto refused = form.submit("save");
    EXPECT_EQ(refused.status, 403);
    EXPECT_TRUE(refused.has("The form has expired. Please try again."));
    EXPECT_EQ(office.site.number("SELECT count(*) FROM countdowns"), 0);
    EXPECT_EQ(refused.form_to("/admin/countdowns/new")["name"], "Party");
}

}  // namespace dinkydash
