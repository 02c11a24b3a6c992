// What to tell people whose command line cannot be read.
#pragma once

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace carafe::cli {

/// Prints the help that was asked for to standard output, or what is wrong, with the usage of the command, to
/// standard error. @return kDone or kUsage.
int explain_usage(const CLI::App& line, const CLI::ParseError& error);

}  // namespace carafe::cli
