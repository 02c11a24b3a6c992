// The way from one schema to another on a server, which changes tables in place.
#pragma once
#include "carafe/migrate/ddl.hpp"

#include <map>
#include <string>
#include <utility>

namespace carafe::migrate {

/// What is called otherwise than before.
struct Renames {
    std::map<std::string, std::string> tables{};  ///< new name → old name
    /// {table's new name, column's new name} → column's old name
    std::map<std::pair<std::string, std::string>, std::string> columns{};

    Renames reversed() const;
};

/// Renames that the models ask for and that the old schema can follow.
Renames find_renames(const orm::Tables& models, const Schema& from, const Schema& to);

/// What to put into required columns of rows that are there.
enum class NewValues { AskPerson, UseZero };

/// @throws MigrationError for a table that changes whose rows they are.
Statements change_schema(
    const Ddl& ddl, const Schema& from, const Schema& to, const Renames& renames, NewValues values);

}  // namespace carafe::migrate
