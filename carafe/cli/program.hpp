// A program: one application with its command line. main() is one call.
//
//     int main(int argc, char** argv) {
//         dinkydash::AppConfig config;
//         return carafe::cli::run(argc, argv, dinkydash::make_program(config));
//     }
//
// Every program has: serve, routes [--access], check, db init|migrate|upgrade|downgrade|current|history|
// check|stamp, db keys rotate|destroy, config show, template render; and the application's own commands.
#pragma once
#include "carafe/base/embedded.hpp"
#include "carafe/cli/command.hpp"
#include "carafe/observe/log.hpp"
#include "carafe/web/config.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace carafe {
class Clock;
}

namespace carafe::cli {

struct Program {
    std::string name;
    std::string summary;
    Config* config = nullptr;  ///< outlives the program; loaded by run()
    /// Makes the application; its routes are registered, nothing is started.
    std::function<std::unique_ptr<App>(const Clock&, Log)> create;
    EmbeddedFiles migrations{};
    std::string migrations_folder{};  ///< where `db migrate` writes new revisions
    std::vector<Command> commands{};
    /// Started when the port is open, destroyed at the end: mail delivery, daily jobs.
    std::function<std::shared_ptr<void>(App&)> background{};
    /// Printed when the port is open: addresses, demo logins.
    std::function<std::string(App&)> greeting{};
};

/// @return the exit code.
int run(int argc, char** argv, Program program);

}  // namespace carafe::cli
