// From models to the statements that create their tables.
#pragma once
#include "carafe/orm/database.hpp"
#include "carafe/orm/table.hpp"

#include <string>
#include <vector>

namespace carafe::migrate {

/// CREATE TABLE, indexes, keys, triggers and row rules of all models, in an order that works on an
/// empty database. Foreign keys between rows of one tenant are composite, so that naming a row of
/// another tenant is refused by the engine; what ON DELETE SET NULL cannot say for them, a trigger
/// does. On PostgreSQL rows of other tenants are hidden by policies (docs/guide/data.md).
std::vector<std::string> create_statements(const orm::Tables& tables, const db::Dialect& dialect);

/// The same on SQLite.
std::vector<std::string> create_sqlite(const orm::Tables& tables);

/// One column as SQLite's CREATE TABLE and ALTER TABLE ADD COLUMN want it.
std::string column_definition(const orm::Table& table, const orm::Column& column);

/// Creates the tables of the database's models at once: for tests and shadows. Applications
/// migrate.
void create_schema(orm::Database& database);

}  // namespace carafe::migrate
