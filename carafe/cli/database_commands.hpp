// The commands `db …`.
#pragma once
#include "carafe/cli/program.hpp"

namespace carafe::migrate {
class Migrator;
class Revisions;
}  // namespace carafe::migrate

namespace carafe::cli {

/// The application's revisions, from the program or in development from the folder of its sources.
migrate::Revisions revisions_of(const App& app, const Program& program);

/// Applies pending revisions under their lock; prints what it did. Used by `serve` and `db upgrade`.
void upgrade_database(App& app, const Program& program, const std::string& target = {});

/// Whether every revision is applied: before that, commands would miss tables.
bool is_database_current(App& app, const Program& program);

/// @param verb  init, migrate, upgrade, downgrade, current, history, check, plan or stamp.
/// @param value  revision or message, where the verb takes one.
int run_database_command(App& app, const Program& program, const std::string& verb, const std::string& value);

}  // namespace carafe::cli
