// Pictures through the upload form: sizes, messages, who may see them, what stays on the disk.
#include "apps/dinkydash/services/pictures.hpp"
#include "apps/dinkydash/tests/fixture.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>

namespace dinkydash {

namespace {

constexpr const char* kImagesOnly = "Images only (JPG, PNG, GIF).";

TestForm with_picture(TestClient& client, const std::string& name, const std::string& bytes) {
    auto form = task_form(client, name, {"Anna"});
    form["icon_type"] = "image";
    form.attach("image", jpg_file(bytes));
    return form;
}

std::int64_t picture_of_task(Site& site, TestClient& client) {
    EXPECT_EQ(with_picture(client, "Cat", make_image(60, 40, "jpeg")).submit("save").status, 303);
    return site.number("SELECT image_id FROM tasks ORDER BY id DESC LIMIT 1");
}

CleanUp clean(Site& site, bool dry_run) {
    return clean_uploads(
        site.app->database(), site.app->state<Pictures>(), std::chrono::hours{24}, dry_run);
}

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST(Check17, FiveMegabytesPassTheFormAndOneOctetMoreDoesNot) {
    Site site;
    auto anna = site.browser();
    register_family(anna, "Beispiel", "anna@example.com");
    auto jpg = make_image(60, 40, "jpeg");
    jpg.resize(5'242'880, '\0');
    EXPECT_EQ(with_picture(anna, "Cat", jpg).submit("save").status, 303);
    EXPECT_EQ(site.stored_files().size(), 2u) << "the picture and its thumbnail";
    jpg += '\0';
    const auto refused = with_picture(anna, "Dog", jpg).submit("save");
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(refused.has("Image must be smaller than 5 MB."));
    EXPECT_EQ(refused.form_to("/admin/tasks/new")["name"], "Dog");
    EXPECT_EQ(site.stored_files().size(), 2u);
    EXPECT_EQ(site.number("SELECT count(*) FROM tasks"), 1);
}

TEST(Check17, RequestOverSixMegabytesIsNotRead) {
    Site site;
    auto anna = site.browser();
    register_family(anna, "Beispiel", "anna@example.com");
    const auto answer = with_picture(anna, "Cat", std::string(6'291'456, 'x')).submit("save");
    EXPECT_EQ(answer.status, 413);
}

TEST(Check17, WhatIsNoPictureIsRefusedWhateverItsName) {
    Site site;
    auto anna = site.browser();
    register_family(anna, "Beispiel", "anna@example.com");
    const auto cut = make_image(30, 30, "jpeg");
    for (const std::string& bytes : {std::string("%PDF-1.7 renamed"),
                                     std::string("<svg xmlns='http://www.w3.org/2000/svg'/>"),
                                     std::string("<?php system('id');"),
                                     std::string("<!doctype html><script>alert(1)</script>"),
                                     cut.substr(0, cut.size() / 2)}) {
        const auto answer = with_picture(anna, "Cat", bytes).submit("save");
        EXPECT_EQ(answer.status, 422) << bytes.substr(0, 10);
        EXPECT_TRUE(answer.has(kImagesOnly)) << bytes.substr(0, 10);
    }
    EXPECT_EQ(site.number("SELECT count(*) FROM images"), 0);
    EXPECT_EQ(site.number("SELECT count(*) FROM tasks"), 0);
}

TEST(Check17, NothingOfTheFileNameOrMetadataIsKept) {
    Site site;
    auto anna = site.browser();
    register_family(anna, "Beispiel", "anna@example.com");
    auto jpg = make_image(60, 40, "jpeg");
    const std::string exif = "Exif GPSLatitude 52.5";
    jpg.insert(2, "\xff\xe1" + std::string(1, '\0') + static_cast<char>(exif.size() + 2) + exif);
    auto form = task_form(anna, "Cat", {"Anna"});
    form["icon_type"] = "image";
    form.attach("image", {"../../etc/passwd", "text/html", jpg});
    ASSERT_EQ(form.submit("save").status, 303);
    const auto files = site.stored_files();
    ASSERT_EQ(files.size(), 2u);
    for (const auto& name : files) {
        EXPECT_TRUE(name.starts_with("1/task_1_")) << name;
        EXPECT_EQ(read_file(site.uploads() / name).find("GPS"), std::string::npos);
    }
}

TEST(Pictures, EmptyChoiceIsAskedFor) {
    Site site;
    auto anna = site.browser();
    register_family(anna, "Beispiel", "anna@example.com");
    auto form = task_form(anna, "Cat", {"Anna"});
    form["icon_type"] = "image";
    const auto answer = form.submit("save");
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(answer.has("Please choose an image."));
}

TEST(Check18, PicturesAreOnlyForTheFamilyAndItsScreens) {
    Site site;
    auto anna = site.browser();
    register_family(anna, "Beispiel", "anna@example.com");
    const auto id = picture_of_task(site, anna);
    const auto path = "/media/" + std::to_string(id) + "/thumb";
    const auto shown = anna.get(path);
    EXPECT_EQ(shown.status, 200);
    EXPECT_EQ(shown.header("Content-Type"), "image/jpeg");
    EXPECT_EQ(shown.header("Cache-Control"), "private, max-age=86400");
    EXPECT_EQ(anna.get("/media/" + std::to_string(id) + "/full").status, 200);
    EXPECT_EQ(anna.get("/media/" + std::to_string(id) + "/huge").status, 404);

    auto zoe = site.browser();
    register_family(zoe, "Muster", "zoe@example.com");
    EXPECT_EQ(zoe.get(path).status, 404);
    auto visitor = site.browser();
    const auto refused = visitor.get(path);
    EXPECT_EQ(refused.status, 302);
    EXPECT_TRUE(refused.location().starts_with("/login")) << refused.location();
    auto wall = site.browser();
    pair_screen(site, anna, wall);
    EXPECT_EQ(wall.get(path).status, 200);
    auto other_wall = site.browser();
    pair_screen(site, zoe, other_wall);
    EXPECT_EQ(other_wall.get(path).status, 404);
    for (const auto& name : site.stored_files()) {
        for (const auto* folder :
             {"/static/", "/static/uploads/", "/uploads/", "/static/../uploads/"}) {
            const auto direct = visitor.get(folder + name);
            EXPECT_TRUE(direct.status == 404 || direct.status == 400) << folder << direct.status;
        }
    }
}

TEST(Check19, ReplacedPictureIsGoneAfterTheRequest) {
    Site site;
    auto anna = site.browser();
    register_family(anna, "Beispiel", "anna@example.com");
    picture_of_task(site, anna);
    const auto before = site.stored_files();
    auto form = anna.get("/admin/tasks/1/edit").form_to("/edit");
    form.attach("image", jpg_file(make_image(50, 50, "png")));
    ASSERT_EQ(form.submit("save").status, 303);
    const auto after = site.stored_files();
    EXPECT_EQ(after.size(), 2u);
    EXPECT_NE(after, before);
    EXPECT_EQ(site.number("SELECT count(*) FROM images"), 1);
    EXPECT_EQ(clean(site, true).names, std::vector<std::string>{});
}

TEST(Check19, RefusedReplacementLeavesTheOldPicture) {
    Site site;
    auto anna = site.browser();
    register_family(anna, "Beispiel", "anna@example.com");
    const auto id = picture_of_task(site, anna);
    const auto before = site.stored_files();
    auto form = anna.get("/admin/tasks/1/edit").form_to("/edit");
    form.attach("image", jpg_file("no picture"));
    EXPECT_EQ(form.submit("save").status, 422);
    EXPECT_EQ(site.stored_files(), before);
    EXPECT_EQ(anna.get("/media/" + std::to_string(id) + "/full").status, 200);
}

TEST(Check19, OtherIconAndDeletionRemoveTheFiles) {
    Site site;
    auto anna = site.browser();
    register_family(anna, "Beispiel", "anna@example.com");
    picture_of_task(site, anna);
    auto form = anna.get("/admin/tasks/1/edit").form_to("/edit");
    form["icon_type"] = "none";
    ASSERT_EQ(form.submit("save").status, 303);
    EXPECT_EQ(site.stored_files(), std::vector<std::string>{});
    picture_of_task(site, anna);
    EXPECT_EQ(site.stored_files().size(), 2u);
    const std::string path = "/admin/tasks/2/delete";
    ASSERT_EQ(anna.get(path).form_to(path).submit("confirm").status, 303);
    EXPECT_EQ(site.stored_files(), std::vector<std::string>{});
    EXPECT_EQ(site.number("SELECT count(*) FROM images"), 0);
}

TEST(Check19, StrayFileOfADayIsListedAndRemoved) {
    Site site;
    auto anna = site.browser();
    register_family(anna, "Beispiel", "anna@example.com");
    picture_of_task(site, anna);
    const auto kept = site.stored_files();
    const auto old_file = site.uploads() / "1" / "task_9_0123456789abcdef.jpg";
    const auto young_file = site.uploads() / "1" / "task_9_fedcba9876543210.jpg";
    std::ofstream(old_file) << "stray";
    std::ofstream(young_file) << "stray";
    std::filesystem::last_write_time(
        old_file, std::filesystem::file_time_type::clock::now() - std::chrono::hours{25});
    const auto listed = clean(site, true);
    EXPECT_EQ(listed.names, std::vector<std::string>{"1/task_9_0123456789abcdef.jpg"});
    EXPECT_EQ(listed.bytes, 5u);
    EXPECT_TRUE(std::filesystem::exists(old_file));
    EXPECT_EQ(clean(site, false).files, 1);
    EXPECT_FALSE(std::filesystem::exists(old_file));
    EXPECT_TRUE(std::filesystem::exists(young_file));
    EXPECT_EQ(site.stored_files().size(), kept.size() + 1);
}

}  // namespace dinkydash
