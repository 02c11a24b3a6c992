// The commands `db …`.
#pragma once
#include "carafe/cli/program.hpp"

namespace carafe::migrate {
class Migrator;
}

namespace carafe::cli {

/// Applies pending revisions under their lock; prints what it did. Used by `serve` and `db upgrade`.
void upgrade_database(App& app, const Program& program, const std::string& target = {});

/// Whether every revision is applied: before that, commands would miss tables.
bool is_database_current(App& app, const Program& program);

/// @param verb  init, migrate, upgrade, downgrade, current, history, check or stamp.
/// @param value  revision or message, where the verb takes one.
int run_database_command(App& app, const Program& program, const std::string& verb, const std::string& value);

}  // namespace carafe::cli
