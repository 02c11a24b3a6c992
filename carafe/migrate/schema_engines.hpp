// CREATE statements of all models for each engine. Private to the room.
#pragma once
#include "carafe/orm/table.hpp"

#include <string>
#include <vector>

namespace carafe::migrate {

std::vector<std::string> create_sqlite(const orm::Tables& tables);
std::vector<std::string> create_postgresql(const orm::Tables& tables);

}  // namespace carafe::migrate
