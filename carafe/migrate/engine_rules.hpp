// What differs between engines when revisions are run: how a schema is changed as a whole or not at
// all, who waits for whom, and where a shadow of a database is built.
#pragma once
#include "carafe/db/engine.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace carafe::migrate {

/// A change of the schema by one process at a time, as a whole or not at all where the engine can
/// undo it. Rolled back by the destructor unless committed.
class SchemaTransaction {
  public:
    virtual ~SchemaTransaction() = default;
    SchemaTransaction(const SchemaTransaction&) = delete;
    SchemaTransaction& operator=(const SchemaTransaction&) = delete;
    /// @throws MigrationError when rows would refer to missing ones.
    virtual void commit() = 0;

  protected:
    SchemaTransaction() = default;
};

/// @throws db::Busy when another process is changing the schema and does not finish in time.
std::unique_ptr<SchemaTransaction> begin_schema_change(db::Connection& connection,
                                                       std::chrono::milliseconds lock_timeout);

/// Calls `work` with an empty place of the engine: SQLite a database in memory, PostgreSQL a schema
/// that is rolled back, MariaDB a database that is dropped.
void in_shadow(const db::Url& url, const std::function<void(db::Connection&)>& work);

/// Does the engine commit by itself at every change of a table?
bool commits_each_change(const db::Connection& connection);

/// Is there a table of this name?
bool has_table(db::Connection& connection, const std::string& name);

}  // namespace carafe::migrate
