// The readers behind read_catalogue(), one for each engine. Private to the room.
#pragma once
#include "carafe/migrate/catalogue.hpp"

namespace carafe::migrate {

Catalogue read_postgresql(db::Connection& connection);
Catalogue read_mariadb(db::Connection& connection);

}  // namespace carafe::migrate
