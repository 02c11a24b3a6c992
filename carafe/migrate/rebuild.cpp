#include "carafe/migrate/rebuild.hpp"

#include "carafe/db/dialect.hpp"
#include "carafe/migrate/errors.hpp"
#include "carafe/migrate/schema_parts.hpp"

#include <optional>

namespace carafe::migrate {

namespace {

/// The same CREATE TABLE under another name. The name stands first in it, quoted or bare.
std::string create_as(const std::string& sql,
                      const std::string& name,
                      const std::string& new_name) {
    for (const auto& written : {quoted(name), name}) {
        auto at = sql.find(written);
        if (at != sql.npos && at < sql.find('(')) {
            return sql.substr(0, at) + quoted(new_name) + sql.substr(at + written.size());
        }
    }
    throw MigrationError("cannot read the CREATE TABLE of " + name);
}

std::string zero_of(const std::string& type) {
    if (type == "TEXT") {
        return "''";
    }
    return type == "BLOB" ? "x''" : type == "REAL" ? "0.0" : "0";
}

const CatalogueColumn* find(const CatalogueTable& table, const std::string& name) {
    auto found = table.columns.find(name);
    return found == table.columns.end() ? nullptr : &found->second;
}

/// What a column of the new table is copied from.
class CopyPlan {
  public:
    CopyPlan(const CatalogueTable& from,
             const std::map<std::string, std::string>& old_names,
             NewColumns new_columns)
        : from_(from), old_names_(old_names), new_columns_(new_columns) {}

    void add(const CatalogueColumn& column) {
        if (auto value = value_of(column)) {
            names_ += (names_.empty() ? "" : ", ") + quoted(column.name);
            values_ += (values_.empty() ? "" : ", ") + *value;
        }
    }

    std::string insert_into(const std::string& table) const {
        return "INSERT INTO " + quoted(table) + " (" + names_ + ") SELECT " + values_ + " FROM " +
               quoted(from_.name);
    }

    bool unfinished() const { return unfinished_; }

  private:
    std::optional<std::string> value_of(const CatalogueColumn& column) {
        auto renamed = old_names_.find(column.name);
        const auto* source =
            find(from_, renamed == old_names_.end() ? column.name : renamed->second);
        return source ? copied(column, *source) : made(column);
    }

    static std::string copied(const CatalogueColumn& column, const CatalogueColumn& source) {
        std::string value = quoted(source.name);
        if (column.not_null && !source.not_null && !column.default_sql.empty()) {
            value = "coalesce(" + value + ", " + column.default_sql + ")";
        }
        return column.type == source.type ? value : "CAST(" + value + " AS " + column.type + ")";
    }

    /// Nothing to copy: the default does it, or a value must be found.
    std::optional<std::string> made(const CatalogueColumn& column) {
        if (!column.not_null || !column.default_sql.empty()) {
            return std::nullopt;
        }
        if (new_columns_ == NewColumns::UseZero) {
            return zero_of(column.type);
        }
        unfinished_ = true;
        return "NULL /* TODO: a value for " + column.name + " of the rows that are there */";
    }

    const CatalogueTable& from_;
    const std::map<std::string, std::string>& old_names_;
    NewColumns new_columns_;
    std::string names_{};
    std::string values_{};
    bool unfinished_ = false;
};

/// Else ids of removed rows would be given out again.
void carry_counter(const std::string& from, const std::string& to, std::vector<std::string>& out) {
    out.push_back("DELETE FROM sqlite_sequence WHERE name = '" + to + "'");
    out.push_back("INSERT INTO sqlite_sequence (name, seq) SELECT '" + to +
                  "', seq FROM sqlite_sequence WHERE name = '" + from + "'");
}

}  // namespace

Rebuild rebuild_table(const CatalogueTable& from,
                      const CatalogueTable& to,
                      const std::string& create_sql,
                      const std::map<std::string, std::string>& old_names,
                      NewColumns new_columns) {
    const std::string temporary = "carafe_new_" + to.name;
    CopyPlan plan(from, old_names, new_columns);
    for (const auto& [name, column] : to.columns) {
        plan.add(column);
    }
    std::vector<std::string> out{create_as(create_sql, to.name, temporary),
                                 plan.insert_into(temporary)};
    if (to.autoincrement && from.autoincrement) {
        carry_counter(from.name, temporary, out);
    }
    out.push_back("DROP TABLE " + quoted(from.name));
    // Triggers and keys of other tables name this one; they shall go on meaning the new one.
    out.push_back("PRAGMA legacy_alter_table=ON");
    out.push_back("ALTER TABLE " + quoted(temporary) + " RENAME TO " + quoted(to.name));
    out.push_back("PRAGMA legacy_alter_table=OFF");
    for (const auto& [name, sql] : to.indexes) {
        out.push_back(sql);
    }
    for (const auto& [name, sql] : to.triggers) {
        out.push_back(sql);
    }
    return {std::move(out), plan.unfinished()};
}

}  // namespace carafe::migrate
