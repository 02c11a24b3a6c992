// The program from outside, its migrations, and the import of version 1.
#include "apps/dinkydash/models/all.hpp"
#include "apps/dinkydash/services/import_v1.hpp"
#include "apps/dinkydash/tests/fixture.hpp"
#include "carafe/migrate/migrator.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <fstream>

namespace dinkydash {

namespace {

struct Outcome {
    int status = -1;
    std::string output;
};

/// Runs the program that lies beside this one, with nothing but `environment`, until it ends.
Outcome run_program(const std::string& environment, const std::string& arguments) {
    const auto folder = std::filesystem::canonical("/proc/self/exe").parent_path();
    const auto command = "timeout 60 env -i " + environment + " '" +
                         (folder / "dinkydash").string() + "' " + arguments + " 2>&1";
    Outcome outcome;
    FILE* pipe = popen(command.c_str(), "r");  // NOLINT(cert-env33-c): the text is our own
    if (pipe == nullptr) {
        return outcome;
    }
    std::array<char, 4096> buffer{};
    while (const auto n = fread(buffer.data(), 1, buffer.size(), pipe)) {
        outcome.output.append(buffer.data(), n);
    }
    const int ended = pclose(pipe);
    outcome.status = WIFEXITED(ended) ? WEXITSTATUS(ended) : -1;
    return outcome;
}

sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    return address;
}

int free_port() {
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    auto address = loopback(0);
    socklen_t length = sizeof address;
    EXPECT_EQ(bind(fd, reinterpret_cast<sockaddr*>(&address), length), 0);
    EXPECT_EQ(getsockname(fd, reinterpret_cast<sockaddr*>(&address), &length), 0);
    close(fd);
    return ntohs(address.sin_port);
}

bool is_open(int port) {
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    const auto address = loopback(port);
    const bool open = connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    close(fd);
    return open;
}

constexpr const char* kStrongKey =
    "SECRET_KEY=6f1d7c0a4b5e9328d1c7f60a3b2e49586f1d7c0a4b5e9328d1c7f60a3b2e4958";

carafe::migrate::Migrator migrator_of(carafe::orm::Database& database) {
    return {
        database,
        carafe::migrate::Revisions::from_folder(CARAFE_SOURCE_DIR "/apps/dinkydash/migrations")};
}

carafe::migrate::Catalogue catalogue(Site& site) {
    auto reading = site.app->database().engine().begin(carafe::db::Access::ReadOnly);
    return carafe::migrate::read_catalogue(reading.connection());
}

V1Report import_text(Site& site, const std::string& yaml, const std::filesystem::path& images) {
    const auto config = parse_v1(yaml);
    EXPECT_TRUE(config) << (config ? "" : config.error().message);
    V1Report report;
    site.app->database().transact([&](carafe::orm::Session& db) {
        report = import_v1(db,
                           site.app->state<Pictures>(),
                           *config,
                           {"Beispiel", "anna@example.com", "!", "UTC", images},
                           db.now());
    });
    return report;
}

std::string entry_of_today(Site& site, int task) {
    return site.value(
        "SELECT coalesce(p.name, r.label) FROM tasks t JOIN task_rotation r ON r.task_id = t.id "
        "AND r.position = t.anchor_index LEFT JOIN persons p ON p.id = r.person_id WHERE t.id = " +
        std::to_string(task));
}

void write_image(const std::filesystem::path& path) {
    std::ofstream(path, std::ios::binary) << make_image(30, 30, "jpeg");
}

// 21 April 2027 is day 111 of its year: 111 mod 2 is 1, 111 mod 3 is 0, 111 mod 4 is 3.
constexpr const char* kPicturesAsPeople = R"(
recurring:
  - title: Empty the dishwasher
    emoji: "🍽️"
    repeat: 1
    people: [["anna.jpg"], ["ben.jpg"]]
  - title: "🐈"
    repeat: 2
    people: [["ben.jpg"], ["anna.jpg"], ["cleo.png"]]
countdowns:
  - image: cake.jpg
    title: Anna's birthday
    date: 07/25
  - title: New Year
    date: 1/1
colour: blue
)";

constexpr const char* kChoicesAsLists = R"(
recurring:
  - title: Film night
    choices: [["🇩🇪"], ["🇬🇧"], ["🇫🇷"], ["🇪🇸"]]
  - title: Dishes
    choices:
      - ["anna.jpg"]
      - ["Anna"]
special_dates:
  - title: Summer holidays
    emoji: "🏖️"
    date: 7/25
)";

constexpr const char* kPeopleAndPets = R"(
people:
  - name: Anna
    date_of_birth: 2018-03-14
    image: anna.jpg
  - name: Ben
    date_of_birth: 2020-02-29
pets:
  - name: Minka
    date_of_birth: 2022-06-01
recurring:
  - title: Feed Minka
    choices: [Ben, Anna]
  - title: Table
    choices: [Anna, Ben, "whoever is home"]
special_dates:
  - title: Christmas
    emoji: "🎄"
    date: 12/24
)";

}  // namespace

TEST(Check33, PicturesAsPeopleBecomePersonsAndTodayStays) {
    Site site;
    const TempFolder images;
    for (const auto* name : {"anna.jpg", "ben.jpg", "cake.jpg"}) {
        write_image(images.path() / name);
    }
    const auto report = import_text(site, kPicturesAsPeople, images.path());
    EXPECT_EQ(report.people, 3);
    EXPECT_EQ(report.tasks, 2);
    EXPECT_EQ(report.countdowns, 2);
    EXPECT_EQ(report.images, 3);
    EXPECT_EQ(report.warnings.size(), 2u) << report.text();  // cleo.png, colour
    EXPECT_EQ(entry_of_today(site, 1), "Ben");
    EXPECT_EQ(entry_of_today(site, 2), "Ben");
    EXPECT_EQ(site.rows("SELECT name, emoji, rotate_every FROM tasks ORDER BY id"),
              (std::vector<std::vector<std::string>>{{"Empty the dishwasher", "🍽️", "1"},
                                                     {"Task 2", "🐈", "2"}}));
    EXPECT_EQ(
        site.rows("SELECT name, date_month, date_day, kind, icon_type FROM countdowns ORDER BY id"),
        (std::vector<std::vector<std::string>>{{"Anna's birthday", "7", "25", "yearly", "image"},
                                               {"New Year", "1", "1", "yearly", "none"}}));
    EXPECT_EQ(site.rows("SELECT name, CASE WHEN image_id IS NULL THEN 1 ELSE 0 END FROM persons ORDER BY id"),
              (std::vector<std::vector<std::string>>{{"Anna", "0"}, {"Ben", "0"}, {"Cleo", "1"}}));
    EXPECT_EQ(site.stored_files().size(), 6u);
}

TEST(Check33, FlagsAndWordsBecomeLabels) {
    Site site;
    const auto report = import_text(site, kChoicesAsLists, site.folder.path());
    EXPECT_EQ(report.people, 1);
    EXPECT_EQ(report.tasks, 2);
    EXPECT_EQ(report.countdowns, 1);
    EXPECT_EQ(entry_of_today(site, 1), "🇪🇸");
    EXPECT_EQ(entry_of_today(site, 2), "Anna");
    EXPECT_EQ(site.rows("SELECT label FROM task_rotation WHERE task_id = 1 ORDER BY position"),
              (std::vector<std::vector<std::string>>{{"🇩🇪"}, {"🇬🇧"}, {"🇫🇷"}, {"🇪🇸"}}));
    EXPECT_EQ(site.value("SELECT emoji FROM countdowns"), "🏖️");
}

TEST(Check33, PeopleAndPetsHaveBirthdays) {
    Site site;
    const auto report = import_text(site, kPeopleAndPets, site.folder.path());
    EXPECT_EQ(report.people, 3);
    EXPECT_EQ(report.tasks, 2);
    EXPECT_EQ(report.countdowns, 1);
    EXPECT_EQ(report.images, 0);
    EXPECT_EQ(report.warnings.size(), 1u) << "the missing picture: " << report.text();
    EXPECT_EQ(
        site.rows("SELECT name, birth_year, birth_month, birth_day FROM persons ORDER BY id"),
        (std::vector<std::vector<std::string>>{
            {"Anna", "2018", "3", "14"}, {"Ben", "2020", "2", "29"}, {"Minka", "2022", "6", "1"}}));
    EXPECT_EQ(entry_of_today(site, 1), "Anna");
    EXPECT_EQ(entry_of_today(site, 2), "Anna");
}

TEST(Check33, SecondRunAddsNothing) {
    Site site;
    import_text(site, kPeopleAndPets, site.folder.path());
    const auto before = site.dump(">= 0");
    const auto again = import_text(site, kPeopleAndPets, site.folder.path());
    EXPECT_TRUE(again.existed);
    EXPECT_EQ(again.people + again.tasks + again.countdowns + again.images, 0);
    EXPECT_NE(again.text().find("exists"), std::string::npos);
    EXPECT_EQ(site.dump(">= 0"), before);
}

TEST(Check33, ImportedFamilyGoesOnWithOurRule) {
    Site site;
    import_text(site, kPeopleAndPets, site.folder.path());
    auto anna = site.browser();
    auto form = anna.get("/forgot").form_to("/forgot");
    form["email"] = "anna@example.com";
    form.submit();
    const auto link = link_with(site.last_mail(), "/reset/");
    auto choose = anna.get(link).form_to(link);
    choose["password"] = kPassword;
    choose["confirm_password"] = kPassword;
    choose.submit();
    ASSERT_EQ(log_in(anna, "anna@example.com").status, 303);
    EXPECT_EQ(turn_of(anna.get("/dashboard/1"), 2), "Anna");
    site.clock.travel_to(carafe::SimulatedClock("2028-01-01T10:00:00Z").now());
    log_in(anna, "anna@example.com");
    EXPECT_EQ(turn_of(anna.get("/dashboard/1"), 2), "Anna") << "255 days later: 255 mod 3 is 0";
}

TEST(Check33, BombsTagsAndTraversalAreRefused) {
    const auto bomb = parse_v1("a: &a [x, x]\nb: [*a, *a]\n");
    ASSERT_FALSE(bomb);
    EXPECT_NE(bomb.error().message.find("line 1"), std::string::npos) << bomb.error().message;
    const auto tag = parse_v1("people:\n  - name: !!python/object:os.system x\n");
    ASSERT_FALSE(tag);
    EXPECT_NE(tag.error().message.find("line 2"), std::string::npos) << tag.error().message;
    EXPECT_FALSE(parse_v1(std::string(1024 * 1024 + 1, ' ')));
    EXPECT_FALSE(parse_v1("recurring: [[[["));
    Site site;
    const auto report = import_text(site,
                                    "countdowns:\n  - title: Party\n    image: ../../etc/passwd\n"
                                    "    date: 7/25\n",
                                    site.folder.path());
    EXPECT_EQ(report.images, 0);
    EXPECT_EQ(report.countdowns, 1);
    EXPECT_EQ(report.warnings.size(), 1u);
}

TEST(Check34, BrokenMigrationEndsTheProgramBeforeItListens) {
    const TempFolder folder;
    const auto file = (folder.path() / "broken.db").string();
    {
        const carafe::SimulatedClock clock("2027-04-21T10:00:00Z");
        carafe::orm::Database database("sqlite:///" + file, Models{}, clock);
        auto writing = database.engine().begin(carafe::db::Access::ReadWrite);
        writing.connection().run("CREATE TABLE families (id INTEGER PRIMARY KEY)");
        writing.commit();
    }
    const int port = free_port();
    const auto outcome = run_program(std::string(kStrongKey) +
                                         " CARAFE_ENV=production PUBLIC_URL=https://dash.example "
                                         "ALLOWED_HOSTS=dash.example DATA_FOLDER=" +
                                         folder.path().string() + " DATABASE_URL=sqlite:///" + file,
                                     "serve --port " + std::to_string(port));
    EXPECT_EQ(outcome.status, 1) << outcome.output;
    EXPECT_NE(outcome.output.find("families"), std::string::npos) << outcome.output;
    EXPECT_FALSE(is_open(port));
}

TEST(Check35, ProductionWithoutASecretDoesNotStart) {
    const TempFolder folder;
    const int port = free_port();
    const auto common =
        " CARAFE_ENV=production PUBLIC_URL=https://dash.example "
        "ALLOWED_HOSTS=dash.example DATA_FOLDER=" +
        folder.path().string();
    for (const auto* secret : {"", "SECRET_KEY=dev-secret-key", "SECRET_KEY=short"}) {
        const auto outcome = run_program(secret + common, "serve --port " + std::to_string(port));
        EXPECT_NE(outcome.status, 0) << secret;
        EXPECT_NE(outcome.status, 124) << secret << " it went on running";
        EXPECT_NE(outcome.output.find("SECRET_KEY"), std::string::npos) << outcome.output;
        EXPECT_FALSE(is_open(port));
    }
}

TEST(Check35, UnknownEnvironmentDoesNotStart) {
    const TempFolder folder;
    const auto outcome = run_program(
        std::string(kStrongKey) + " CARAFE_ENV=staging DATA_FOLDER=" + folder.path().string(),
        "serve --port " + std::to_string(free_port()));
    EXPECT_NE(outcome.status, 0);
    EXPECT_NE(outcome.status, 124);
    EXPECT_NE(outcome.output.find("CARAFE_ENV"), std::string::npos) << outcome.output;
}

TEST(Program, CommandsMakeFamiliesAndFindNoMismatch) {
    const TempFolder folder;
    const auto environment = "CARAFE_ENV=development DATA_FOLDER=" + folder.path().string() +
                             " DATABASE_URL=sqlite:///" + (folder.path() / "a.db").string();
    EXPECT_EQ(run_program(environment, "db upgrade").status, 0);
    const auto made =
        run_program(environment, "create-family Beispiel anna@example.com 'correct horse 7'");
    EXPECT_EQ(made.status, 0) << made.output;
    EXPECT_EQ(run_program(environment, "demo-data --families 3 --seed 7").status, 0);
    const auto checked = run_program(environment, "check-tenants");
    EXPECT_EQ(checked.status, 0);
    EXPECT_TRUE(checked.output.ends_with("0\n")) << checked.output;
    const auto link = run_program(environment, "reset-link anna@example.com");
    EXPECT_NE(link_with(link.output, "/reset/"), "") << link.output;
    EXPECT_NE(run_program(environment, "reset-link nobody@example.com").status, 0);
}

TEST(Program, HelpIsShownWhereItIsAskedFor) {
    for (const std::string command : {"", "serve", "db", "db upgrade", "create-family", "import-v1", "demo-data"}) {
        const auto outcome = run_program("", command + " --help");
        EXPECT_EQ(outcome.status, 0) << command << outcome.output;
        EXPECT_NE(outcome.output.find("Usage: dinkydash"), std::string::npos) << outcome.output;
    }
}

TEST(Program, WrongArgumentsAreExplainedWithStatusTwo) {
    struct Row {
        const char* arguments;
        const char* text;
    };

    const TempFolder folder;
    const auto environment = "CARAFE_ENV=development DATA_FOLDER=" + folder.path().string();
    ASSERT_EQ(run_program(environment, "db upgrade").status, 0);
    for (const auto& [arguments, text] : {
             Row{"", "a command is missing: serve, routes"},
             {"nonsense", "there is no command nonsense; there are serve"},
             {"--nonsense", "there is no option --nonsense"},
             {"db", "dinkydash db: a command is missing: init, migrate"},
             {"db nonsense", "there is no command nonsense"},
             {"db downgrade", "REVISION is required"},
             {"db upgrade nonsense", "no revision starts with nonsense"},
             {"db stamp nonsense", "no revision starts with nonsense"},
             {"db current extra", "dinkydash db current: unexpected extra"},
             {"serve --port abc", "--port"},
             {"serve --port 99999", "--port"},
             {"serve --host nonsense", "is no IP address"},
             {"serve --prt 1", "dinkydash serve: unexpected --prt 1"},
             {"--set X check", "--set wants NAME=value"},
             {"--set SECRET_KY=1 check", "SECRET_KY (command line): unknown setting; did you mean SECRET_KEY?"},
             {"--set CARAFE_PORT=x check", "CARAFE_PORT (command line): expected a number"},
             {"template render /nonsense", "there is no file /nonsense"},
             {"create-family", "Usage: dinkydash create-family [OPTIONS] NAME EMAIL PASSWORD"},
             {"create-family A a@example.com short", "Password must be at least 8 characters long."},
             {"create-family A anna 'correct horse 7'", "not an email address: anna"},
             {"create-family ' ' a@example.com 'correct horse 7'", "the name is empty"},
             {"create-family A a@example.com 'correct horse 7' --timezone Mars", "unknown time zone Mars"},
             {"create-admin a@example.com A 'correct horse 7'", "--family is required"},
             {"create-admin a@example.com A 'correct horse 7' --family x", "--family wants a number"},
             {"reset-link", "EMAIL is required"},
             {"import-v1 /nonsense --family A --email a@example.com", "cannot read the file /nonsense"},
             {"import-v1 / --family A --email a@example.com", "cannot read the file /"},
             {"import-v1 / --family A", "--email is required"},
             {"demo-data --families 0", "--families wants a number from 1 on"},
             {"demo-data --days -1", "--days wants a number from 0 on"},
             {"clean-uploads --min-age x", "--min-age wants a number from 0 on"},
             {"check-tenants extra", "unexpected extra"},
         }) {
        const auto outcome = run_program(environment, arguments);
        EXPECT_EQ(outcome.status, 2) << arguments << '\n' << outcome.output;
        EXPECT_NE(outcome.output.find(text), std::string::npos) << arguments << '\n' << outcome.output;
    }
}

TEST(Program, CommandsWantAnUpToDateDatabase) {
    const TempFolder folder;
    const auto environment = "CARAFE_ENV=development CARAFE_LOG=error DATA_FOLDER=" + folder.path().string();
    for (const auto* command : {"create-family A a@example.com 'correct horse 7'", "demo-data", "check-tenants"}) {
        const auto outcome = run_program(environment, command);
        EXPECT_EQ(outcome.status, 1) << command;
        EXPECT_EQ(outcome.output, "dinkydash: the database is not up to date; run: dinkydash db upgrade\n");
    }
}

TEST(Program, SecondServerOnOnePortSaysSo) {
    const TempFolder folder;
    const int taken = socket(AF_INET, SOCK_STREAM, 0);
    auto address = loopback(0);
    socklen_t length = sizeof address;
    ASSERT_EQ(bind(taken, reinterpret_cast<sockaddr*>(&address), length), 0);
    ASSERT_EQ(listen(taken, 1), 0);
    ASSERT_EQ(getsockname(taken, reinterpret_cast<sockaddr*>(&address), &length), 0);
    const auto outcome = run_program("CARAFE_ENV=development DATA_FOLDER=" + folder.path().string(),
                                     "serve --port " + std::to_string(ntohs(address.sin_port)));
    close(taken);
    EXPECT_EQ(outcome.status, 1) << outcome.output;
    EXPECT_NE(outcome.output.find("is taken by another program"), std::string::npos) << outcome.output;
}

TEST(Program, BackupsAreVerifiedRestoredAndNeverWrittenOver) {
    TempFolder folder;
    const auto path = folder.path().string();
    auto with_file = [&](const std::string& name) {
        return std::string("CARAFE_ENV=testing DATA_FOLDER=") + path + " DATABASE_URL=sqlite:///" + path + "/" + name;
    };
    ASSERT_EQ(run_program(with_file("a.db"), "db upgrade").status, 0);
    ASSERT_EQ(run_program(with_file("a.db"), "demo-data").status, 0);

    const auto written = run_program(with_file("a.db"), "db backup " + path + "/backup.db");
    EXPECT_EQ(written.status, 0) << written.output;
    EXPECT_EQ(run_program(with_file("a.db"), "db verify " + path + "/backup.db").status, 0);
    EXPECT_EQ(run_program(with_file("a.db"), "db backup " + path + "/backup.db").status, 1);
    EXPECT_EQ(run_program(with_file("a.db"), "db restore " + path + "/backup.db").status, 1);
    EXPECT_EQ(run_program(with_file("b.db"), "db restore " + path + "/backup.db").status, 0);
    EXPECT_EQ(run_program(with_file("a.db"), "db copy - sqlite:///" + path + "/c.db").status, 0);

    const std::string question = "db sql 'SELECT count(*) FROM task_rotation'";
    const auto answer = run_program(with_file("a.db"), question).output;
    EXPECT_EQ(run_program(with_file("b.db"), question).output, answer);
    EXPECT_EQ(run_program(with_file("c.db"), question).output, answer);
    EXPECT_EQ(run_program(with_file("a.db"), "db sql 'DELETE FROM task_rotation'").status, 1);
}

TEST(Check36, NamedIndexesExist) {
    Site site;
    const auto found = catalogue(site);
    const std::pair<const char*, const char*> named[] = {{"users", "idx_users_email"},
                                                         {"tasks", "idx_tasks_dashboard_id"},
                                                         {"countdowns", "idx_countdowns_dashboard_id"},
                                                         {"dashboards", "idx_dashboards_tenant_id"}};
    for (const auto& [table, name] : named) {
        EXPECT_TRUE(found.tables.at(table).indexes.contains(name)) << name;
    }
    EXPECT_NE(found.tables.at("users").indexes.at("idx_users_email").find("UNIQUE"), std::string::npos);
}

TEST(Check36, DowngradeAndUpgradeGiveTheSameCatalogue) {
    Site site(Storage::File);
    const auto first = catalogue(site);
    auto migrator = migrator_of(site.app->database());
    EXPECT_TRUE(migrator.check().good()) << migrator.check().text();
    migrator.downgrade("base");
    for (const auto& [name, table] : catalogue(site).tables) {
        ADD_FAILURE() << name << " is left over";
    }
    migrator.upgrade();
    EXPECT_EQ(catalogue(site), first);
    auto anna = site.browser();
    register_family(anna, "Beispiel", "anna@example.com");
}

}  // namespace dinkydash
