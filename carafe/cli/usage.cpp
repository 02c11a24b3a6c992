#include "carafe/cli/usage.hpp"

#include "carafe/cli/command.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>

namespace carafe::cli {

namespace {

std::string join(const std::vector<std::string>& words, const char* between) {
    std::string out;
    for (const auto& word : words) out.append(out.empty() ? "" : between).append(word);
    return out;
}

/// The command that was recognized last: `db` of "db nonsense".
const CLI::App& last_command(const CLI::App& line) {
    const auto found = line.get_subcommands();
    return found.empty() ? line : last_command(*found.front());
}

/// "dinkydash db".
std::string full_name(const CLI::App& command) {
    const auto* parent = command.get_parent();
    return parent == nullptr ? command.get_name() : full_name(*parent) + ' ' + command.get_name();
}

std::vector<std::string> names_below(const CLI::App& command) {
    std::vector<std::string> names;
    for (const auto* below : command.get_subcommands([](const CLI::App*) { return true; })) names.push_back(below->get_name());
    return names;
}

std::string command_fault(const std::vector<std::string>& rest, const std::vector<std::string>& names) {
    if (rest.empty()) return "a command is missing: " + join(names, ", ");
    if (rest.front().starts_with('-')) return "there is no option " + rest.front();
    return "there is no command " + rest.front() + "; there are " + join(names, ", ");
}

std::string fault_of(const CLI::App& command, const CLI::ParseError& error) {
    const auto rest = command.remaining();
    const auto names = names_below(command);
    const bool about_command = error.get_name() == "RequiredError" || error.get_name() == "ExtrasError";
    if (about_command && !names.empty()) return command_fault(rest, names);
    return rest.empty() ? error.what() : "unexpected " + join(rest, " ");
}

}  // namespace

int explain_usage(const CLI::App& line, const CLI::ParseError& error) {
    if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) return line.exit(error), kDone;
    const auto& command = last_command(line);
    const auto name = full_name(command);
    const auto text = name + ": " + fault_of(command, error) + '\n' + CLI::Formatter().make_usage(&command, name) +
                      "Run \"" + name + " --help\" for more.\n";
    std::fputs(text.c_str(), stderr);
    return kUsage;
}

}  // namespace carafe::cli
