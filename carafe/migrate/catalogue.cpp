#include "carafe/migrate/catalogue.hpp"

#include "carafe/migrate/catalogue_readers.hpp"
#include "carafe/migrate/schema_parts.hpp"

namespace carafe::migrate {

namespace {

/// Behind the parenthesis that closes the one just before `at`; strings and quoted names are
/// skipped.
std::size_t closing(std::string_view sql, std::size_t at) {
    for (int depth = 1; at < sql.size() && depth > 0; ++at) {
        char c = sql[at];
        if (c == '\'' || c == '"') {
            at = sql.find(c, at + 1);
            if (at == sql.npos) {
                return sql.size();
            }
        } else if (c == '(') {
            ++depth;
        } else if (c == ')') {
            --depth;
        }
    }
    return at;
}

/// CONSTRAINT "name" CHECK (expression), which no pragma tells.
std::map<std::string, std::string> read_checks(std::string_view sql) {
    constexpr std::string_view kConstraint = "CONSTRAINT \"";
    constexpr std::string_view kCheck = "\" CHECK (";
    std::map<std::string, std::string> checks;
    for (std::size_t at = 0; (at = sql.find(kConstraint, at)) != sql.npos;) {
        at += kConstraint.size();
        auto end = sql.find('"', at);
        if (sql.substr(end, kCheck.size()) != kCheck) {
            continue;
        }
        auto begin = end + kCheck.size();
        auto behind = closing(sql, begin);
        checks[std::string(sql.substr(at, end - at))] = sql.substr(begin, behind - begin - 1);
        at = behind;
    }
    return checks;
}

class Reader {
  public:
    explicit Reader(db::Connection& connection) : connection_(connection) {}

    Catalogue read() {
        Catalogue catalogue;
        auto tables = connection_.rows(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE "
            "'sqlite\\_%' ESCAPE '\\' AND name NOT IN ('carafe_migrations', 'carafe_backup')");
        for (const auto& row : tables) {
            catalogue.create_sql[row[0]] = row[1];
            catalogue.tables[row[0]] = read_table(row[0], row[1]);
        }
        return catalogue;
    }

  private:
    CatalogueTable read_table(const std::string& name, const std::string& sql) {
        CatalogueTable table;
        table.name = name;
        table.checks = read_checks(sql);
        table.autoincrement = sql.find("AUTOINCREMENT") != sql.npos;
        read_columns(table);
        read_foreign_keys(table);
        table.indexes = read_objects("index", name);
        table.triggers = read_objects("trigger", name);
        table.strict = connection_
                           .rows("SELECT 1 FROM pragma_table_list WHERE name = " + literal(name) +
                                 " AND strict")
                           .size() == 1;
        return table;
    }

    void read_columns(CatalogueTable& table) {
        auto rows = connection_.rows(
            "SELECT name, type, dflt_value, \"notnull\", pk FROM pragma_table_xinfo(" +
            literal(table.name) + ")");
        for (const auto& row : rows) {
            table.columns[row[0]] = {row[0], row[1], row[2], row[3] == "1", row[4] != "0"};
        }
    }

    void read_foreign_keys(CatalogueTable& table) {
        auto rows = connection_.rows(
            "SELECT id, \"table\", \"from\", \"to\", on_delete FROM pragma_foreign_key_list(" +
            literal(table.name) + ") ORDER BY id, seq");
        std::map<std::string, CatalogueForeignKey> keys;
        for (const auto& row : rows) {
            auto& key = keys[row[0]];
            key.table = row[1];
            key.from.push_back(row[2]);
            key.to.push_back(row[3]);
            key.on_delete = row[4];
        }
        for (auto& [id, key] : keys) {
            table.foreign_keys.insert(std::move(key));
        }
    }

    std::map<std::string, std::string> read_objects(const std::string& type,
                                                    const std::string& table) {
        std::map<std::string, std::string> objects;
        auto rows =
            connection_.rows("SELECT name, sql FROM sqlite_schema WHERE type = " + literal(type) +
                             " AND tbl_name = " + literal(table) + " AND sql IS NOT NULL");
        for (auto& row : rows) {
            objects[row[0]] = std::move(row[1]);
        }
        return objects;
    }

    db::Connection& connection_;
};

using Lines = std::vector<std::string>;

template <class Value>
void compare(Lines& lines,
             const std::string& where,
             const std::string& what,
             const std::map<std::string, Value>& a,
             const std::map<std::string, Value>& b) {
    for (const auto& [name, value] : a) {
        auto other = b.find(name);
        if (other == b.end()) {
            lines.push_back(where + what + " " + name + " is missing");
        } else if (!(other->second == value)) {
            lines.push_back(where + what + " " + name + " differs");
        }
    }
    for (const auto& [name, value] : b) {
        if (!a.contains(name)) {
            lines.push_back(where + what + " " + name + " is too many");
        }
    }
}

void compare_tables(Lines& lines, const CatalogueTable& a, const CatalogueTable& b) {
    const std::string where = a.name + ": ";
    compare(lines, where, "column", a.columns, b.columns);
    compare(lines, where, "check", a.checks, b.checks);
    compare(lines, where, "index", a.indexes, b.indexes);
    compare(lines, where, "trigger", a.triggers, b.triggers);
    if (a.foreign_keys != b.foreign_keys) {
        lines.push_back(where + "foreign keys differ");
    }
    if (a.strict != b.strict || a.autoincrement != b.autoincrement) {
        lines.push_back(where + "kind of table differs");
    }
}

}  // namespace

Catalogue read_catalogue(db::Connection& connection) {
    if (connection.dialect().name() == "postgresql") {
        return read_postgresql(connection);
    }
    if (connection.dialect().name() == "mariadb") {
        return read_mariadb(connection);
    }
    return Reader(connection).read();
}

std::vector<std::string> describe_differences(const Catalogue& a, const Catalogue& b) {
    Lines lines;
    for (const auto& [name, table] : a.tables) {
        auto other = b.tables.find(name);
        if (other == b.tables.end()) {
            lines.push_back("table " + name + " is missing");
        } else {
            compare_tables(lines, table, other->second);
        }
    }
    for (const auto& [name, table] : b.tables) {
        if (!a.tables.contains(name)) {
            lines.push_back("table " + name + " is too many");
        }
    }
    return lines;
}

}  // namespace carafe::migrate
