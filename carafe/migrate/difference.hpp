// From one catalogue to another: what to run to get there, and back.
#pragma once
#include "carafe/db/connection.hpp"
#include "carafe/migrate/catalogue.hpp"
#include "carafe/orm/table.hpp"

#include <string>
#include <vector>

namespace carafe::migrate {

/// One change, in words and in SQL both ways.
struct Step {
    std::vector<std::string> notes{};      ///< "add column tasks.priority"
    std::vector<std::string> dangerous{};  ///< "drop column tasks.obsolete"
    std::vector<std::string> up{};
    std::vector<std::string> down{};
    bool unfinished = false;  ///< the SQL holds a TODO: a value only a person can give
};

/// Changes `scratch`, whose schema is where we are, into what the models want, and tells how. The
/// scratch database holds no rows. Afterwards both ways have been tried on it.
/// @throws MigrationError when the result is not what the models want, which is a bug of ours.
std::vector<Step> find_steps(db::Connection& scratch, const orm::Tables& tables);

/// A new database in memory.
std::unique_ptr<db::Connection> open_scratch();

}  // namespace carafe::migrate
