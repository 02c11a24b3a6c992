// Demo families: what they hold, and that the same seed gives the same.
#include "apps/dinkydash/services/demo_data.hpp"
#include "apps/dinkydash/tests/fixture.hpp"
#include "carafe/auth/passwords.hpp"

#include <gtest/gtest.h>

namespace dinkydash {

namespace {

int make_demo(Site& site, int families) {
    DemoOptions options;
    options.families = families;
    options.days = 3;
    options.password_hash = site.app->state<carafe::auth::Passwords>().hash(kPassword);
    return make_demo_data(site.app->database(), site.app->state<Pictures>(), options, [] {});
}

}  // namespace

TEST(DemoData, FirstPeopleOfTheFirstFamilyHavePhotos) {
    Site site;
    EXPECT_EQ(make_demo(site, 4), 4);
    EXPECT_EQ(site.number("SELECT count(*) FROM persons WHERE image_id IS NOT NULL"), 3);
    EXPECT_EQ(site.number("SELECT count(DISTINCT sha256) FROM images WHERE tenant_id = 1"), 3);
    EXPECT_EQ(site.number("SELECT count(*) FROM images WHERE tenant_id <> 1"), 0);
    EXPECT_EQ(site.stored_files().size(), 6u) << "each with its thumbnail";

    auto demo = site.browser();
    ASSERT_EQ(log_in(demo, "demo@example.com").status, 303);
    const auto photo = link_with(demo.get("/dashboard/1").body, "/media/");
    const auto answer = demo.get(photo);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("Content-Type"), "image/jpeg");
}

TEST(DemoData, SameSeedGivesTheSameFamilies) {
    Site one;
    Site two;
    make_demo(one, 2);
    make_demo(two, 2);
    for (const auto* query : {"SELECT name, emoji, colour, birth_year FROM persons ORDER BY id",
                              "SELECT sha256 FROM images ORDER BY id",
                              "SELECT name, anchor_index FROM tasks ORDER BY id",
                              "SELECT person_name, on_date, done_at FROM task_completions ORDER BY id"}) {
        EXPECT_EQ(one.rows(query), two.rows(query)) << query;
    }
}

TEST(DemoData, IsMadeOnce) {
    Site site;
    make_demo(site, 1);
    const auto before = site.dump(">= 0");
    EXPECT_EQ(make_demo(site, 5), 0);
    EXPECT_EQ(site.dump(">= 0"), before);
    EXPECT_EQ(site.stored_files().size(), 6u);
}

}  // namespace dinkydash
