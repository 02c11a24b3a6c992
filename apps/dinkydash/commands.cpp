#include "apps/dinkydash/commands.hpp"

#include "apps/dinkydash/pages/auth.hpp"
#include "apps/dinkydash/services/accounts.hpp"
#include "apps/dinkydash/services/dashboards.hpp"
#include "apps/dinkydash/services/demo_data.hpp"
#include "apps/dinkydash/services/import_v1.hpp"
#include "apps/dinkydash/services/pictures.hpp"
#include "carafe/cli/progress.hpp"
#include "carafe/text/email.hpp"
#include "carafe/text/utf8.hpp"
#include "carafe/text/zone.hpp"
#include "carafe/web/app.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>

namespace dinkydash {

namespace {

using cli::CommandContext;

int fail(const std::string& sentence, int code = cli::kFailed) {
    std::fputs(("dinkydash: " + sentence + '\n').c_str(), stderr);
    return code;
}

void say(const std::string& sentence) { std::fputs((sentence + '\n').c_str(), stdout); }

/// @param size  limit of the column.
const std::string& checked_name(const std::string& name, std::size_t size) {
    if (name.find_first_not_of(' ') == std::string::npos) throw cli::WrongUsage("the name is empty");
    if (text::count_code_points(name).value_or(size + 1) > size) {
        throw cli::WrongUsage("the name is longer than " + std::to_string(size) + " characters, or not UTF-8");
    }
    return name;
}

std::string checked_email(const std::string& email) {
    if (!text::is_email_address(email)) throw cli::WrongUsage("not an email address: " + email);
    return normal_email(email);
}

std::string read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file || !std::filesystem::is_regular_file(path)) throw cli::WrongUsage("cannot read the file " + path);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string checked_zone(const std::string& name) {
    if (!text::is_zone(name)) throw cli::WrongUsage("unknown time zone " + name);
    return name;
}

std::string checked_hash(App& app, const std::string& password, const std::string& email) {
    if (auto fault = auth::password_fault(password, email); !fault.empty()) throw cli::WrongUsage(fault);
    return app.state<auth::Passwords>().hash(password);
}

int create_family(CommandContext& context) {
    const auto email = checked_email(context["EMAIL"]);
    auto hash = checked_hash(context.app(), context["PASSWORD"], email);
    auto zone = checked_zone(context["--timezone"]);
    const auto& name = checked_name(context["NAME"], 100);
    std::int64_t id = 0;
    context.app().database().transact([&](orm::Session& db) {
        if (find_account(db, email)) throw std::runtime_error("this email is already registered");
        auto made = register_family(db, {name, email, hash, {}, zone});
        id = made.db.tenant_id().value;
    });
    say("Family " + std::to_string(id) + " is ready; " + email + " owns it.");
    return cli::kDone;
}

int create_admin(CommandContext& context) {
    const auto email = checked_email(context["EMAIL"]);
    auto hash = checked_hash(context.app(), context["PASSWORD"], email);
    const auto& name = checked_name(context["NAME"], 80);
    const Id<Family> family{context.number("--family", 1)};
    context.app().database().transact([&](orm::Session& db) {
        if (!db.find(family)) throw std::runtime_error("there is no family " + context["--family"]);
        if (find_account(db, email)) throw std::runtime_error("this email is already registered");
    });
    context.app().database().transact<Family>(family, [&](FamilyDb& db) {
        User user;
        user.email = email;
        user.display_name = name;
        user.password_hash = hash;
        user.role = Role::Admin;
        user.email_verified_at = db.now();
        db.insert(user);
    });
    say(email + " is an admin of family " + context["--family"] + '.');
    return cli::kDone;
}

int reset_link(CommandContext& context) {
    std::optional<ResetLink> link;
    context.app().database().transact([&](orm::Session& db) {
        link = make_reset_link(db, context["EMAIL"], context.app().state<AppConfig>());
    });
    if (!link) return fail("nobody has the e-mail " + context["EMAIL"]);
    say(context.app().external_url(url_for<auth_pages::reset>(link->token)));
    return cli::kDone;
}

int import_config(CommandContext& context) {
    const V1Target target{checked_name(context["--family"], 100), checked_email(context["--email"]), "!",
                          checked_zone(context["--timezone"]), context["--images"]};
    auto config = parse_v1(read_file(context["CONFIG"]));
    if (!config) return fail(context["CONFIG"] + ": " + config.error().message);
    if (context.flag("--dry-run")) {
        say("Would import " + std::to_string(config->people.size()) + " listed people, " +
            std::to_string(config->tasks.size()) + " tasks, " + std::to_string(config->countdowns.size()) + " countdowns.");
        return cli::kDone;
    }
    auto& app = context.app();
    V1Report report;
    std::optional<ResetLink> link;
    app.database().transact([&](orm::Session& db) {
        report = import_v1(db, app.state<Pictures>(), *config, target, db.now());
        if (!report.existed) link = make_reset_link(db, target.email, app.state<AppConfig>());
    });
    std::fputs(report.text().c_str(), stdout);
    if (link) say("Choose a password: " + app.external_url(url_for<auth_pages::reset>(link->token)));
    return cli::kDone;
}

int demo_data(CommandContext& context) {
    auto& app = context.app();
    if (app.config().is_production()) return fail("demo logins do not exist in production", cli::kRefused);
    DemoOptions options;
    options.families = static_cast<int>(context.number("--families", 1));
    options.seed = static_cast<std::uint64_t>(context.number("--seed"));
    options.days = static_cast<int>(context.number("--days"));
    options.password_hash = app.state<auth::Passwords>().hash("demo-demo");
    int made = 0;
    {
        cli::Progress progress("families", options.families);
        made = make_demo_data(app.database(), app.state<Pictures>(), options, [&] { progress.advance(); });
    }
    say(made == 0 ? "The demo data is there already." : count_text(made, "family", "families") + " made.");
    say("Log in as demo@example.com with the password demo-demo.");
    return cli::kDone;
}

int clean(CommandContext& context) {
    auto& app = context.app();
    const std::chrono::hours age{context.number("--min-age")};
    auto result = clean_uploads(app.database(), app.state<Pictures>(), age, context.flag("--dry-run"));
    for (const auto& name : result.names) say(name);
    say((context.flag("--dry-run") ? "Would remove " : "Removed ") + std::to_string(result.files) + " files and " +
        std::to_string(result.rows) + " rows, " + std::to_string(result.bytes) + " bytes.");
    return cli::kDone;
}

struct Mismatch {
    std::string child{};
    std::int64_t count = 0;
};

int check_tenants(CommandContext& context) {
    std::int64_t total = 0;
    context.app().database().transact([&](orm::Session& db) {
        auto rows = db.as_system("check-tenants compares every row with its parents").sql<Mismatch>(
            "SELECT 'person_absences', count(*) FROM person_absences c JOIN persons p ON p.id = c.person_id WHERE p.tenant_id <> c.tenant_id "
            "UNION ALL SELECT 'persons', count(*) FROM persons c JOIN images p ON p.id = c.image_id WHERE p.tenant_id <> c.tenant_id "
            "UNION ALL SELECT 'users', count(*) FROM users c JOIN persons p ON p.id = c.person_id WHERE p.tenant_id <> c.tenant_id "
            "UNION ALL SELECT 'tasks', count(*) FROM tasks c JOIN dashboards p ON p.id = c.dashboard_id WHERE p.tenant_id <> c.tenant_id "
            "UNION ALL SELECT 'tasks (image)', count(*) FROM tasks c JOIN images p ON p.id = c.image_id WHERE p.tenant_id <> c.tenant_id "
            "UNION ALL SELECT 'task_rotation', count(*) FROM task_rotation c JOIN tasks p ON p.id = c.task_id WHERE p.tenant_id <> c.tenant_id "
            "UNION ALL SELECT 'task_rotation (person)', count(*) FROM task_rotation c JOIN persons p ON p.id = c.person_id WHERE p.tenant_id <> c.tenant_id "
            "UNION ALL SELECT 'task_overrides', count(*) FROM task_overrides c JOIN tasks p ON p.id = c.task_id WHERE p.tenant_id <> c.tenant_id "
            "UNION ALL SELECT 'task_completions', count(*) FROM task_completions c JOIN tasks p ON p.id = c.task_id WHERE p.tenant_id <> c.tenant_id "
            "UNION ALL SELECT 'countdowns', count(*) FROM countdowns c JOIN dashboards p ON p.id = c.dashboard_id WHERE p.tenant_id <> c.tenant_id "
            "UNION ALL SELECT 'countdowns (person)', count(*) FROM countdowns c JOIN persons p ON p.id = c.person_id WHERE p.tenant_id <> c.tenant_id "
            "UNION ALL SELECT 'devices', count(*) FROM devices c JOIN dashboards p ON p.id = c.dashboard_id WHERE p.tenant_id <> c.tenant_id");
        for (const auto& row : rows) {
            total += row.count;
            if (row.count != 0) say(row.child + ": " + std::to_string(row.count));
        }
    });
    say(std::to_string(total));
    return total == 0 ? cli::kDone : cli::kFaultFound;
}

}  // namespace

std::vector<cli::Command> commands() {
    return {
        {"create-family", "Create a family with its owner", {{"NAME", "name of the family"}, {"EMAIL", "address of the owner"}, {"PASSWORD", "of the owner"}, {"--timezone", "IANA name", "UTC"}}, create_family},
        {"create-admin", "Create a further admin", {{"EMAIL", "address used to log in"}, {"NAME", "shown name"}, {"PASSWORD", "at least 8 characters"}, {"--family", "id of the family"}}, create_admin},
        {"reset-link", "Print a link to choose a new password", {{"EMAIL", "address used to log in"}}, reset_link},
        {"import-v1", "Import the config.yaml of version 1", {{"CONFIG", "the file"}, {"--images", "folder of its pictures", "."}, {"--family", "name of the new family"}, {"--email", "address of its owner"}, {"--timezone", "IANA name", "UTC"}, {"--dry-run", "only say what would happen", "", false, true}}, import_config},
        {"demo-data", "Make demo families", {{"--families", "how many", "1"}, {"--seed", "same number, same data", "1"}, {"--days", "days of history", "30"}}, demo_data},
        {"clean-uploads", "Remove pictures without a row", {{"--min-age", "hours", "24"}, {"--dry-run", "only list them", "", false, true}}, clean},
        {"check-tenants", "Count rows whose family differs from their parent's", {}, check_tenants},
    };
}

}  // namespace dinkydash
