// How one server writes changes of tables. Each function gives statements without the semicolon.
// SQLite, which changes most things by rebuilding a table, has its own way (rebuild.hpp).
#pragma once
#include "carafe/migrate/schema.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace carafe::migrate {

using Statements = std::vector<std::string>;

class Ddl {
  public:
    virtual ~Ddl() = default;

    /// The table with its checks and what keys with the tenant point to; no indexes, no references.
    virtual Statements create_table(const SchemaTable& table) const = 0;
    /// What stands behind references and indexes: rules on rows, triggers.
    virtual Statements finish_table(const SchemaTable& table) const = 0;
    virtual Statements add_column(const SchemaTable& table, const SchemaColumn& column) const = 0;
    /// A column that is required without a default: `value` is what rows that are there get.
    virtual Statements add_required_column(const SchemaTable& table,
                                           const SchemaColumn& column,
                                           const std::string& value) const = 0;
    virtual Statements change_column(const SchemaTable& table,
                                     const SchemaColumn& from,
                                     const SchemaColumn& to,
                                     const std::string& value) const = 0;
    virtual Statements add_index(const SchemaTable& table, const SchemaIndex& index) const = 0;
    virtual Statements drop_index(const SchemaTable& table, const SchemaIndex& index) const = 0;
    virtual Statements add_check(const SchemaTable& table, const SchemaCheck& check) const = 0;
    virtual Statements drop_check(const SchemaTable& table, const SchemaCheck& check) const = 0;
    virtual Statements add_reference(const SchemaTable& table, const SchemaKey& key) const = 0;
    virtual Statements drop_reference(const SchemaTable& table, const SchemaKey& key) const = 0;
    /// What keys with the tenant point to.
    virtual Statements add_tenant_target(const SchemaTable& table) const = 0;
    virtual Statements drop_tenant_target(const SchemaTable& table) const = 0;
    /// The zero of a type: `0`, `''`, `false`.
    virtual std::string zero_of(orm::FieldType type) const = 0;
    /// A number as a value of a type: days as a date, 1 as true.
    virtual std::string number_as(orm::FieldType type, const std::string& number) const = 0;
    /// The moment of the statement.
    virtual std::string now() const = 0;

    /// With what is named after the table.
    virtual Statements rename_table(const SchemaTable& table, const std::string& to) const;

    // The same words everywhere.
    Statements rename_column(const std::string& table, const std::string& from, const std::string& to) const;
    Statements drop_column(const SchemaTable& table, const std::string& column) const;
    Statements drop_table(const std::string& table) const;
    /// The column's default as SQL; empty when it has none.
    std::string default_value(const SchemaColumn& column) const;

  protected:
    /// ALTER TABLE … ADD CONSTRAINT … REFERENCES, without ON DELETE.
    static std::string reference(const SchemaTable& table, const SchemaKey& key);
};

const Ddl& postgresql_ddl();
const Ddl& mariadb_ddl();

/// Everything, on an empty database.
Statements create_all(const Ddl& ddl, const Schema& schema);

}  // namespace carafe::migrate
