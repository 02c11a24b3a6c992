// Registration, login, sessions, reset links, invitations: through the real pages.
#include "apps/dinkydash/services/accounts.hpp"
#include "apps/dinkydash/tests/fixture.hpp"
#include "carafe/auth/passwords.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace dinkydash {

namespace {

using std::chrono::minutes;

TestAnswer ask_reset(TestClient& client, const std::string& email) {
    auto form = client.get("/forgot").form_to("/forgot");
    form["email"] = email;
    return form.submit();
}

TestAnswer choose_password(TestClient& client,
                           const std::string& link,
                           const std::string& password) {
    auto form = client.get(link).form_to(link);
    form["password"] = password;
    form["confirm_password"] = password;
    return form.submit();
}

constexpr const char* kLinkExpired = "This link has expired. Please ask for a new one.";

}  // namespace

TEST(Check01, RegisteringMakesADashboardThatOtherFamiliesDoNotSee) {
    Site site;
    auto anna = site.browser();
    auto form = anna.get("/register").form();
    form["family_name"] = "Beispiel";
    form["email"] = "Anna@Example.com";
    form["password"] = kPassword;
    form["confirm_password"] = kPassword;
    auto answer = form.submit();
    EXPECT_EQ(answer.status, 303);
    EXPECT_EQ(answer.location(), "/");
    const auto home = answer.follow();
    EXPECT_EQ(home.status, 302);
    const auto board = home.follow();
    EXPECT_EQ(board.status, 200);
    EXPECT_TRUE(board.has("<title>Family Dashboard – DinkyDash</title>"));
    EXPECT_TRUE(board.has("Welcome! Your family dashboard is ready."));
    EXPECT_TRUE(board.has("alert-success"));
    add_person(site, anna, "Secretanna");
    add_task(site, anna, "Secrettask", {"Secretanna"});

    auto zoe = site.browser();
    register_family(zoe, "Muster", "zoe@example.com");
    for (const auto* path : {"/dashboard/2", "/people", "/admin/tasks", "/admin/members"}) {
        const auto page = zoe.get(path);
        EXPECT_EQ(page.status, 200) << path;
        for (const auto* mark : {"Beispiel", "Secret", "anna@example.com"}) {
            EXPECT_FALSE(page.has(mark)) << path << ' ' << mark;
        }
    }
    EXPECT_EQ(zoe.get(home.location()).status, 404);
}

TEST(Registration, FaultsAreShownAtTheirFieldsAndValuesKept) {
    Site site;
    auto anna = site.browser();
    auto form = anna.get("/register").form();
    form["family_name"] = "  ";
    form["email"] = "anna@@example.com";
    form["password"] = "short";
    form["confirm_password"] = "other";
    const auto answer = form.submit();
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(answer.has("Family name is required."));
    EXPECT_TRUE(answer.has("Invalid email address."));
    EXPECT_TRUE(answer.has("Password must be at least 8 characters long."));
    EXPECT_EQ(answer.form()["email"], "anna@@example.com");
    EXPECT_EQ(answer.form()["password"], "");
    auto common = answer.form();
    common["password"] = "password1";
    common["confirm_password"] = "password2";
    const auto again = common.submit();
    EXPECT_TRUE(again.has("This password is too common."));
    EXPECT_EQ(site.number("SELECT count(*) FROM families"), 0);
}

TEST(Registration, EmailIsTakenOverAllFamiliesWhateverTheCase) {
    Site site;
    auto anna = site.browser();
    register_family(anna, "Beispiel", "anna@example.com");
    auto zoe = site.browser();
    auto form = zoe.get("/register").form();
    form["family_name"] = "Muster";
    form["email"] = "ANNA@example.com";
    form["password"] = kPassword;
    form["confirm_password"] = kPassword;
    const auto answer = form.submit();
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(answer.has("This email is already registered."));
    EXPECT_EQ(site.number("SELECT count(*) FROM families"), 1);
}

TEST(Login, WrongEmailAndWrongPasswordSayTheSame) {
    Site site;
    auto anna = site.browser();
    register_family(anna, "Beispiel", "anna@example.com");
    auto visitor = site.browser();
    for (const auto* email : {"anna@example.com", "nobody@example.com"}) {
        const auto answer = log_in(visitor, email, "wrong password 1");
        EXPECT_EQ(answer.status, 422);
        EXPECT_TRUE(answer.has("Invalid email or password."));
    }
    EXPECT_EQ(log_in(visitor, "Anna@Example.com").status, 303);
}

TEST(Login, EveryFailureComputesOneHash) {
    Site site;
    auto anna = site.browser();
    register_family(anna, "Beispiel", "anna@example.com");
    auto guest = site.browser();
    invite(site, anna, guest, "imported@example.com", "member");
    site.run("UPDATE users SET password_hash = '!' WHERE email = 'imported@example.com'");
    auto& passwords = site.app->state<carafe::auth::Passwords>();
    for (const auto* email : {"anna@example.com", "nobody@example.com", "imported@example.com", "", "no address"}) {
        auto visitor = site.browser();
        const auto before = passwords.computed();
        EXPECT_EQ(log_in(visitor, email, "wrong password 1").status, 422) << email;
        EXPECT_EQ(passwords.computed() - before, 1u) << email;
    }
}

TEST(Login, VisitorsAreSentToTheLoginAndBack) {
    Site site;
    auto anna = site.browser();
    register_family(anna, "Beispiel", "anna@example.com");
    auto visitor = site.browser();
    const auto refused = visitor.get("/admin/tasks");
    EXPECT_EQ(refused.status, 302);
    EXPECT_TRUE(refused.location().starts_with("/login?next=")) << refused.location();
    auto form = refused.follow().form();
    form["email"] = "anna@example.com";
    form["password"] = kPassword;
    EXPECT_EQ(form.submit().location(), "/admin/tasks");
}

TEST(Login, NextIsOnlyEverALocalPath) {
    Site site;
    auto anna = site.browser();
    register_family(anna, "Beispiel", "anna@example.com");
    for (const auto* next : {"//evil.example",
                             "///evil.example",
                             "/\\evil.example",
                             "\\\\evil.example",
                             "https://evil.example/",
                             "https:evil.example",
                             "javascript:alert(1)",
                             "/%2fevil.example",
                             "/\tevil.example",
                             "http://localhost@evil.example/"}) {
        auto visitor = site.browser();
        auto form = visitor.get("/login").form();
        form["email"] = "anna@example.com";
        form["password"] = kPassword;
        form["next"] = next;
        const auto answer = form.submit();
        EXPECT_EQ(answer.status, 303) << next;
        EXPECT_EQ(answer.location(), "/") << next;
    }
}

TEST(Login, TenFailuresCloseTheDoorForAQuarterOfAnHour) {
    Site site;
    auto anna = site.browser();
    register_family(anna, "Beispiel", "anna@example.com");
    auto visitor = site.browser();
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(log_in(visitor, "anna@example.com", "wrong password 1").status, 422) << i;
    }
    auto answer = log_in(visitor, "anna@example.com");
    EXPECT_EQ(answer.status, 429);
    EXPECT_EQ(answer.header("Retry-After"), "901");
    EXPECT_TRUE(answer.has("Too many attempts. Please wait 15 minutes."));
    auto elsewhere = site.browser();
    EXPECT_EQ(log_in(elsewhere, "anna@example.com").status, 429) << "the e-mail counts too";
    EXPECT_EQ(log_in(visitor, "nobody@example.com").status, 429) << "the address counts too";
    site.clock.advance(minutes{16});
    EXPECT_EQ(log_in(visitor, "anna@example.com").status, 303);
}

TEST(Floods, RegistrationsOfOneAddressEndAtFiveAnHour) {
    Site site;
    auto visitor = site.browser();
    for (int i = 0; i < 5; ++i) {
        register_family(visitor, "Beispiel", "anna" + std::to_string(i) + "@example.com");
        visitor.cookies().clear();
    }
    auto form = visitor.get("/register").form();
    form["family_name"] = "Beispiel";
    form["email"] = "anna5@example.com";
    form["password"] = kPassword;
    form["confirm_password"] = kPassword;
    const auto answer = form.submit();
    EXPECT_EQ(answer.status, 429);
    EXPECT_FALSE(answer.header("Retry-After").empty());
    EXPECT_EQ(site.number("SELECT count(*) FROM families"), 5);
    site.clock.advance(minutes{61});
    register_family(visitor, "Beispiel", "anna6@example.com");
}

TEST(Floods, ResetMailsEndAtFiveAnHourForAnAddress) {
    Site site;
    auto anna = site.browser();
    register_family(anna, "Beispiel", "anna@example.com");
    auto visitor = site.browser();
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(ask_reset(visitor, "anna@example.com").status, 200) << i;
    }
    EXPECT_EQ(ask_reset(visitor, "anna@example.com").status, 429);
    EXPECT_EQ(site.number("SELECT count(*) FROM outbox_mails"), 5);
}

TEST(Floods, ResetMailsToOneEmailEndAtFiveAnHourFromAllAddresses) {
    Site site;
    auto anna = site.browser();
    register_family(anna, "Beispiel", "anna@example.com");
    for (int i = 0; i < 8; ++i) {
        auto visitor = site.browser();
        ask_reset(visitor, "anna@example.com");
    }
    EXPECT_EQ(site.number("SELECT count(*) FROM outbox_mails"), 5);
}

TEST(Floods, InvitationsEndAtTwentyAnHour) {
    Site site;
    auto anna = site.browser();
    register_family(anna, "Beispiel", "anna@example.com");
    for (int i = 0; i < 21; ++i) {
        auto form = anna.get("/admin/members/invite").form_to("/admin/members/invite");
        form["email"] = "guest" + std::to_string(i) + "@example.com";
        EXPECT_EQ(form.submit("save").status, i < 20 ? 200 : 429) << i;
    }
}

TEST(Check20, PollingDoesNotKeepAnIdleSessionAlive) {
    Site site;
    auto anna = site.browser();
    register_family(anna, "Beispiel", "anna@example.com");
    for (int i = 0; i < 59; ++i) {
        site.clock.advance(std::chrono::seconds{30});
        anna.htmx = true;
        ASSERT_EQ(anna.get("/dashboard/1/content").status, 200) << i;
    }
    site.clock.advance(minutes{1});
    const auto poll = anna.get("/dashboard/1/content");
    EXPECT_EQ(poll.status, 401);
    EXPECT_EQ(poll.header("HX-Redirect"), "") << "the content stays";
    anna.htmx = false;
    EXPECT_EQ(anna.get("/dashboard/1").status, 302);
}

TEST(Check20, UsingPagesKeepsTheSessionAlive) {
    Site site;
    auto anna = site.browser();
    register_family(anna, "Beispiel", "anna@example.com");
    for (int i = 0; i < 4; ++i) {
        site.clock.advance(minutes{20});
        EXPECT_EQ(anna.get("/dashboard/1").status, 200) << i;
    }
}

TEST(Check20, RememberedLoginGoesOn) {
    Site site;
    auto anna = site.browser();
    register_family(anna, "Beispiel", "anna@example.com");
    auto phone = site.browser();
    ASSERT_EQ(log_in(phone, "anna@example.com", kPassword, true).status, 303);
    site.clock.advance(minutes{31});
    phone.htmx = true;
    EXPECT_EQ(phone.get("/dashboard/1/content").status, 200);
    phone.htmx = false;
    EXPECT_EQ(phone.get("/dashboard/1").status, 200);
    site.clock.advance(std::chrono::days{20});
    EXPECT_EQ(phone.get("/dashboard/1").status, 200);
    site.clock.advance(std::chrono::days{31});
    EXPECT_NE(phone.get("/dashboard/1").status, 200);
}

TEST(Check20, StolenRememberCookieEndsEverySession) {
    Site site;
    auto anna = site.browser();
    register_family(anna, "Beispiel", "anna@example.com");
    auto phone = site.browser();
    ASSERT_EQ(log_in(phone, "anna@example.com", kPassword, true).status, 303);
    auto thief = site.browser();
    thief.cookies() = phone.cookies();
    site.clock.advance(minutes{31});
    ASSERT_EQ(thief.get("/dashboard/1").status, 200);
    site.clock.advance(minutes{31});
    EXPECT_NE(phone.get("/dashboard/1").status, 200) << "the old token is known to be used";
    EXPECT_NE(thief.get("/dashboard/1").status, 200);
}

TEST(Check21, ResetLinkWorksOnceAndEndsAllOtherSessions) {
    Site site;
    auto anna = site.browser();
    register_family(anna, "Beispiel", "anna@example.com");
    auto visitor = site.browser();
    const auto known = ask_reset(visitor, "anna@example.com");
    EXPECT_EQ(known.status, 200);
    EXPECT_TRUE(known.has("If this address is known, a mail is on its way."));
    const auto unknown = ask_reset(visitor, "nobody@example.com");
    EXPECT_EQ(unknown.status, 200);
    EXPECT_EQ(unknown.body, known.body);
    EXPECT_EQ(site.number("SELECT count(*) FROM outbox_mails"), 1);

    const auto link = link_with(site.last_mail(), "/reset/");
    const auto page = visitor.get(link);
    EXPECT_EQ(page.headers_of("Referrer-Policy").back(), "no-referrer") << "the last one counts";
    EXPECT_EQ(page.header("X-Robots-Tag"), "noindex");
    EXPECT_EQ(page.header("Cache-Control"), "no-store");
    const auto changed = choose_password(visitor, link, "another fine 8");
    EXPECT_EQ(changed.status, 303);
    EXPECT_EQ(changed.location(), "/login");
    EXPECT_TRUE(visitor.get(link).has(kLinkExpired));
    EXPECT_NE(anna.get("/dashboard/1").status, 200) << "the old session goes on";
    EXPECT_EQ(log_in(visitor, "anna@example.com").status, 422);
    EXPECT_EQ(log_in(visitor, "anna@example.com", "another fine 8").status, 303);
    EXPECT_EQ(site.value("SELECT subject FROM outbox_mails ORDER BY id DESC LIMIT 1"),
              "Your DinkyDash password was changed");
}

TEST(Check21, ResetLinkEndsAfterHalfAnHour) {
    Site site;
    auto anna = site.browser();
    register_family(anna, "Beispiel", "anna@example.com");
    ask_reset(anna, "anna@example.com");
    const auto link = link_with(site.last_mail(), "/reset/");
    site.clock.advance(minutes{29});
    EXPECT_TRUE(anna.get(link).has_form_to(link));
    site.clock.advance(minutes{1});
    EXPECT_TRUE(anna.get(link).has(kLinkExpired));
}

TEST(Check21, NewerResetLinkVoidsTheOlderOne) {
    Site site;
    auto anna = site.browser();
    register_family(anna, "Beispiel", "anna@example.com");
    auto visitor = site.browser();
    ask_reset(visitor, "anna@example.com");
    const auto first = link_with(site.last_mail(), "/reset/");
    ask_reset(visitor, "anna@example.com");
    const auto second = link_with(site.last_mail(), "/reset/");
    EXPECT_NE(first, second);
    EXPECT_TRUE(visitor.get(first).has(kLinkExpired));
    EXPECT_TRUE(visitor.get(second).has_form_to(second));
}

TEST(Check21, PagesNeverHoldTheTokenOfAnother) {
    Site site;
    auto anna = site.browser();
    register_family(anna, "Beispiel", "anna@example.com");
    ask_reset(anna, "anna@example.com");
    EXPECT_EQ(site.number("SELECT count(*) FROM password_resets WHERE length(token_hash) = 64"), 1);
    const auto token = link_with(site.last_mail(), "/reset/").substr(7);
    EXPECT_EQ(
        site.number("SELECT count(*) FROM password_resets WHERE token_hash = '" + token + "'"), 0);
}

TEST(Invitations, LinkWorksOnceAndSaysWhoInvited) {
    Site site;
    auto anna = site.browser();
    register_family(anna, "Beispiel", "anna@example.com");
    auto form = anna.get("/admin/members/invite").form_to("/admin/members/invite");
    form["email"] = "Ben@example.com";
    const auto shown = form.submit("save");
    const auto link = link_with(shown.body, "/invite/");
    EXPECT_EQ(link_with(site.last_mail(), "/invite/"), link);
    auto ben = site.browser();
    EXPECT_TRUE(ben.get(link).has("Beispiel"));
    site.clock.advance(std::chrono::days{7});
    EXPECT_TRUE(ben.get(link).has(kLinkExpired));
}

/// A server where REGISTRATION has this value, with one family made by the operator.
struct Guarded {
    explicit Guarded(const char* registration) : site(Storage::Memory, {{"REGISTRATION", registration}}) {
        const auto hash = site.app->state<carafe::auth::Passwords>().hash(kPassword);
        site.app->database().transact([&](carafe::orm::Session& db) {
            dinkydash::register_family(db, {"Beispiel", "anna@example.com", hash});
        });
        EXPECT_EQ(log_in(anna, "anna@example.com").status, 303);
    }

    Site site;
    TestClient anna = site.browser();
    TestClient visitor = site.browser();
};

TEST(Registration, InviteTakesInvitedPeopleOnly) {
    Guarded server("invite");
    const auto login = server.visitor.get("/login");
    EXPECT_TRUE(login.has("You need an invitation: ask an admin of your family."));
    EXPECT_FALSE(login.has("/register"));
    const auto refused = server.visitor.get("/register");
    EXPECT_EQ(refused.status, 403);
    EXPECT_TRUE(refused.has("New people come by invitation here."));
    const auto posted = server.visitor.post(
        "/register", {{"csrf_token", server.visitor.get("/login").form()["csrf_token"]},
                      {"family_name", "Muster"}, {"email", "zoe@example.com"},
                      {"password", kPassword}, {"confirm_password", kPassword}, {"timezone", "UTC"}});
    EXPECT_EQ(posted.status, 403);
    EXPECT_EQ(server.site.number("SELECT count(*) FROM families"), 1);

    auto guest = server.site.browser();
    invite(server.site, server.anna, guest, "ben@example.com", "member");
    EXPECT_EQ(guest.get("/dashboard/1").status, 200);
    EXPECT_EQ(server.site.value("SELECT tenant_id FROM users WHERE email = 'ben@example.com'"), "1");
}

TEST(Registration, ClosedTakesNobody) {
    Guarded server("closed");
    const auto login = server.visitor.get("/login");
    EXPECT_TRUE(login.has("This server takes no new accounts."));
    EXPECT_FALSE(login.has("/register"));
    EXPECT_EQ(server.visitor.get("/register").status, 403);
    const auto members = server.anna.get("/admin/members");
    EXPECT_TRUE(members.has("This server takes no new accounts."));
    EXPECT_FALSE(members.has("/admin/members/invite"));
    EXPECT_EQ(server.anna.get("/admin/members/invite").status, 403);
    EXPECT_EQ(server.site.number("SELECT count(*) FROM invitations"), 0);
}

TEST(Registration, InvitationsOfBeforeDoNotWorkWhereItIsClosed) {
    Guarded server("closed");
    std::string token;
    server.site.app->database().transact<Family>(carafe::Id<Family>{1}, [&](FamilyDb& db) {
        token = dinkydash::invite(db, "ben@example.com", Role::Member, {}, server.site.config);
    });
    const auto page = server.visitor.get("/invite/" + token);
    EXPECT_TRUE(page.has("This server takes no new accounts."));
    EXPECT_FALSE(page.has("<form"));
    const auto posted = server.visitor.post(
        "/invite/" + token, {{"csrf_token", server.visitor.get("/login").form()["csrf_token"]},
                             {"display_name", "Ben"}, {"password", kPassword}, {"confirm_password", kPassword}});
    EXPECT_NE(posted.status, 303);
    EXPECT_EQ(server.site.number("SELECT count(*) FROM users"), 1);
}

TEST(Invitations, AddressOfAnotherFamilyIsToldOnlyToTheInvited) {
    Site site;
    auto anna = site.browser();
    register_family(anna, "Beispiel", "anna@example.com");
    auto zoe = site.browser();
    register_family(zoe, "Muster", "zoe@example.com");
    auto form = anna.get("/admin/members/invite").form_to("/admin/members/invite");
    form["email"] = "zoe@example.com";
    const auto shown = form.submit("save");
    EXPECT_EQ(shown.status, 200);
    EXPECT_FALSE(shown.has("belongs to another family"));
    auto visitor = site.browser();
    EXPECT_TRUE(visitor.get(link_with(shown.body, "/invite/"))
                    .has("This address already belongs to another family."));
}

TEST(Check32, OwnerCannotLeaveBeforeHandOver) {
    Site site;
    auto anna = site.browser();
    register_family(anna, "Beispiel", "anna@example.com");
    auto ben = site.browser();
    const auto ben_id = invite(site, anna, ben, "ben@example.com", "admin");
    for (auto* client : {&anna, &ben}) {
        const auto own = client->get("/admin/members/invite").form_to("/invite")["csrf_token"];
        const auto answer =
            client->post("/admin/members/1/remove", {{"csrf_token", own}, {"op", "confirm"}});
        EXPECT_EQ(answer.status, 303);
        EXPECT_TRUE(answer.follow().has("Hand over the family to another admin first."));
    }
    EXPECT_EQ(site.value("SELECT role FROM users WHERE id = 1"), "owner");

    auto form = anna.get("/admin/members/hand-over").form_to("/admin/members/hand-over");
    form["user_id"] = std::to_string(ben_id);
    form["password"] = "wrong password 1";
    EXPECT_EQ(form.submit("save").status, 422);
    form["password"] = kPassword;
    EXPECT_EQ(form.submit("save").status, 303);
    EXPECT_EQ(
        site.rows("SELECT id, role FROM users ORDER BY id"),
        (std::vector<std::vector<std::string>>{{"1", "admin"}, {std::to_string(ben_id), "owner"}}));
    auto gone = ben.get("/admin/members/1/remove").form_to("/admin/members/1/remove");
    EXPECT_EQ(gone.submit("confirm").status, 303);
    EXPECT_EQ(site.number("SELECT count(*) FROM users"), 1);
    EXPECT_NE(anna.get("/dashboard/1").status, 200);
}

TEST(Check31, RemovedMembersPersonLeavesTheRotationsAndHistoryKeepsTheName) {
    Site site;
    auto anna = site.browser();
    register_family(anna, "Beispiel", "anna@example.com");
    add_person(site, anna, "Anna");
    const auto ben_person = add_person(site, anna, "Ben");
    add_person(site, anna, "Cleo");
    auto ben = site.browser();
    invite(site, anna, ben, "ben@example.com", "member");
    const auto dishes = add_task(site, anna, "Dishes", {"Ben", "Anna", "Cleo"});
    const auto bins = add_task(site, anna, "Bins", {"Cleo", "Ben"});
    auto board = anna.get("/dashboard/1");
    ASSERT_EQ(turn_of(board, dishes), "Ben");
    ASSERT_EQ(board.form_to("/tasks/1/done").press("person_id", std::to_string(ben_person)).status,
              303);
    auto name_form = ben.get("/account").form_to("/account/name");
    name_form["person_id"] = std::to_string(ben_person);
    ASSERT_EQ(name_form.submit("save").status, 303);
    site.clock.advance(std::chrono::days{1});
    log_in(anna, "anna@example.com");
    auto form = anna.get("/admin/members/2/remove").form_to("/remove");
    form["person"] = "inactive";
    EXPECT_EQ(form.submit("confirm").status, 303);
    EXPECT_NE(ben.get("/dashboard/1").status, 200);

    board = anna.get("/dashboard/1");
    EXPECT_EQ(turn_of(board, dishes), "Anna");
    EXPECT_EQ(turn_of(board, bins), "Cleo");
    EXPECT_EQ(site.value("SELECT person_name FROM task_completions"), "Ben");
    EXPECT_EQ(site.number("SELECT count(*) FROM persons WHERE name = 'Ben' AND NOT active"), 1);
    site.clock.advance(std::chrono::days{1});
    log_in(anna, "anna@example.com");
    EXPECT_EQ(turn_of(anna.get("/dashboard/1"), dishes), "Cleo");
    site.clock.advance(std::chrono::days{1});
    log_in(anna, "anna@example.com");
    EXPECT_EQ(turn_of(anna.get("/dashboard/1"), dishes), "Anna");
}

TEST(Check31, PersonOfALoginIsOfTheFamilyAndNobodyElse) {
    Site site;
    auto anna = site.browser();
    register_family(anna, "Beispiel", "anna@example.com");
    const auto person = add_person(site, anna, "Anna");
    auto zoe = site.browser();
    register_family(zoe, "Muster", "zoe@example.com");
    const auto foreign = add_person(site, zoe, "Zoe");
    auto ben = site.browser();
    invite(site, anna, ben, "ben@example.com", "member");
    auto form = ben.get("/account").form_to("/account/name");
    form["person_id"] = std::to_string(foreign);
    EXPECT_EQ(form.submit("save").status, 422);
    auto own = anna.get("/account").form_to("/account/name");
    own["person_id"] = std::to_string(person);
    EXPECT_EQ(own.submit("save").status, 303);
    form["person_id"] = std::to_string(person);
    EXPECT_EQ(form.submit("save").status, 422) << "Anna is taken";
    EXPECT_EQ(site.number("SELECT count(*) FROM users WHERE person_id IS NOT NULL"), 1);
    own = anna.get("/account").form_to("/account/name");
    EXPECT_EQ(own["person_id"], std::to_string(person));
    own["display_name"] = "Anna the first";
    EXPECT_EQ(own.submit("save").status, 303);
    EXPECT_EQ(site.number("SELECT person_id FROM users WHERE id = 1"), person);
}

TEST(Limits, FamilyHasAtMostThirtyPeople) {
    Site site;
    auto anna = site.browser();
    register_family(anna, "Beispiel", "anna@example.com");
    for (int i = 0; i < 30; ++i) {
        add_person(site, anna, "Person " + std::to_string(i));
    }
    auto form = anna.get("/people/new").form_to("/people/new");
    form["name"] = "One more";
    const auto answer = form.submit("save");
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(answer.has("Your family has reached the limit of 30 people."));
    EXPECT_EQ(site.number("SELECT count(*) FROM persons"), 30);
}

TEST(Limits, FamilyHasAtMostTwentyDashboards) {
    Site site;
    auto anna = site.browser();
    register_family(anna, "Beispiel", "anna@example.com");
    for (int i = 1; i < 20; ++i) {
        add_dashboard(site, anna, "Dashboard " + std::to_string(i));
    }
    auto form = anna.get("/admin/dashboards/new").form_to("/admin/dashboards/new");
    form["name"] = "One more";
    const auto answer = form.submit("save");
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(answer.has("Your family has reached the limit of 20 dashboards."));
}

std::string columns_but_id(Site& site, std::string_view name) {
    std::string list;
    for (const auto* table : site.app->database().tables()) {
        for (const auto& column : table->columns) {
            if (table->name == name && &column != table->key) {
                list += (list.empty() ? "\"" : ", \"") + column.name + '"';
            }
        }
    }
    return list;
}

TEST(Limits, FamilyHasAtMostTwoHundredTasksAndCountdowns) {
    Site site;
    auto anna = site.browser();
    register_family(anna, "Beispiel", "anna@example.com");
    add_task(site, anna, "Dishes", {"Anna"});
    add_countdown(site, anna, "Party", 3, 5);
    for (const std::string table : {"tasks", "countdowns"}) {
        const auto columns = columns_but_id(site, table);
        site.run("INSERT INTO " + table + " (" + columns +
                 ") WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 199) "
                 "SELECT " +
                 columns + " FROM n CROSS JOIN " + table);
        EXPECT_EQ(site.number("SELECT count(*) FROM " + table), 200);
    }
    const auto task = task_form(anna, "One more", {"Anna"}).submit("save");
    EXPECT_EQ(task.status, 422);
    EXPECT_TRUE(task.has("Your family has reached the limit of 200 tasks."));
    const auto countdown = countdown_form(anna, "One more", 3, 5).submit("save");
    EXPECT_EQ(countdown.status, 422);
    EXPECT_TRUE(countdown.has("Your family has reached the limit of 200 countdowns."));
    EXPECT_EQ(anna.get("/dashboard/1").status, 200);
}

TEST(Limits, FamilyHasAtMostThirtyScreens) {
    Site site;
    auto anna = site.browser();
    register_family(anna, "Beispiel", "anna@example.com");
    for (int i = 0; i < 30; ++i) {
        add_screen(site, anna);
    }
    auto form = anna.get("/admin/screens/new").form_to("/new");
    form["name"] = "One more";
    const auto answer = form.submit("save");
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(answer.has("Your family has reached the limit of 30 screens."));
    auto revoke = anna.get("/admin/screens/1/revoke").form_to("/revoke");
    EXPECT_EQ(revoke.submit("confirm").status, 303);
    EXPECT_EQ(form.submit("save").status, 200) << "a disconnected screen makes room";
}

TEST(Limits, FamilyHasAtMostTwentyLogins) {
    Site site;
    auto anna = site.browser();
    register_family(anna, "Beispiel", "anna@example.com");
    for (int i = 1; i < 20; ++i) {
        auto guest = site.browser();
        invite(site, anna, guest, "guest" + std::to_string(i) + "@example.com", "member");
    }
    site.clock.advance(minutes{61});
    log_in(anna, "anna@example.com");
    auto form = anna.get("/admin/members/invite").form_to("/invite");
    form["email"] = "late@example.com";
    const auto answer = form.submit("save");
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(answer.has("Your family has reached the limit of 20 members."));
}

}  // namespace dinkydash
