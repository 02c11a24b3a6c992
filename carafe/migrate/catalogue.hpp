// What an engine says about its own tables. The live database, a shadow built from the models and a
// shadow built from the revisions are all read by the same function and compared with ==.
#pragma once
#include "carafe/db/connection.hpp"

#include <compare>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace carafe::migrate {

struct CatalogueColumn {
    std::string name{};
    std::string type{};
    std::string default_sql{};
    bool not_null = false;
    bool key = false;

    friend bool operator==(const CatalogueColumn&, const CatalogueColumn&) = default;
};

/// Servers write a key as a whole: then `from` is its name and `table` the text.
struct CatalogueForeignKey {
    std::vector<std::string> from{};
    std::string table{};
    std::vector<std::string> to{};
    std::string on_delete{};

    friend auto operator<=>(const CatalogueForeignKey&, const CatalogueForeignKey&) = default;
    friend bool operator==(const CatalogueForeignKey&, const CatalogueForeignKey&) = default;
};

struct CatalogueTable {
    std::string name{};
    std::map<std::string, CatalogueColumn> columns{};  ///< by name: their order says nothing
    std::set<CatalogueForeignKey> foreign_keys{};
    std::map<std::string, std::string> checks{};    ///< name → expression
    std::map<std::string, std::string> indexes{};   ///< name → CREATE INDEX
    std::map<std::string, std::string> triggers{};  ///< name → CREATE TRIGGER, or a rule on rows
    bool strict = false;  ///< SQLite: checks types; PostgreSQL: rules on rows are in force; MariaDB: compares bytes
    bool autoincrement = false;

    friend bool operator==(const CatalogueTable&, const CatalogueTable&) = default;
};

struct Catalogue {
    std::map<std::string, CatalogueTable> tables{};
    std::map<std::string, std::string> create_sql{};  ///< CREATE TABLE as the engine keeps it

    /// Same tables? How they came to be (create_sql) does not count.
    friend bool operator==(const Catalogue& a, const Catalogue& b) { return a.tables == b.tables; }
};

/// Reads all tables but those of the engine, of migrations themselves and of backups.
Catalogue read_catalogue(db::Connection& connection);

/// What `b` has other than `a`, in words, one line each: "tasks.name: column is missing".
std::vector<std::string> describe_differences(const Catalogue& a, const Catalogue& b);

}  // namespace carafe::migrate
