// `carafe`: the commands that need no application.
#include "carafe/cli/command.hpp"
#include "carafe/cli/template_command.hpp"
#include "carafe/cli/usage.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>

int main(int argc, char** argv) {
    using namespace carafe::cli;
    CLI::App line("Carafe's tools for work on templates; an application's commands are in its own program.", "carafe");
    line.require_subcommand(1);
    TemplateWish wish;
    add_template_command(line, wish, [] {});
    try {
        line.parse(argc, argv);
        return show_template(wish);
    } catch (const CLI::ParseError& error) {
        return explain_usage(line, error);
    } catch (const WrongUsage& error) {
        std::fputs((std::string("carafe: ") + error.what() + '\n').c_str(), stderr);
        return kUsage;
    } catch (const std::exception& error) {
        std::fputs((std::string("carafe: ") + error.what() + '\n').c_str(), stderr);
        return kFailed;
    }
}
