// `template render FILE [--context FILE.json] [--tokens|--tree|--code]`: renders outside any application, as Jinja2
// itself would, or shows one of the stages on the way.
#pragma once
#include <functional>
#include <string>

namespace CLI {
class App;
}

namespace carafe::cli {

/// What the command line asked for.
struct TemplateWish {
    std::string file;
    std::string context_file;  ///< JSON; empty: no values
    bool tokens = false;
    bool tree = false;
    bool code = false;
};

/// Adds the command to a line. @param wish  filled when the line is parsed. @param chosen  called when it was asked for.
void add_template_command(CLI::App& line, TemplateWish& wish, std::function<void()> chosen);

/// Prints the page or a stage to standard output, a fault as `file:line:column: message` to standard error.
/// @return an ExitCode.
int show_template(const TemplateWish& wish);

}  // namespace carafe::cli
