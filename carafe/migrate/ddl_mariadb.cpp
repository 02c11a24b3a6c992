// MariaDB: keys led by the tenant, text compared by bytes, triggers for what foreign keys cannot say.
// It has neither indexes over expressions nor indexes over some rows: generated columns stand in.
#include "carafe/migrate/ddl.hpp"
#include "carafe/migrate/schema_parts.hpp"

namespace carafe::migrate {

namespace {

using orm::ColumnRole;
using orm::DefaultValue;
using orm::FieldType;
using orm::OnDelete;
using orm::rule_name;

constexpr int kLongestKey = 3072;      // bytes; a character has up to four
constexpr int kLongestVarchar = 700;  // characters; longer text is stored apart
constexpr int kIndexedPrefix = 191;   // characters of a text that is too long for its index
constexpr int kEnumCharacters = 64;

std::string varchar(int characters) {
    return "varchar(" + std::to_string(characters) + ")";
}

bool is_long_text(const SchemaColumn& column) {
    const bool text = column.type == FieldType::Text || column.type == FieldType::Json;
    return text && (column.size == 0 || column.size > kLongestVarchar);
}

std::string text_type(const SchemaColumn& column) {
    // One more than the size: varchar cuts blanks at its end without an error, and the rule about
    // the size shall see them.
    return is_long_text(column) ? "longtext" : varchar(column.size + 1);
}

std::string type_of(const SchemaColumn& column) {
    switch (column.type) {
        case FieldType::Boolean:
            return "tinyint(1)";
        case FieldType::SmallInteger:
            return "smallint";
        case FieldType::Integer:
            return "int";
        case FieldType::Real:
            return "double";
        case FieldType::Text:
            return text_type(column);
        case FieldType::Enum:
            return varchar(kEnumCharacters);
        case FieldType::Timestamp:
            return "datetime(6)";
        case FieldType::Date:
            return "date";
        case FieldType::TimeOfDay:
            return "time";
        case FieldType::Json:
            return "longtext";
        case FieldType::Blob:
            return "longblob";
        case FieldType::BigInteger:
        case FieldType::Money:
        case FieldType::Key:
            return "bigint";
    }
    return {};
}

bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// A rule as written for every engine, where length() counts characters; here it counts bytes.
std::string counting_characters(std::string_view rule) {
    constexpr std::string_view kLength = "length(";
    std::string out;
    while (!rule.empty()) {
        const bool in_word = !out.empty() && is_word(out.back());
        const char first = rule.front();
        std::size_t length = 1;
        if (first == '\'' || first == '"') {
            const auto end = rule.find(first, 1);
            length = end == rule.npos ? rule.size() : end + 1;
        } else if (!in_word && rule.starts_with(kLength)) {
            out += "char_";
            length = kLength.size();
        }
        out += rule.substr(0, length);
        rule.remove_prefix(length);
    }
    return out;
}

// ---- what stands in for indexes over expressions and over some rows

bool is_folded(const SchemaIndex& index, const SchemaColumn& column) {
    return index.unique && index.ignoring_case && column.type == FieldType::Text;
}

std::string folded_name(const SchemaIndex& index, const SchemaColumn& column) {
    return rule_name(index.name + "_" + column.name + "_folded");
}

std::string condition_name(const SchemaIndex& index) {
    return rule_name(index.name + "_condition");
}

struct Generated {
    std::string name{};
    std::string type{};
    std::string value{};
};

std::string generated_definition(const Generated& column) {
    return quoted(column.name) + " " + column.type + " GENERATED ALWAYS AS (" + column.value +
           ") VIRTUAL INVISIBLE";
}

/// NULL where the condition does not hold: such rows are equal to none.
Generated condition_column(const SchemaIndex& index) {
    return {condition_name(index),
            "tinyint(1)",
            "CASE WHEN " + counting_characters(index.condition) + " THEN 1 END"};
}

std::vector<Generated> generated_columns(const SchemaTable& table, const SchemaIndex& index) {
    std::vector<Generated> out;
    for (const auto& name : index.columns) {
        const SchemaColumn& column = *table.find_column(name);
        if (is_folded(index, column)) {
            out.push_back({folded_name(index, column), type_of(column), "lower(" + quoted(name) + ")"});
        }
    }
    if (index.unique && !index.condition.empty()) {
        out.push_back(condition_column(index));
    }
    return out;
}

int key_bytes(const SchemaColumn& column) {
    if (is_long_text(column) || column.type == FieldType::Blob) {
        return kLongestKey + 1;
    }
    const int characters = column.type == FieldType::Enum ? kEnumCharacters : column.size + 1;
    const bool text = column.type == FieldType::Enum || column.type == FieldType::Text;
    return text ? 4 * characters + 2 : 8;
}

/// Must the index make do with the beginning of its texts? A unique key too long for the server
/// becomes one over a hash by itself.
bool is_cut(const SchemaTable& table, const SchemaIndex& index) {
    int bytes = 0;
    for (const auto& name : index.columns) {
        bytes += key_bytes(*table.find_column(name));
    }
    return !index.unique && bytes > kLongestKey;
}

std::string index_column(const SchemaIndex& index, const SchemaColumn& column, bool cut) {
    if (is_folded(index, column)) {
        return quoted(folded_name(index, column));
    }
    cut = cut && key_bytes(column) > 4 * kIndexedPrefix;
    return quoted(column.name) + (cut ? "(" + std::to_string(kIndexedPrefix) + ")" : "");
}

std::string index_definition(const SchemaTable& table, const SchemaIndex& index) {
    const bool cut = is_cut(table, index);
    std::string columns;
    for (const auto& name : index.columns) {
        columns += (columns.empty() ? "" : ", ") + index_column(index, *table.find_column(name), cut);
    }
    if (index.unique && !index.condition.empty()) {
        columns += ", " + quoted(condition_name(index));
    }
    return (index.unique ? "UNIQUE KEY " : "KEY ") + quoted(index.name) + " (" + columns + ")";
}

// ---- tables

std::string alter(const SchemaTable& table) {
    return "ALTER TABLE " + quoted(table.name) + " ";
}

std::string own_key_name(const std::string& table, const std::string& key) {
    return rule_name("uq_" + table + "_" + key);
}

/// A tenant's rows lie together, and composite foreign keys point to the key itself. The key alone
/// stays unique, which AUTO_INCREMENT wants to be led by.
std::string keys_definition(const SchemaTable& table) {
    const std::string key = quoted(table.key().name);
    if (table.tenant.empty()) {
        return "PRIMARY KEY (" + key + ")";
    }
    return "PRIMARY KEY (" + quoted(table.tenant) + ", " + key + "),\n  UNIQUE KEY " +
           quoted(own_key_name(table.name, table.key().name)) + " (" + key + ")";
}

std::string check_sql(const SchemaCheck& check) {
    return constraint(check.name) + "CHECK (" + counting_characters(check.expression) + ")";
}

/// SET NULL of a composite key would null the tenant too: a trigger nulls the one column. It may not
/// touch its own table: a row that others of its table refer to is kept.
bool wants_trigger(const SchemaTable& table, const SchemaKey& key) {
    return key.on_delete == OnDelete::SetNull && !key.to_tenant.empty() && key.table != table.name;
}

/// Named after the foreign key, which carries the names that table and column had.
std::string trigger_name(const SchemaKey& key) {
    return rule_name("tr_" + key.name.substr(key.name.find('_') + 1) + "_null");
}

std::string create_trigger(const SchemaTable& table, const SchemaKey& key) {
    return "CREATE TRIGGER " + quoted(trigger_name(key)) + " BEFORE DELETE ON " + quoted(key.table) +
           " FOR EACH ROW UPDATE " + quoted(table.name) + " SET " + quoted(key.column) +
           " = NULL WHERE " + quoted(table.tenant) + " = OLD." + quoted(key.to_tenant) + " AND " +
           quoted(key.column) + " = OLD." + quoted(key.to);
}

class MariadbDdl final : public Ddl {
  public:
    Statements create_table(const SchemaTable& table) const override {
        std::string body;
        auto line = [&](const std::string& text) {
            body += (body.empty() ? "\n  " : ",\n  ") + text;
        };
        for (const auto& column : table.columns) {
            line(definition(column));
        }
        line(keys_definition(table));
        for (const auto& check : table.checks) {
            line(check_sql(check));
        }
        return {"CREATE TABLE " + quoted(table.name) + " (" + body +
                "\n) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin"};
    }

    Statements finish_table(const SchemaTable&) const override { return {}; }

    Statements rename_table(const SchemaTable& table, const std::string& to) const override {
        Statements out = Ddl::rename_table(table, to);
        if (!table.tenant.empty()) {
            out.push_back("ALTER TABLE " + quoted(to) + " RENAME INDEX " +
                          quoted(own_key_name(table.name, table.key().name)) + " TO " +
                          quoted(own_key_name(to, table.key().name)));
        }
        return out;
    }

    Statements add_column(const SchemaTable& table, const SchemaColumn& column) const override {
        std::string sql = alter(table) + "ADD COLUMN " + definition(column);
        for (const auto& check : table.checks) {
            const bool own = check.columns.size() == 1 && check.columns.front() == column.name;
            sql += own ? ", ADD " + check_sql(check) : "";
        }
        return {sql};
    }

    Statements add_required_column(const SchemaTable& table,
                                   const SchemaColumn& column,
                                   const std::string& value) const override {
        SchemaColumn open = column;
        open.nullable = true;
        Statements out = add_column(table, open);
        out.push_back("UPDATE " + quoted(table.name) + " SET " + quoted(column.name) + " = " + value);
        out.push_back(alter(table) + "MODIFY COLUMN " + definition(column));
        return out;
    }

    Statements change_column(const SchemaTable& table,
                             const SchemaColumn& from,
                             const SchemaColumn& to,
                             const std::string& value) const override {
        Statements out;
        if (from.nullable && !to.nullable) {
            const bool given = to.default_value.kind != DefaultValue::Kind::None;
            out.push_back("UPDATE " + quoted(table.name) + " SET " + quoted(to.name) + " = " +
                          (given ? default_value(to) : value) + " WHERE " + quoted(to.name) +
                          " IS NULL");
        }
        std::string sql = alter(table) + "MODIFY COLUMN " + definition(to);
        for (const auto& index : table.indexes) {
            for (const auto& column : generated_columns(table, index)) {
                // There unless the index is still to be made.
                const bool follows = column.name == folded_name(index, to);
                sql += follows ? ", MODIFY COLUMN IF EXISTS " + generated_definition(column) : "";
            }
        }
        out.push_back(sql);
        return out;
    }

    Statements add_index(const SchemaTable& table, const SchemaIndex& index) const override {
        std::string sql = alter(table);
        for (const auto& column : generated_columns(table, index)) {
            sql += "ADD COLUMN " + generated_definition(column) + ", ";
        }
        return {sql + "ADD " + index_definition(table, index)};
    }

    Statements drop_index(const SchemaTable& table, const SchemaIndex& index) const override {
        // A foreign key may stand on it until the index that takes its place is made.
        std::string sql = "SET STATEMENT foreign_key_checks = 0 FOR " + alter(table) + "DROP KEY " +
                          quoted(index.name);
        for (const auto& column : generated_columns(table, index)) {
            sql += ", DROP COLUMN " + quoted(column.name);
        }
        return {sql};
    }

    Statements add_check(const SchemaTable& table, const SchemaCheck& check) const override {
        return {alter(table) + "ADD " + check_sql(check)};
    }

    Statements drop_check(const SchemaTable& table, const SchemaCheck& check) const override {
        return {alter(table) + "DROP CONSTRAINT " + quoted(check.name)};
    }

    Statements add_reference(const SchemaTable& table, const SchemaKey& key) const override {
        const bool with_tenant = !key.to_tenant.empty();
        std::string sql = reference(table, key);
        if (key.on_delete == OnDelete::Cascade) {
            sql += " ON DELETE CASCADE";
        } else if (key.on_delete == OnDelete::SetNull && !with_tenant) {
            sql += " ON DELETE SET NULL";
        }
        return wants_trigger(table, key) ? Statements{sql, create_trigger(table, key)} : Statements{sql};
    }

    Statements drop_reference(const SchemaTable& table, const SchemaKey& key) const override {
        Statements out{alter(table) + "DROP FOREIGN KEY " + quoted(key.name)};
        if (wants_trigger(table, key)) {
            out.push_back("DROP TRIGGER " + quoted(trigger_name(key)));
        }
        return out;
    }

    // The primary key begins with the tenant.
    Statements add_tenant_target(const SchemaTable&) const override { return {}; }

    Statements drop_tenant_target(const SchemaTable&) const override { return {}; }

    std::string number_as(FieldType type, const std::string& number) const override {
        switch (type) {
            case FieldType::Date:
                return "(DATE'1970-01-01' + INTERVAL " + number + " DAY)";
            case FieldType::TimeOfDay:
                return "(sec_to_time(60 * " + number + "))";
            case FieldType::Timestamp:
                return "(TIMESTAMP'1970-01-01 00:00:00' + INTERVAL " + number + " MICROSECOND)";
            default:
                return number;
        }
    }

    std::string now() const override { return "(utc_timestamp(6))"; }

    std::string zero_of(FieldType type) const override {
        switch (type) {
            case FieldType::Text:
            case FieldType::Enum:
            case FieldType::Blob:
                return "''";
            case FieldType::Json:
                return "'null'";
            default:
                return number_as(type, "0");
        }
    }

  private:
    std::string definition(const SchemaColumn& column) const {
        std::string sql = quoted(column.name) + " " + type_of(column);
        if (column.role == ColumnRole::Key) {
            return sql + " NOT NULL AUTO_INCREMENT";
        }
        sql += column.nullable ? " NULL" : " NOT NULL";
        const auto value = default_value(column);
        return value.empty() ? sql : sql + " DEFAULT " + value;
    }
};

}  // namespace

const Ddl& mariadb_ddl() {
    static const MariadbDdl ddl;
    return ddl;
}

}  // namespace carafe::migrate
