// Commands of an application beside those every program has.
//
//     Command{"create-admin", "Create a further admin",
//             {{"EMAIL", "address used to log in"}, {"--family", "id of the family"}},
//             [](CommandContext& context) { ...; return 0; }}
#pragma once
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace carafe {
class App;
}

namespace carafe::cli {

/// A positional argument ("EMAIL"), an option with a value ("--family") or a flag ("--dry-run", is_flag).
struct Argument {
    std::string name;
    std::string help;
    std::string otherwise{};  ///< default of an option
    bool required = true;     ///< options with a default are never required
    bool is_flag = false;
};

/// Exit codes of every command. @source docs/guide/commands.md
enum ExitCode : int { kDone = 0, kFailed = 1, kUsage = 2, kRefused = 3, kFaultFound = 4 };

/// Thrown by a command that cannot use what it was given: printed as one sentence, gives kUsage.
struct WrongUsage : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class CommandContext {
  public:
    CommandContext(App& app, std::map<std::string, std::string, std::less<>> values) : app_(app), values_(std::move(values)) {}
    App& app() const { return app_; }
    /// Value of an argument by its name ("EMAIL", "--family"); empty when not given.
    const std::string& operator[](std::string_view name) const;
    bool flag(std::string_view name) const { return (*this)[name] == "true"; }
    /// A whole number from `low` on; else throws WrongUsage.
    std::int64_t number(std::string_view name, std::int64_t low = 0) const;

  private:
    App& app_;
    std::map<std::string, std::string, std::less<>> values_;
};

struct Command {
    std::string name;
    std::string help;
    std::vector<Argument> arguments;
    /// @return an ExitCode. WrongUsage gives kUsage, other exceptions are printed as one sentence and give kFailed.
    std::function<int(CommandContext&)> run;
};

}  // namespace carafe::cli
