// What the models want from a database, without their types and without an engine: kept in revision
// files, so that the way from one version to the next can be written for every engine without having
// it at hand.
#pragma once
#include "carafe/orm/table.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace carafe::migrate {

struct SchemaColumn {
    std::string name{};
    orm::FieldType type{};
    orm::ColumnRole role = orm::ColumnRole::Plain;
    bool nullable = false;
    int size = 0;  ///< code points at most; 0: no limit
    orm::DefaultValue default_value{};

    friend bool operator==(const SchemaColumn& a, const SchemaColumn& b) = default;
};

struct SchemaKey {
    std::string name{};
    std::string column{};
    std::string table{};        ///< referred to
    std::string to{};           ///< its key
    std::string to_tenant{};    ///< the other's tenant column, when both rows must have one tenant
    orm::OnDelete on_delete = orm::OnDelete::Restrict;

    friend bool operator==(const SchemaKey&, const SchemaKey&) = default;
};

struct SchemaIndex {
    std::string name{};
    std::vector<std::string> columns{};
    bool unique = false;
    bool ignoring_case = false;
    std::string condition{};

    friend bool operator==(const SchemaIndex&, const SchemaIndex&) = default;
};

struct SchemaCheck {
    std::string name{};
    orm::CheckKind kind{};
    std::vector<std::string> columns{};
    std::string expression{};

    friend bool operator==(const SchemaCheck&, const SchemaCheck&) = default;
};

struct SchemaTable {
    std::string name{};
    std::string tenant{};        ///< column of its tenant; empty: nobody's in particular
    bool tenant_root = false;    ///< its rows are the tenants
    bool tenant_target = false;  ///< keys with the tenant point to it
    std::vector<SchemaColumn> columns{};
    std::vector<SchemaKey> keys{};
    std::vector<SchemaIndex> indexes{};
    std::vector<SchemaCheck> checks{};

    const SchemaColumn* find_column(std::string_view column) const;
    const SchemaColumn& key() const;

    friend bool operator==(const SchemaTable&, const SchemaTable&) = default;
};

/// Tables in an order in which they can be created, as far as keys that may be nulled allow.
struct Schema {
    std::vector<SchemaTable> tables{};

    const SchemaTable* find(std::string_view name) const;
};

Schema schema_of(const orm::Tables& models);

/// One table as lines of a revision file: `table`, then its parts, one a line.
std::string format_table(const SchemaTable& table);
/// The reverse, for any number of tables.
/// @throws MigrationError naming the line that cannot be read.
std::vector<SchemaTable> parse_tables(std::string_view lines);

}  // namespace carafe::migrate
