// The readers behind read_catalogue(), one for each engine. Private to the room.
#pragma once
#include "carafe/migrate/catalogue.hpp"

#include <string>
#include <vector>

namespace carafe::migrate {

Catalogue read_postgresql(db::Connection& connection);
Catalogue read_mariadb(db::Connection& connection);

/// Calls `add(table, row)` for each row of `sql` whose first column names a table of `catalogue`.
template <class Add>
void add_rows(db::Connection& connection, Catalogue& catalogue, const char* sql, Add&& add) {
    for (const auto& row : connection.rows(sql)) {
        auto table = catalogue.tables.find(row[0]);
        if (table != catalogue.tables.end()) {
            add(table->second, row);
        }
    }
}

}  // namespace carafe::migrate
