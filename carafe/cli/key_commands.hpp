// The commands `db keys rotate` and `db keys destroy TENANT`.
#pragma once
#include "carafe/cli/program.hpp"

#include <string>

namespace carafe::cli {

/// Gives every tenant a new data key and seals all encrypted values with it; shows progress.
/// @return kFaultFound when some values do not open, and stay as they are.
int rotate_keys(App& app);

/// Erases a tenant's keys. @param tenant  its id. @throws WrongUsage for anything else.
int destroy_keys(App& app, const std::string& tenant);

}  // namespace carafe::cli
