#include "carafe/cli/program.hpp"

#include "carafe/base/clock.hpp"
#include "carafe/base/numbers.hpp"
#include "carafe/cli/database_commands.hpp"
#include "carafe/cli/key_commands.hpp"
#include "carafe/cli/transfer_commands.hpp"
#include "carafe/cli/template_command.hpp"
#include "carafe/cli/usage.hpp"
#include "carafe/http/status.hpp"
#include "carafe/server/server.hpp"
#include "carafe/web/app.hpp"

#include <CLI/CLI.hpp>
#include <malloc.h>

#include <cstdio>
#include <filesystem>
#include <stdexcept>

namespace carafe::cli {

namespace {

/// Octets from which a block of memory is the system's again as soon as it is freed. glibc raises this limit at the
/// first large block that is freed, and then every thread keeps what a password hash (19 MiB) or a picture took.
constexpr int kReturnedBlock = 1 << 20;

/// What the command line asked for; filled by CLI11, carried out afterwards.
struct Wish {
    Variables settings;
    std::vector<std::string> assignments;
    std::string host;
    std::string port;
    bool no_migrate = false;
    bool access = false;
    std::string value;
    std::string second;
    TemplateWish templates;
    std::map<std::string, std::string, std::less<>> values;
    std::map<std::string, bool, std::less<>> flags;
};

void say(const std::string& text) { std::fputs((text + '\n').c_str(), stdout); }
void complain(const std::string& text) { std::fputs((text + '\n').c_str(), stderr); }

void take_settings(Wish& wish) {
    for (const auto& assignment : wish.assignments) {
        auto equals = assignment.find('=');
        if (equals == std::string::npos) throw WrongUsage("--set wants NAME=value, not " + assignment);
        wish.settings[assignment.substr(0, equals)] = assignment.substr(equals + 1);
    }
    if (!wish.host.empty()) wish.settings["CARAFE_HOST"] = wish.host;
    if (!wish.port.empty()) wish.settings["CARAFE_PORT"] = wish.port;
}

/// @return `code` when there are faults, which are printed; else kDone.
int complain_about(const Program& program, const std::vector<std::string>& faults, ExitCode code) {
    for (const auto& fault : faults) complain(program.name + ": " + fault);
    return faults.empty() ? kDone : code;
}

/// Settings of the surroundings are refused, those of the command line are wrong usage.
int load_config(Program& program, const Wish& wish, bool for_serving) {
    auto& config = *program.config;
    const auto environment = environment_variables();
    if (auto code = complain_about(program, config.load(environment, ".env", {}), kRefused)) return code;
    if (auto code = complain_about(program, config.load({}, "", wish.settings), kUsage)) return code;
    return complain_about(program, for_serving ? config.refusals() : std::vector<std::string>(), kRefused);
}

/// @return whether the application may serve; complains about everything it found.
bool start_app(App& app, const Program& program) {
    auto faults = app.start();
    for (const auto& fault : faults) complain(program.name + ": " + fault);
    return faults.empty();
}

/// What is no address is wrong usage, or a setting to refuse; a port that is taken is a failure.
int code_of(const Error& error, const Config& config) {
    if (error.id != "server.E001") return kFailed;
    return config.host.source() == "command line" ? kUsage : kRefused;
}

int serve(Program& program, App& app, const Wish& wish) {
    mallopt(M_MMAP_THRESHOLD, kReturnedBlock);
    if (!wish.no_migrate) upgrade_database(app, program);
    const auto& config = *program.config;
    server::Options options;
    options.host = config.host();
    options.port = static_cast<std::uint16_t>(config.port());
    options.threads = static_cast<unsigned>(config.threads());
    options.connection_limit = static_cast<std::size_t>(config.connection_limit());
    options.timeouts.idle = std::chrono::seconds{config.channel_timeout()};
    if (config.control_port() != 0) options.control_port = static_cast<std::uint16_t>(config.control_port());
    options.is_ready = [&app] { return app.is_ready(); };
    options.log = [&app](std::string_view line) { app.log().info("server", {{"message", line}}); };
    server::Server server(std::move(options), app);
    if (auto started = server.start(); !started) {
        complain(program.name + ": " + started.error().message);
        return code_of(started.error(), config);
    }
    auto background = program.background ? program.background(app) : nullptr;
    say(program.name + " serves on http://" + config.host() + ':' + std::to_string(server.port()) + app.prefix() + "/");
    if (program.greeting) say(program.greeting(app));
    std::fflush(stdout);
    return server.wait();
}

int print_routes(const App& app, bool access) {
    if (access) {
        std::fputs(app.access_matrix().c_str(), stdout);
        return kDone;
    }
    for (const auto* route : app.router().routes()) say(route->pattern + "  " + route->endpoint);
    return kDone;
}

int print_config(const Config& config) {
    for (const auto* setting : config.settings()) {
        say(std::string(setting->name()) + '=' + setting->show() + "  (" + setting->source() + ")  " +
            std::string(setting->help()));
    }
    return kDone;
}

void add_arguments(CLI::App& at, const Command& command, Wish& wish) {
    for (const auto& argument : command.arguments) {
        if (argument.is_flag) {
            at.add_flag(argument.name, wish.flags[argument.name], argument.help);
            continue;
        }
        auto& value = wish.values[command.name + ' ' + argument.name];
        value = argument.otherwise;
        auto* option = at.add_option(argument.name, value, argument.help);
        if (argument.required && argument.otherwise.empty()) option->required();
    }
}

CommandContext make_context(App& app, const Command& command, const Wish& wish) {
    std::map<std::string, std::string, std::less<>> values;
    for (const auto& argument : command.arguments) {
        if (argument.is_flag) {
            values[argument.name] = wish.flags.at(argument.name) ? "true" : "";
        } else {
            values[argument.name] = wish.values.at(command.name + ' ' + argument.name);
        }
    }
    return {app, std::move(values)};
}

struct DatabaseVerb {
    const char* name;
    const char* help;
    const char* argument;  ///< null: takes none
    bool required;
    const char* second = nullptr;  ///< a further one, required
};
constexpr DatabaseVerb kDatabaseVerbs[] = {
    {"init", "make the database, or bring it up to date", nullptr, false},
    {"migrate", "write a revision from what changed in the models", "-m,--message", true},
    {"upgrade", "apply pending revisions", "REVISION", false},
    {"downgrade", "take revisions back; \"base\": all", "REVISION", true},
    {"current", "print the applied revision", nullptr, false},
    {"history", "list the revisions", nullptr, false},
    {"check", "compare models, revisions and database", nullptr, false},
    {"stamp", "note a revision as applied without running it", "REVISION", true},
    {"plan", "print the SQL of pending revisions without running it", "REVISION", false},
    {"copy", "copy all rows into an empty database of any engine; \"-\" is the one in use", "SOURCE", true, "TARGET"},
    {"backup", "write all rows into a new file", "FILE", true},
    {"verify", "read a backup through", "FILE", true},
    {"restore", "fill the empty database in use from a backup", "FILE", true},
    {"export-tenant", "write one tenant's rows into a new file", "ID", true, "FILE"},
    {"import-tenant", "add the tenant of such a file, with its keys", "FILE", true},
    {"delete-tenant", "remove a tenant and everything it owns", "ID", true},
    {"sql", "print the rows of a query; nothing is changed", "QUERY", true},
    {"shell", "open the database in its own program (sqlite3, psql, mariadb)", nullptr, false},
};

using Action = std::function<int(App*)>;

}  // namespace

const std::string& CommandContext::operator[](std::string_view name) const {
    static const std::string kEmpty;
    auto at = values_.find(name);
    return at == values_.end() ? kEmpty : at->second;
}

std::int64_t CommandContext::number(std::string_view name, std::int64_t low) const {
    auto number = parse_decimal<std::int64_t>((*this)[name], low);
    if (!number) throw WrongUsage(std::string(name) + " wants a number from " + std::to_string(low) + " on");
    return *number;
}

int run(int argc, char** argv, Program program) {
    CLI::App line(program.summary, program.name);
    line.require_subcommand(1);
    Wish wish;
    Action action;
    bool for_serving = false;
    bool wants_app = true;
    line.add_option("-s,--set", wish.assignments, "a setting, NAME=value; may be repeated");

    auto* serve_command = line.add_subcommand("serve", "Start the server");
    serve_command->add_option("--host", wish.host, "address to listen on");
    serve_command->add_option("--port", wish.port, "port to listen on")->check(CLI::Range(1, 65535));
    serve_command->add_flag("--no-migrate", wish.no_migrate, "leave the database as it is");
    serve_command->callback([&] {
        for_serving = true;
        action = [&](App* app) { return start_app(*app, program) ? serve(program, *app, wish) : int{kFailed}; };
    });
    auto* routes = line.add_subcommand("routes", "List the routes");
    routes->add_flag("--access", wish.access, "with methods and access rules");
    routes->callback([&] { action = [&](App* app) { return start_app(*app, program) ? print_routes(*app, wish.access) : int{kFailed}; }; });
    line.add_subcommand("check", "Check settings, routes, templates and database")->callback([&] {
        for_serving = true;
        action = [&](App* app) {
            return start_app(*app, program) ? run_database_command(*app, program, "check", "") : int{kFaultFound};
        };
    });
    auto* config = line.add_subcommand("config", "Settings")->require_subcommand(1);
    config->add_subcommand("show", "Print every setting with its source")->callback([&] {
        wants_app = false;
        action = [&](App*) { return print_config(*program.config); };
    });
    add_template_command(line, wish.templates, [&] {
        wants_app = false;
        action = [&](App*) { return show_template(wish.templates); };
    });
    auto* db = line.add_subcommand("db", "Database and migrations")->require_subcommand(1);
    for (const auto& verb : kDatabaseVerbs) {
        auto* sub = db->add_subcommand(verb.name, verb.help);
        if (verb.argument != nullptr) {
            auto* option = sub->add_option(verb.argument, wish.value, "");
            if (verb.required) option->required();
        }
        if (verb.second != nullptr) sub->add_option(verb.second, wish.second, "")->required();
        sub->callback([&, name = std::string(verb.name)] {
            action = [&, name](App* app) {
                if (is_transfer_verb(name)) return run_transfer_command(*app, program, {name, wish.value, wish.second});
                return run_database_command(*app, program, name, wish.value);
            };
        });
    }
    auto* keys = db->add_subcommand("keys", "Keys of encrypted columns")->require_subcommand(1);
    keys->add_subcommand("rotate", "give every tenant a new key and seal all values with it")->callback([&] {
        action = [](App* app) { return rotate_keys(*app); };
    });
    auto* destroy = keys->add_subcommand("destroy", "erase a tenant's keys: its encrypted values are lost for ever");
    destroy->add_option("TENANT", wish.value, "id of the tenant")->required();
    destroy->callback([&] { action = [&](App* app) { return destroy_keys(*app, wish.value); }; });
    for (const auto& command : program.commands) {
        auto* sub = line.add_subcommand(command.name, command.help);
        add_arguments(*sub, command, wish);
        sub->callback([&] {
            action = [&](App* app) {
                if (!start_app(*app, program)) return int{kFailed};
                if (!is_database_current(*app, program)) {
                    complain(program.name + ": the database is not up to date; run: " + program.name + " db upgrade");
                    return int{kFailed};
                }
                auto context = make_context(*app, command, wish);
                return command.run(context);
            };
        });
    }

    try {
        line.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return explain_usage(line, error);
    }
    try {
        take_settings(wish);
        if (auto code = load_config(program, wish, for_serving)) return code;
        SystemClock clock;
        std::unique_ptr<App> app;
        if (wants_app) app = program.create(clock, Log(program.config->log_level()));
        return action(app.get());
    } catch (const WrongUsage& error) {
        complain(program.name + ": " + error.what());
        return kUsage;
    } catch (const HttpError& error) {
        complain(program.name + ": " + (error.message.empty() ? std::string(http::reason_phrase(error.status)) : error.message));
        return kFailed;
    } catch (const std::exception& error) {
        complain(program.name + ": " + error.what());
        return kFailed;
    }
}

}  // namespace carafe::cli
