#include "carafe/cli/database_commands.hpp"

#include "carafe/migrate/errors.hpp"
#include "carafe/migrate/migrator.hpp"
#include "carafe/web/app.hpp"

#include <cstdio>

namespace carafe::cli {

namespace {

migrate::Migrator make_migrator(App& app, const Program& program) {
    return {app.database(), revisions_of(app, program), {.app = program.name}};
}

void print(const std::string& text) { std::fputs((text + (text.ends_with('\n') ? "" : "\n")).c_str(), stdout); }

int make_revision(App& app, const Program& program, const std::string& message) {
    auto draft = make_migrator(app, program).make(message);
    if (draft.empty) {
        print("The models are what the revisions make: nothing to do.");
        return kDone;
    }
    print(draft.text());
    print("Wrote " + draft.write_to(program.migrations_folder).string());
    return kDone;
}

}  // namespace

migrate::Revisions revisions_of(const App& app, const Program& program) {
    // `db migrate` needs the files it wrote a moment ago: a folder with the sources wins over the program's.
    if (!app.config().is_production() && std::filesystem::is_directory(program.migrations_folder)) {
        return migrate::Revisions::from_folder(program.migrations_folder);
    }
    return migrate::Revisions::from_embedded(program.migrations);
}

void upgrade_database(App& app, const Program& program, const std::string& target) {
    auto report = make_migrator(app, program).upgrade(target);
    if (!report.revisions.empty()) print(report.text());
}

bool is_database_current(App& app, const Program& program) {
    auto migrator = make_migrator(app, program);
    const auto current = migrator.current();
    return current && current->revision == migrator.revisions().head();
}

int run_database_command(App& app, const Program& program, const std::string& verb, const std::string& value) try {
    if (verb == "init" || verb == "upgrade") {
        upgrade_database(app, program, value);
        print("The database is up to date.");
        return kDone;
    }
    if (verb == "migrate") return make_revision(app, program, value);
    auto migrator = make_migrator(app, program);
    if (verb == "downgrade") {
        print(migrator.downgrade(value).text());
    } else if (verb == "current") {
        auto current = migrator.current();
        print(current ? current->revision : "no revision is applied");
    } else if (verb == "history") {
        print(migrator.history().text());
    } else if (verb == "plan") {
        print(migrator.plan(value));
    } else if (verb == "stamp") {
        migrator.stamp(value);
        print("Stamped " + value + '.');
    } else if (verb == "check") {
        auto report = migrator.check();
        print(report.text());
        return report.good() ? kDone : kFaultFound;
    }
    return kDone;
} catch (const migrate::UnknownRevision& error) {
    throw WrongUsage(error.what());
}

}  // namespace carafe::cli
