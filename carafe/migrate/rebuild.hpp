// SQLite's way of changing a table where ALTER TABLE is not enough: make a new one, copy, swap.
#pragma once
#include "carafe/migrate/catalogue.hpp"

#include <map>
#include <string>
#include <vector>

namespace carafe::migrate {

/// What to put into a required column that is new and has no default.
enum class NewColumns { AskPerson, UseZero };

struct Rebuild {
    std::vector<std::string> statements{};
    bool unfinished = false;  ///< a value is missing
};

/// Statements that turn `from` into `to`, keeping the rows and the counter of ids. Foreign keys
/// must be off and other tables' references by name stay as they are.
/// @param create_sql  CREATE TABLE of `to`, as the engine keeps it.
/// @param old_names   Names in `from` of columns that `to` calls differently.
Rebuild rebuild_table(const CatalogueTable& from,
                      const CatalogueTable& to,
                      const std::string& create_sql,
                      const std::map<std::string, std::string>& old_names,
                      NewColumns new_columns);

}  // namespace carafe::migrate
