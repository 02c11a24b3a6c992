#include "apps/dinkydash/tests/fixture.hpp"

#include "carafe/migrate/migrator.hpp"
#include "carafe/orm/database.hpp"
#include "carafe/web/request.hpp"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

namespace dinkydash {

namespace {

/// Every answer says how many statements it took, for the limits of a page.
void note_statements(carafe::Request& request, carafe::Response& response) {
    const auto count = request.has_work() ? request.work().statement_count() : 0;
    response.headers.push_back({"X-Statements", std::to_string(count)});
}

std::string make_folder() {
    auto pattern = (std::filesystem::temp_directory_path() / "dinkydash-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) {
        throw std::runtime_error("no temporary folder");
    }
    return pattern;
}

bool is_path_char(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view("/_-.~").find(c) != std::string_view::npos;
}

}  // namespace

TempFolder::TempFolder() : path_(make_folder()) {}

TempFolder::~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

Site::Site(Storage storage, const carafe::Variables& more) {
    carafe::Variables variables{
        {"CARAFE_ENV", "testing"}, {"DATA_FOLDER", folder.path().string()}, {"CARAFE_LOG", "off"}};
    if (storage == Storage::File || carafe::testing::test_engine() != carafe::testing::Engine::Sqlite) {
        place.emplace();
        variables["DATABASE_URL"] = place->url();
    }
    variables.insert(more.begin(), more.end());
    const auto config_faults = config.load(variables, "", {});
    EXPECT_TRUE(config_faults.empty()) << config_faults.front();
    app = create_app(
        config, clock, carafe::Log("off"), {.password_cost = carafe::crypto::kCheapPassword});
    app->root().after_request(note_statements);
    carafe::migrate::Migrator(
        app->database(),
        carafe::migrate::Revisions::from_folder(CARAFE_SOURCE_DIR "/apps/dinkydash/migrations"))
        .upgrade();
    const auto faults = app->start();
    EXPECT_TRUE(faults.empty()) << faults.front();
}

TestClient Site::browser() {
    TestClient client{*app};
    client.address = "203.0.113." + std::to_string(++browsers_);
    return client;
}

std::vector<std::vector<std::string>> Site::rows(const std::string& sql) {
    auto reading = app->database().engine().begin(carafe::db::Access::ReadOnly);
    reading.connection().set_tenant(carafe::db::kEveryTenant, "");
    return reading.connection().rows(sql);
}

std::string Site::value(const std::string& sql) {
    const auto found = rows(sql);
    return found.empty() ? std::string() : found.at(0).at(0);
}

std::int64_t Site::number(const std::string& sql) {
    return std::stoll(value(sql));
}

void Site::run(const std::string& sql) {
    auto writing = app->database().engine().begin(carafe::db::Access::ReadWrite);
    writing.connection().set_tenant(carafe::db::kEveryTenant, "");
    writing.connection().run(sql);
    writing.commit();
}

std::string Site::dump(const std::string& where_tenant) {
    std::string out;
    for (const auto* table : app->database().tables()) {
        if (table->tenant == nullptr) {
            continue;
        }
        auto query = "SELECT * FROM \"" + table->name + "\" WHERE tenant_id " + where_tenant;
        for (const auto& row : rows(query + " ORDER BY 1")) {
            out += table->name;
            for (const auto& cell : row) {
                out += '|' + cell;
            }
            out += '\n';
        }
    }
    return out;
}

std::string Site::last_mail() {
    return value("SELECT body_text FROM outbox_mails ORDER BY id DESC LIMIT 1");
}

std::vector<std::string> Site::stored_files() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(uploads())) {
        if (entry.is_regular_file()) {
            names.push_back(std::filesystem::relative(entry.path(), uploads()).string());
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

// ---- what people do ---------------------------------------------------------------------------------

void register_family(TestClient& client, const std::string& family, const std::string& email) {
    auto form = client.get("/register").form();
    form["family_name"] = family;
    form["email"] = email;
    form["password"] = kPassword;
    form["confirm_password"] = kPassword;
    const auto answer = form.submit();
    EXPECT_EQ(answer.status, 303) << answer.body;
}

TestAnswer log_in(TestClient& client,
                  const std::string& email,
                  const std::string& password,
                  bool remember) {
    auto form = client.get("/login").form();
    form["email"] = email;
    form["password"] = password;
    form.check("remember_me", remember);
    return form.submit();
}

std::int64_t add_person(Site& site, TestClient& client, const std::string& name) {
    auto form = client.get("/people/new").form_to("/people/new");
    form["name"] = name;
    const auto answer = form.submit("save");
    EXPECT_EQ(answer.status, 303) << answer.body;
    return site.number("SELECT max(id) FROM persons");
}

TestForm task_form(TestClient& client,
                   const std::string& name,
                   const std::vector<std::string>& rotation) {
    auto form = client.get("/admin/tasks/new").form_to("/admin/tasks/new");
    form["name"] = name;
    form["icon_type"] = "none";
    for (std::size_t i = 0; i < rotation.size(); ++i) {
        if (i > 0) {
            form = form.submit("rotation-add").form_to("/admin/tasks/new");
        }
        form["rotation-" + std::to_string(i)] = rotation[i];
    }
    return form;
}

std::int64_t add_task(Site& site,
                      TestClient& client,
                      const std::string& name,
                      const std::vector<std::string>& rotation) {
    auto form = task_form(client, name, rotation);
    form["rotate_by"] = "day";
    const auto answer = form.submit("save");
    EXPECT_EQ(answer.status, 303) << answer.body;
    return site.number("SELECT max(id) FROM tasks");
}

TestForm countdown_form(TestClient& client, const std::string& name, int day, int month) {
    auto form = client.get("/admin/countdowns/new").form_to("/admin/countdowns/new");
    form["name"] = name;
    form["date_day"] = std::to_string(day);
    form["date_month"] = std::to_string(month);
    form["icon_type"] = "none";
    return form;
}

std::int64_t add_countdown(
    Site& site, TestClient& client, const std::string& name, int day, int month) {
    const auto answer = countdown_form(client, name, day, month).submit("save");
    EXPECT_EQ(answer.status, 303) << answer.body;
    return site.number("SELECT max(id) FROM countdowns");
}

std::int64_t add_dashboard(Site& site, TestClient& client, const std::string& name) {
    auto form = client.get("/admin/dashboards/new").form_to("/admin/dashboards/new");
    form["name"] = name;
    const auto answer = form.submit("save");
    EXPECT_EQ(answer.status, 303) << answer.body;
    return site.number("SELECT max(id) FROM dashboards");
}

std::int64_t invite(Site& site,
                    TestClient& admin,
                    TestClient& guest,
                    const std::string& email,
                    const std::string& role) {
    auto form = admin.get("/admin/members/invite").form_to("/admin/members/invite");
    form["email"] = email;
    form["role"] = role;
    const auto shown = form.submit("save");
    EXPECT_EQ(shown.status, 200) << shown.body;
    const auto link = link_with(shown.body, "/invite/");
    auto accept = guest.get(link).form_to(link);
    accept["display_name"] = email.substr(0, email.find('@'));
    accept["password"] = kPassword;
    accept["confirm_password"] = kPassword;
    const auto answer = accept.submit();
    EXPECT_EQ(answer.status, 303) << answer.body;
    return site.number("SELECT max(id) FROM users");
}

NewScreen add_screen(Site& site, TestClient& admin, bool may_tick, bool may_swap) {
    auto form = admin.get("/admin/screens/new").form_to("/admin/screens/new");
    form["name"] = "Kitchen tablet";
    form.check("may_tick", may_tick);
    form.check("may_swap", may_swap);
    const auto shown = form.submit("save");
    EXPECT_EQ(shown.status, 200) << shown.body;
    const std::string_view mark = "<p class=\"code\">";
    const auto at = shown.body.find(mark);
    NewScreen screen;
    screen.id = site.number("SELECT max(id) FROM devices");
    screen.path = link_with(shown.body, "/pair/");
    screen.code = shown.body.substr(at + mark.size(), 9);
    return screen;
}

std::int64_t pair_screen(
    Site& site, TestClient& admin, TestClient& wall, bool may_tick, bool may_swap) {
    const auto screen = add_screen(site, admin, may_tick, may_swap);
    const auto answer = wall.get(screen.path).form_to(screen.path).submit();
    EXPECT_EQ(answer.status, 303) << answer.body;
    EXPECT_EQ(answer.location(), "/wall");
    return screen.id;
}

// ---- reading answers --------------------------------------------------------------------------------

std::string link_with(std::string_view text, std::string_view part) {
    const auto at = text.find(part);
    if (at == std::string_view::npos) {
        return {};
    }
    auto end = at;
    while (end < text.size() && is_path_char(text[end])) {
        ++end;
    }
    return std::string(text.substr(at, end - at));
}

std::string card_of(const TestAnswer& page, std::int64_t task) {
    const auto at = page.body.find("id=\"task-" + std::to_string(task) + '"');
    if (at == std::string::npos) {
        return {};
    }
    return page.body.substr(at, page.body.find("</article>", at) - at);
}

std::string turn_of(const TestAnswer& page, std::int64_t task) {
    const auto card = card_of(page, task);
    const std::string_view mark = "<span class=\"turn-who\">";
    const auto at = card.find(mark);
    if (at == std::string::npos) {
        return {};
    }
    const auto start = at + mark.size();
    return card.substr(start, card.find('<', start) - start);
}

std::size_t count_of(std::string_view text, std::string_view part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) {
        ++count;
    }
    return count;
}

// ---- pictures ---------------------------------------------------------------------------------------

std::string make_image(int width, int height, const char* type) {
    GdkPixbuf* pixels = gdk_pixbuf_new(GDK_COLORSPACE_RGB, false, 8, width, height);
    gdk_pixbuf_fill(pixels, 0x306090ff);
    gchar* bytes = nullptr;
    gsize size = 0;
    EXPECT_TRUE(gdk_pixbuf_save_to_buffer(pixels, &bytes, &size, type, nullptr, nullptr));
    std::string out(bytes, size);
    g_free(bytes);
    g_object_unref(pixels);
    return out;
}

TestFile jpg_file(std::string bytes) {
    return {"photo.jpg", "image/jpeg", std::move(bytes)};
}

}  // namespace dinkydash
