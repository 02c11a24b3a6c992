#include "carafe/cli/transfer_commands.hpp"

#include "carafe/base/numbers.hpp"
#include "carafe/cli/database_commands.hpp"
#include "carafe/cli/progress.hpp"
#include "carafe/transfer/backup.hpp"
#include "carafe/transfer/tenants.hpp"
#include "carafe/web/app.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace carafe::cli {

namespace {

void print(const std::string& text) { std::fputs((text + (text.ends_with('\n') ? "" : "\n")).c_str(), stdout); }

transfer::Blueprint blueprint_of(App& app, const Program& program) {
    return {app.database().tables(), revisions_of(app, program), program.name, &app.database().clock()};
}

/// Shows how far a copy is; the bar begins with the first rows.
class CopyProgress {
  public:
    transfer::CopyOptions options(std::int64_t tenant = 0) {
        return {.tenant = tenant, .progress = [this](std::int64_t done, std::int64_t total) {
            if (!bar_) bar_.emplace("rows", total);
            bar_->advance(done - done_);
            done_ = done;
        }};
    }

  private:
    std::optional<Progress> bar_{};
    std::int64_t done_ = 0;
};

void print_report(const transfer::CopyReport& report, const std::string& what) {
    print(report.text());
    print(what + ' ' + std::to_string(report.rows()) + " rows of " + std::to_string(report.tables.size()) + " tables.");
}

/// The database in use for "-", else the one at `url`, brought up to date.
class Side {
  public:
    Side(App& app, const transfer::Blueprint& blueprint, const std::string& url) : app_(app) {
        if (url == "-") return;
        if (auto parsed = db::parse_url(url); !parsed) throw WrongUsage(parsed.error().message);
        opened_ = transfer::open_database(url, blueprint);
    }

    orm::Database& database() { return opened_ ? *opened_ : app_.database(); }

  private:
    App& app_;
    std::unique_ptr<orm::Database> opened_{};
};

int copy(App& app, const Program& program, const TransferWish& wish) {
    if (wish.first == wish.second) throw WrongUsage("source and target are the same database");
    const auto blueprint = blueprint_of(app, program);
    Side source(app, blueprint, wish.first);
    Side target(app, blueprint, wish.second);
    transfer::CopyReport report;
    {
        CopyProgress progress;
        report = transfer::copy_database(source.database(), target.database(), progress.options());
    }
    print_report(report, "Copied and compared");
    return kDone;
}

std::int64_t tenant_in(const std::string& text) {
    auto number = parse_decimal<std::int64_t>(text, 1);
    if (!number) throw WrongUsage("ID wants a number from 1 on");
    return *number;
}

/// @param tenant  0: everything.
int backup(App& app, const Program& program, const std::string& file, std::int64_t tenant) {
    transfer::CopyReport report;
    {
        CopyProgress progress;
        report = transfer::write_backup(app.database(), file, blueprint_of(app, program), progress.options(tenant));
    }
    print_report(report, "Wrote " + file + " with");
    return kDone;
}

int restore(App& app, const Program& program, const std::string& file, std::int64_t tenant) {
    transfer::CopyReport report;
    {
        CopyProgress progress;
        report = transfer::restore_backup(app.database(), file, blueprint_of(app, program), progress.options(tenant));
    }
    print_report(report, "Restored");
    return kDone;
}

int remove_tenant(App& app, std::int64_t tenant) {
    transfer::delete_tenant(app.database(), tenant);
    print("Removed tenant " + std::to_string(tenant) + " and everything it owned.");
    return kDone;
}

struct Verb {
    std::string_view name;
    int (*run)(App& app, const Program& program, const TransferWish& wish);
};

/// Rows of a query as aligned columns. Runs in a read-only transaction, for every tenant.
int query(App& app, const std::string& sql) {
    auto reading = app.database().engine().begin(db::Access::ReadOnly);
    reading.connection().set_tenant(db::kEveryTenant, "");
    const auto rows = reading.connection().rows(sql);
    std::vector<std::size_t> widths;
    for (const auto& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
    }
    for (const auto& row : rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            line += row[i];
            if (i + 1 < row.size()) line.append(widths[i] - row[i].size() + 2, ' ');
        }
        print(line);
    }
    print('(' + std::to_string(rows.size()) + (rows.size() == 1 ? " row)" : " rows)"));
    return kDone;
}

std::vector<std::string> shell_command(const db::Url& url) {
    const auto port = std::to_string(url.port);
    if (url.engine == "sqlite") return {"sqlite3", url.path};
    if (url.engine == "postgresql") {
        ::setenv("PGPASSWORD", url.password.c_str(), 1);
        std::vector<std::string> words{"psql", "--dbname", url.database};
        if (!url.host.empty()) words.insert(words.end(), {"--host", url.host});
        if (url.port != 0) words.insert(words.end(), {"--port", port});
        if (!url.user.empty()) words.insert(words.end(), {"--username", url.user});
        return words;
    }
    ::setenv("MYSQL_PWD", url.password.c_str(), 1);
    std::vector<std::string> words{"mariadb", "--host=" + url.host, "--user=" + url.user};
    if (url.port != 0) words.push_back("--port=" + port);
    words.push_back(url.database);
    return words;
}

/// Becomes the engine's own program; passwords go by its environment, not its command line.
int shell(App& app) {
    auto words = shell_command(app.database().engine().url());
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    ::execvp(arguments[0], arguments.data());
    throw std::runtime_error(words[0] + " is not installed");
}

int verify(App& app, const Program& program, const TransferWish& wish) {
    print_report(transfer::verify_backup(wish.first, blueprint_of(app, program)), "Verified");
    return kDone;
}

constexpr Verb kVerbs[] = {
    {"copy", copy},
    {"backup", [](App& app, const Program& program, const TransferWish& wish) { return backup(app, program, wish.first, 0); }},
    {"verify", verify},
    {"restore", [](App& app, const Program& program, const TransferWish& wish) { return restore(app, program, wish.first, 0); }},
    {"export-tenant", [](App& app, const Program& program, const TransferWish& wish) {
         return backup(app, program, wish.second, tenant_in(wish.first));
     }},
    {"import-tenant", [](App& app, const Program& program, const TransferWish& wish) {
         return restore(app, program, wish.first, transfer::tenant_of_file(wish.first, blueprint_of(app, program)));
     }},
    {"delete-tenant", [](App& app, const Program&, const TransferWish& wish) { return remove_tenant(app, tenant_in(wish.first)); }},
    {"sql", [](App& app, const Program&, const TransferWish& wish) { return query(app, wish.first); }},
    {"shell", [](App& app, const Program&, const TransferWish&) { return shell(app); }},
};

const Verb* find_verb(std::string_view name) {
    auto at = std::find_if(std::begin(kVerbs), std::end(kVerbs), [&](const Verb& verb) { return verb.name == name; });
    return at == std::end(kVerbs) ? nullptr : at;
}

}  // namespace

bool is_transfer_verb(std::string_view verb) { return find_verb(verb) != nullptr; }

int run_transfer_command(App& app, const Program& program, const TransferWish& wish) {
    return find_verb(wish.verb)->run(app, program, wish);
}

}  // namespace carafe::cli
