// What every page must keep, made from the list of routes: who may come in, other families' ids,
// hostile values, and the shape of the HTML.
#include "apps/dinkydash/tests/fixture.hpp"
#include "carafe/web/router.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <set>

namespace dinkydash {

namespace {

using Ids = std::map<std::string, std::string>;  // "people.id" or "id" → value

/// A family with something of every kind. All its names carry a mark.
struct Filled {
    Filled(Site& at, const std::string& word) : site(at), mark(word) {
        const auto mail = word + "@example.com";
        register_family(owner, word + " family", mail);
        family = site.number("SELECT max(id) FROM families");
        ids["dashboard"] = site.value("SELECT max(id) FROM dashboards");
        ids["person"] = text(add_person(site, owner, word + " person"));
        add_person(site, owner, word + " second");
        ids["task"] =
            text(add_task(site, owner, word + " task", {word + " person", word + " second"}));
        ids["countdown"] = text(add_countdown(site, owner, word + " countdown", 3, 5));
        auto picture = owner.get("/admin/tasks/" + ids["task"] + "/edit").form_to("/edit");
        picture["icon_type"] = "image";
        picture.attach("image", jpg_file(make_image(40, 30, "jpeg")));
        EXPECT_EQ(picture.submit("save").status, 303);
        ids["image"] = site.value("SELECT max(id) FROM images");
        auto away = owner.get("/people/" + ids["person"]).form_to("/absences");
        away["starts_on"] = "2027-05-01";
        away["ends_on"] = "2027-05-03";
        away["reason"] = word + " reason";
        EXPECT_EQ(away.submit("save").status, 303);
        ids["absence"] = site.value("SELECT max(id) FROM person_absences");
        invite(site, owner, admin, word + "-admin@example.com", "admin");
        ids["user"] = text(invite(site, owner, member, word + "-member@example.com", "member"));
        auto open = owner.get("/admin/members/invite").form_to("/invite");
        open["email"] = word + "-guest@example.com";
        invite_token = link_with(open.submit("save").body, "/invite/").substr(8);
        ids["invitation"] = site.value("SELECT max(id) FROM invitations");
        ids["device"] = text(pair_screen(site, owner, screen, true, true));
        ids["session"] =
            site.value("SELECT min(id) FROM login_sessions WHERE tenant_id = " + text(family));
        board = ids["dashboard"];
    }

    static std::string text(std::int64_t number) { return std::to_string(number); }

    Site& site;
    std::string mark;
    std::int64_t family = 0;
    TestClient owner = site.browser();
    TestClient admin = site.browser();
    TestClient member = site.browser();
    TestClient screen = site.browser();
    Ids ids{};
    std::string board{};
    std::string invite_token{};
};

/// Kind of row an argument of a route names.
std::string kind_of(const carafe::Route& route, const std::string& argument) {
    static const std::map<std::string, std::string> kByName = {{"task_id", "task"},
                                                               {"absence_id", "absence"}};
    if (auto at = kByName.find(argument); at != kByName.end()) {
        return at->second;
    }
    static const std::vector<std::pair<std::string, std::string>> kByPrefix = {
        {"/dashboard/", "dashboard"},
        {"/people/", "person"},
        {"/admin/tasks/", "task"},
        {"/admin/countdowns/", "countdown"},
        {"/admin/dashboards/", "dashboard"},
        {"/admin/screens/", "device"},
        {"/admin/members/invitations/", "invitation"},
        {"/admin/members/", "user"},
        {"/account/sessions/", "session"},
        {"/media/", "image"}};
    for (const auto& [prefix, kind] : kByPrefix) {
        if (route.pattern.starts_with(prefix)) {
            return kind;
        }
    }
    return {};
}

/// Address of a route; each argument gets its value from `value_of(kind, name)`.
std::string fill(
    const carafe::Route& route,
    const std::function<std::string(const std::string&, const std::string&)>& value_of) {
    std::string path;
    std::size_t argument = 0;
    for (std::size_t i = 0; i < route.pattern.size(); ++i) {
        if (route.pattern[i] != '<') {
            path += route.pattern[i];
            continue;
        }
        i = route.pattern.find('>', i);
        const auto& name = route.names[argument++];
        path += value_of(kind_of(route, name), name);
    }
    return path.size() > 1 && path.ends_with('/') ? path.substr(0, path.size() - 1) : path;
}

std::string value_for(const Filled& home, const std::string& kind, const std::string& name) {
    if (auto at = home.ids.find(kind); at != home.ids.end()) {
        return at->second;
    }
    return name == "size" ? "thumb" : name == "path" ? "dinkydash.css" : "unknown-token";
}

std::string own_path(const Filled& home, const carafe::Route& route) {
    return fill(route, [&](const std::string& kind, const std::string& name) {
        return value_for(home, kind, name);
    });
}

bool takes(const carafe::Route& route, carafe::MethodBit method) {
    return (route.methods & method) != 0;
}

/// A token this browser's posts are believed with.
std::string token_of(TestClient& client) {
    for (const auto* path : {"/account", "/login", "/pair"}) {
        const auto page = client.get(path);
        const std::string_view field = "name=\"csrf_token\" value=\"";
        const auto at = page.body.find(field);
        if (page.status == 200 && at != std::string::npos) {
            const auto start = at + field.size();
            return page.body.substr(start, page.body.find('"', start) - start);
        }
    }
    return {};
}

Fields tap_fields(const std::string& token) {
    return {{"csrf_token", token}, {"op", "save"}, {"on_date", "2027-04-21"}};
}

/// GET addresses of pages a member, an admin or the owner sees.
std::vector<std::string> pages_of(const Filled& home) {
    std::vector<std::string> paths;
    for (const auto* route : home.site.app->router().routes()) {
        if (takes(*route, carafe::kGet) && route->endpoint != "auth.logout" &&
            route->endpoint != "static") {
            paths.push_back(own_path(home, *route));
        }
    }
    return paths;
}

std::vector<TestForm> forms_of(const TestAnswer& page) {
    std::vector<TestForm> forms;
    const auto count = count_of(page.body, "<form");
    for (std::size_t i = 0; i < count; ++i) {
        forms.push_back(page.form(i));
    }
    return forms;
}

bool is_page(const TestAnswer& answer) {
    return answer.status == 200 && answer.header("Content-Type").starts_with("text/html");
}

std::int64_t mismatches(Site& site) {
    std::int64_t total = 0;
    for (const auto* table : site.app->database().tables()) {
        for (const auto& column : table->columns) {
            const bool owned = table->tenant != nullptr && column.target != nullptr && column.target().tenant != nullptr;
            if (owned) {
                total += site.number("SELECT count(*) FROM \"" + table->name + "\" c JOIN \"" + column.target().name +
                                     "\" p ON p.id = c.\"" + column.name + "\" WHERE p.tenant_id <> c.tenant_id");
            }
        }
    }
    return total;
}

std::vector<std::string> hostile_values() {
    return {"",
            std::string(10'000, 'x'),
            std::string("nul\0byte", 8),
            "\xff\xfe\xc3(",
            "<script>alert(1)</script>\"'",
            "-1",
            "0",
            "32768",
            "2147483648",
            "99999999999999999999999",
            "2027-02-30",
            "../../etc/passwd",
            "𝒳👨‍👩‍👧‍👦\xe2\x80\xae"};
}

/// Sends every form of pages with one hostile value in each field and good ones in the others.
struct Attack {
    void run(TestClient& client, const std::string& path) {
        const auto page = client.get(path);
        if (!is_page(page)) {
            return;
        }
        for (auto& form : forms_of(page)) {
            if (form.action().starts_with("/account/sessions") || form.action() == "/logout") {
                continue;
            }
            for (const auto& name : form.field_names()) {
                for (const auto& value : hostile_values()) {
                    if (name != "csrf_token") {
                        send(client, path, form, name, value);
                    }
                }
            }
        }
    }

    void send(TestClient& client,
              const std::string& path,
              TestForm form,
              const std::string& name,
              const std::string& value) {
        fill_usual(form);
        form[name] = value;
        client.address = "198.51.100." + std::to_string(++posts % 250);
        const auto answer = form.submit(form.has_button("op", "save") ? "save" : "");
        taken += answer.status == 303 ? 1 : 0;
        const auto what = form.action() + ' ' + name + " = " + value.substr(0, 30) + " on " + path;
        EXPECT_LT(answer.status, 500) << what;
        EXPECT_GE(answer.status, 200) << what;
        EXPECT_FALSE(answer.has("<script>alert")) << what;
    }

    void fill_usual(TestForm& form) const {
        const auto number = std::to_string(posts);
        const Fields usual = {{"name", "Trial " + number},
                              {"icon_type", "none"},
                              {"rotation-0", "alpha person"},
                              {"date_day", "3"},
                              {"starts_on", "2027-05-01"},
                              {"family_name", "Trial"},
                              {"display_name", "Trial"},
                              {"email", "trial" + number + "@example.com"},
                              {"password", kPassword},
                              {"confirm_password", kPassword},
                              {"email_password", kPassword}};
        for (const auto& [field, value] : usual) {
            if (form.has(field)) {
                form[field] = value;
            }
        }
    }

    int posts = 0;
    int taken = 0;  ///< answered by 303
};

}  // namespace

TEST(Generated, EveryRouteAnswersByItsAccessRule) {
    Site site;
    Filled home(site, "alpha");
    auto visitor = site.browser();
    const std::vector<std::pair<std::string, TestClient*>> people = {{"visitor", &visitor},
                                                                     {"screen", &home.screen},
                                                                     {"member", &home.member},
                                                                     {"admin", &home.admin},
                                                                     {"owner", &home.owner}};
    std::map<std::string, std::string> tokens;
    for (const auto& [who, client] : people) {
        tokens[who] = token_of(*client);
    }
    for (const auto* route : site.app->router().routes()) {
        if (route->endpoint == "auth.logout") {
            continue;
        }
        const auto& rule = route->rule.describe();
        const bool for_owner = rule == "role owner";
        const bool for_admins = rule.starts_with("role ") && !for_owner;
        const bool for_members = rule == "login";
        for (const auto& [who, client] : people) {
            const bool is_login = who != "visitor" && who != "screen";
            bool allowed = true;
            if (for_owner) {
                allowed = who == "owner";
            } else if (for_admins) {
                allowed = who == "owner" || who == "admin";
            } else if (rule == "paired screen") {
                allowed = who == "screen";
            } else if (rule == "login or paired screen") {
                allowed = who != "visitor";
            } else if (!route->rule.is_public()) {
                allowed = is_login;
            }
            const auto path = own_path(home, *route);
            const auto what = who + ' ' + path + " [" + rule + ']';
            if (takes(*route, carafe::kGet)) {
                const auto answer = client->get(path);
                EXPECT_LT(answer.status, 500) << what;
                if (!allowed) {
                    EXPECT_EQ(answer.status, is_login ? 403 : 302) << what;
                    EXPECT_FALSE(answer.has(home.mark + " task")) << what;
                } else {
                    EXPECT_NE(answer.status, 401) << what;
                    EXPECT_NE(answer.status, 403) << what;
                    EXPECT_FALSE(answer.location().starts_with("/login")) << what;
                }
            }
            if (takes(*route, carafe::kPost) && !allowed) {
                const auto before = site.dump("= 1");
                const auto answer = client->post(path, tap_fields(tokens[who]));
                EXPECT_TRUE(answer.status == 303 || answer.status == 403 || answer.status == 401)
                    << what << answer.status;
                EXPECT_TRUE(answer.status != 303 || answer.location() == "/login") << what;
                EXPECT_EQ(site.dump("= 1"), before) << what;
            }
        }
        EXPECT_TRUE(for_members || for_owner || for_admins || route->rule.is_public() ||
                    rule.find("screen") != std::string::npos)
            << "an access rule this test does not know: " << rule;
    }
}

TEST(Check02, IdsOfAnotherFamilyAnswerNotFoundAndChangeNothing) {
    Site site;
    Filled mine(site, "alpha");
    Filled theirs(site, "omega");
    const auto their_rows = "= " + std::to_string(theirs.family);
    const auto before = site.dump(their_rows);
    int checked = 0;
    for (auto* client : {&mine.owner, &mine.screen}) {
        const auto token = token_of(*client);
        for (const auto* route : site.app->router().routes()) {
            const bool is_wall = route->pattern.starts_with("/wall/");
            if (is_wall != (client == &mine.screen) && route->pattern.find("/media/") != 0) {
                continue;
            }
            for (const auto& foreign : route->names) {
                if (kind_of(*route, foreign).empty()) {
                    continue;
                }
                // Only this argument is theirs; the others are ours.
                std::size_t number = 0;
                const auto path =
                    fill(*route, [&](const std::string& kind, const std::string& name) {
                        const bool is_it = route->names[number++] == foreign;
                        return value_for(is_it ? theirs : mine, kind, name);
                    });
                ++checked;
                if (takes(*route, carafe::kGet)) {
                    const auto answer = client->get(path);
                    EXPECT_EQ(answer.status, 404) << "GET " << path;
                    EXPECT_FALSE(answer.has(theirs.mark)) << "GET " << path;
                    number = 0;
                    const auto nowhere =
                        fill(*route, [&](const std::string& kind, const std::string& name) {
                            const bool is_it = route->names[number++] == foreign;
                            return is_it ? std::string("987654321") : value_for(mine, kind, name);
                        });
                    EXPECT_EQ(answer.body, client->get(nowhere).body) << "the same page: " << path;
                }
                if (takes(*route, carafe::kPost)) {
                    for (bool htmx : {false, true}) {
                        client->htmx = htmx;
                        const auto own = site.dump("= " + std::to_string(mine.family));
                        auto fields = tap_fields(token);
                        fields.emplace_back("person_id", mine.ids["person"]);
                        const auto answer = client->post(path, fields);
                        client->htmx = false;
                        EXPECT_EQ(answer.status, 404) << "POST " << path;
                        EXPECT_FALSE(answer.has(theirs.mark)) << "POST " << path;
                        EXPECT_EQ(site.dump("= " + std::to_string(mine.family)), own) << path;
                    }
                }
            }
        }
    }
    EXPECT_GT(checked, 40);
    EXPECT_EQ(site.dump(their_rows), before);
    EXPECT_EQ(mismatches(site), 0);
}

TEST(Check02, IdsOfAnotherFamilyInFormFieldsAreRefused) {
    Site site;
    Filled mine(site, "alpha");
    Filled theirs(site, "omega");
    const auto before = site.dump("= " + std::to_string(theirs.family));

    struct Case {
        std::string path;
        std::string action;
        std::string field;
        std::string value;
        std::string message;
    };

    const std::vector<Case> cases = {
        {"/admin/tasks/new",
         "/new",
         "dashboard_id",
         theirs.ids["dashboard"],
         "Please select a dashboard."},
        {"/admin/countdowns/new",
         "/new",
         "dashboard_id",
         theirs.ids["dashboard"],
         "Please select a dashboard."},
        {"/admin/countdowns/new",
         "/new",
         "person_id",
         theirs.ids["person"],
         "Please select a person."},
        {"/admin/screens/new",
         "/new",
         "dashboard_id",
         theirs.ids["dashboard"],
         "Please select a dashboard."},
    };
    for (const auto& one : cases) {
        auto form = mine.owner.get(one.path).form_to(one.action);
        form["name"] = "Trial";
        if (form.has("icon_type")) {
            form["icon_type"] = "none";
        }
        if (form.has("rotation-0")) {
            form["rotation-0"] = "alpha person";
        }
        if (form.has("date_day")) {
            form["date_day"] = "3";
        }
        form[one.field] = one.value;
        const auto answer = form.submit("save");
        EXPECT_EQ(answer.status, 422) << one.path << ' ' << one.field;
        EXPECT_TRUE(answer.has(one.message)) << one.path << ' ' << one.field;
        EXPECT_FALSE(answer.has(theirs.mark)) << one.path;
    }
    const auto token = token_of(mine.owner);
    const auto url = "/dashboard/" + mine.board + "/tasks/" + mine.ids["task"];
    for (const auto* verb : {"/done", "/swap"}) {
        auto fields = tap_fields(token);
        fields.emplace_back(verb == std::string("/done") ? "person_id" : "with_person_id",
                            theirs.ids["person"]);
        EXPECT_EQ(mine.owner.post(url + verb, fields).status, 404) << verb;
    }
    auto form = mine.owner.get("/admin/tasks/new").form_to("/new");
    const auto added = form.submit("save");
    EXPECT_FALSE(added.has(theirs.mark));
    EXPECT_EQ(site.number("SELECT count(*) FROM task_completions"), 0);
    EXPECT_EQ(site.dump("= " + std::to_string(theirs.family)), before);
    EXPECT_EQ(mismatches(site), 0);
}

TEST(Generated, EveryPageIsOneDocumentWithOneHeadingAndUniqueIds) {
    Site site;
    Filled home(site, "alpha");
    auto visitor = site.browser();
    int pages = 0;
    for (auto* client : {&visitor, &home.screen, &home.member, &home.owner}) {
        for (const auto& path : pages_of(home)) {
            const auto page = client->get(path);
            if (!page.header("Content-Type").starts_with("text/html")) {
                continue;
            }
            ++pages;
            EXPECT_EQ(count_of(page.body, "<h1"), 1u) << path;
            for (const auto* bad : {" style=\"",
                                    " onclick=",
                                    " onload=",
                                    " onchange=",
                                    " onsubmit=",
                                    "javascript:",
                                    "<style",
                                    "<script>"}) {
                EXPECT_FALSE(page.has(bad)) << path << bad;
            }
            std::set<std::string> seen;
            for (auto at = page.body.find(" id=\""); at != std::string::npos;
                 at = page.body.find(" id=\"", at + 1)) {
                const auto start = at + 5;
                const auto id = page.body.substr(start, page.body.find('"', start) - start);
                EXPECT_TRUE(seen.insert(id).second) << path << " has the id twice: " << id;
            }
            for (auto at = page.body.find("<form"); at != std::string::npos;
                 at = page.body.find("<form", at + 1)) {
                const auto form = page.body.substr(at, page.body.find("</form>", at) - at);
                if (form.substr(0, form.find('>')).find("method=\"post\"") != std::string::npos) {
                    EXPECT_NE(form.find("name=\"csrf_token\""), std::string::npos) << path;
                }
            }
            EXPECT_NE(page.header("Content-Security-Policy").find("script-src 'self'"),
                      std::string::npos)
                << path;
        }
    }
    EXPECT_GT(pages, 60);
}

TEST(Generated, HostileValuesNeverBreakAForm) {
    Site site;
    Filled home(site, "alpha");
    Filled others(site, "omega");
    const auto before = site.dump("= " + std::to_string(others.family));
    Attack attack;
    for (const auto* route : site.app->router().routes()) {
        if (takes(*route, carafe::kGet) && !route->rule.is_public()) {
            attack.run(home.owner, own_path(home, *route));
        }
    }
    EXPECT_GT(attack.posts, 1000);
    EXPECT_GT(attack.taken, 50) << "values that are fine are stored";
    EXPECT_EQ(site.dump("= " + std::to_string(others.family)), before);
    EXPECT_EQ(mismatches(site), 0);
    EXPECT_EQ(site.number("SELECT count(*) FROM users WHERE role = 'owner'"), 2);
    for (const auto& path : pages_of(home)) {
        const auto page = home.owner.get(path);
        EXPECT_LT(page.status, 500) << path;
        EXPECT_FALSE(page.has("<script>alert")) << path;
    }
}

TEST(Generated, HostileValuesNeverBreakAVisitorsForm) {
    Site site;
    Filled home(site, "alpha");
    auto visitor = site.browser();
    auto forgot = visitor.get("/forgot").form_to("/forgot");
    forgot["email"] = "alpha@example.com";
    forgot.submit();
    const auto reset = link_with(site.last_mail(), "/reset/");
    Attack attack;
    for (const std::string& path : {std::string("/register"),
                                    std::string("/login"),
                                    std::string("/forgot"),
                                    std::string("/pair"),
                                    "/invite/" + home.invite_token,
                                    reset}) {
        attack.run(visitor, path);
        visitor.cookies().clear();
    }
    EXPECT_GT(attack.posts, 100);
    EXPECT_EQ(
        site.number("SELECT count(*) FROM families f WHERE 1 <> (SELECT count(*) FROM users u "
                    "WHERE u.tenant_id = f.id AND u.role = 'owner')"),
        0);
    EXPECT_EQ(mismatches(site), 0);
}

TEST(Generated, HostileTapsNeverBreakACard) {
    Site site;
    Filled home(site, "alpha");
    const auto token = token_of(home.owner);
    const auto wall_token = token_of(home.screen);
    for (const auto* verb : {"done", "undo", "skip", "swap"}) {
        for (const auto* field : {"on_date", "person_id", "with_person_id", "what"}) {
            for (const auto& value : hostile_values()) {
                for (bool is_wall : {false, true}) {
                    auto fields = Fields{{"csrf_token", is_wall ? wall_token : token}};
                    for (const auto& [name, usual] : Fields{{"on_date", "2027-04-21"},
                                                            {"person_id", "1"},
                                                            {"with_person_id", "2"}}) {
                        fields.emplace_back(name, name == field ? value : usual);
                    }
                    fields.emplace_back("what", std::string(field) == "what" ? value : "");
                    const auto path =
                        (is_wall ? "/wall/tasks/1/" : "/dashboard/1/tasks/1/") + std::string(verb);
                    auto& client = is_wall ? home.screen : home.owner;
                    const auto answer = client.post(path, fields);
                    EXPECT_LT(answer.status, 500)
                        << path << ' ' << field << ' ' << value.substr(0, 20);
                    EXPECT_GE(answer.status, 300)
                        << path << ' ' << field << ' ' << value.substr(0, 20);
                }
            }
        }
    }
    EXPECT_EQ(mismatches(site), 0);
}

TEST(Generated, NulAndInvalidUtf8InNamesAreRefused) {
    Site site;
    auto anna = site.browser();
    register_family(anna, "Beispiel", "anna@example.com");
    for (const std::string& name : {std::string("nul\0byte", 8), std::string("\xff\xfe\xc3(")}) {
        auto form = anna.get("/people/new").form_to("/people/new");
        form["name"] = name;
        const auto answer = form.submit("save");
        EXPECT_EQ(answer.status, 422);
        EXPECT_TRUE(answer.has("Invalid characters."));
    }
    EXPECT_EQ(site.number("SELECT count(*) FROM persons"), 0);
}

TEST(Generated, HostileAddressesAreNotFound) {
    Site site;
    Filled home(site, "alpha");
    for (const auto* path : {"/dashboard/0",
                             "/dashboard/-1",
                             "/dashboard/99999999999999999999999",
                             "/dashboard/9223372036854775807",
                             "/dashboard/1%00",
                             "/dashboard/%2e%2e%2f",
                             "/people/1e3",
                             "/media/1/..%2f..%2fetc%2fpasswd",
                             "/static/../../../etc/passwd",
                             "/static/%2e%2e/%2e%2e/etc/passwd",
                             "/reset/",
                             "/pair/%ff%fe",
                             "/invite/%00"}) {
        const auto answer = home.owner.get(path);
        EXPECT_TRUE(answer.status >= 400 && answer.status < 500) << path << ' ' << answer.status;
    }
}

}  // namespace dinkydash
