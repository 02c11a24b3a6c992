// Running a revision's script where the engine cannot undo changes of tables: statement by statement,
// each noted, so that an upgrade that died in the middle goes on where it stopped.
#pragma once
#include "carafe/db/connection.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace carafe::migrate {

/// Statements of a script, without their semicolons. A trigger, procedure or function with BEGIN ends
/// at the END that a semicolon follows.
std::vector<std::string> split_script(std::string_view script);

/// Runs what was not run yet of `script`, noting each statement under `name`.
void run_steps(db::Connection& connection, const std::string& name, std::string_view script);

/// Forgets the notes of `name`, when its end is written elsewhere.
std::string forget_steps(const std::string& name);

}  // namespace carafe::migrate
