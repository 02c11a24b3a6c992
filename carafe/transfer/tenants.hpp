// One tenant of a database, whatever its type: for commands.
#pragma once
#include "carafe/orm/database.hpp"

#include <cstdint>

namespace carafe::transfer {

/// Removes the tenant and everything it owns. @throws orm::NotFound
void delete_tenant(orm::Database& database, std::int64_t tenant);

}  // namespace carafe::transfer
