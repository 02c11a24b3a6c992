#include "carafe/migrate/schema.hpp"

#include "carafe/base/numbers.hpp"
#include "carafe/migrate/errors.hpp"
#include "carafe/migrate/schema_parts.hpp"

#include <algorithm>
#include <array>

namespace carafe::migrate {

namespace {

using orm::CheckKind;
using orm::ColumnRole;
using orm::DefaultValue;
using orm::FieldType;
using orm::OnDelete;

// Words of revision files: they must not change.
constexpr std::array<std::string_view, 14> kTypes{"boolean", "int16", "int32",   "int64", "double",
                                                  "text",    "timestamp", "date", "time", "money",
                                                  "json",    "bytes",     "enum", "key"};
constexpr std::array<std::string_view, 9> kRoles{
    "plain", "key", "tenant", "created_at", "updated_at", "version", "deleted_at", "created_by", "updated_by"};
constexpr std::array<std::string_view, 3> kOnDelete{"restrict", "cascade", "set_null"};
constexpr std::array<std::string_view, 5> kChecks{"written", "enum", "size", "boolean", "json"};
constexpr std::array<std::string_view, 6> kDefaults{"none", "integer", "real", "text", "now", "sql"};

template <class E, std::size_t N>
std::string word(const std::array<std::string_view, N>& words, E value) {
    return std::string(words[static_cast<std::size_t>(value)]);
}

/// Words of a line, from left to right; the last text may hold blanks.
class Line {
  public:
    explicit Line(std::string_view text) : whole_(text), rest_(text) {}

    std::string next() {
        auto end = rest_.find(' ');
        std::string part(rest_.substr(0, end));
        rest_.remove_prefix(end == rest_.npos ? rest_.size() : end + 1);
        return part;
    }

    std::string rest() { return std::string(rest_); }

    template <class E, std::size_t N>
    E one_of(const std::array<std::string_view, N>& words) {
        auto at = std::find(words.begin(), words.end(), next());
        if (at == words.end()) {
            fail();
        }
        return static_cast<E>(at - words.begin());
    }

    int number() {
        auto value = parse_decimal<int>(next());
        if (!value) {
            fail();
        }
        return *value;
    }

    /// A word; "-" stands for nothing.
    std::string optional() {
        auto text = next();
        return text == "-" ? std::string() : text;
    }

    bool flag(std::string_view yes) { return next() == yes; }

    std::vector<std::string> list() {
        std::vector<std::string> items;
        std::string text = next();
        for (std::string_view left = text; left != "-" && !left.empty();) {
            auto comma = left.find(',');
            items.emplace_back(left.substr(0, comma));
            left.remove_prefix(comma == left.npos ? left.size() : comma + 1);
        }
        return items;
    }

    [[noreturn]] void fail() const {
        throw MigrationError("a schema line of a revision cannot be read: " + std::string(whole_));
    }

  private:
    std::string_view whole_;
    std::string_view rest_;
};

std::string joined(const std::vector<std::string>& items) {
    std::string text;
    for (const auto& item : items) {
        text += (text.empty() ? "" : ",") + item;
    }
    return text.empty() ? "-" : text;
}

/// A text of one line: line breaks and backslashes are escaped.
std::string on_one_line(std::string_view text) {
    std::string out;
    for (char c : text) {
        out += c == '\n' ? "\\n" : c == '\\' ? "\\\\" : std::string(1, c);
    }
    return out;
}

std::string unescaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape = text[i] == '\\' && i + 1 < text.size();
        out += !escape ? text[i] : text[++i] == 'n' ? '\n' : text[i];
    }
    return out;
}

SchemaTable to_table(const orm::Table& model, const orm::Tables& models) {
    SchemaTable table{.name = model.name,
                      .tenant = model.tenant ? model.tenant->name : "",
                      .tenant_root = model.tenant_root,
                      .tenant_target = is_referenced_with_tenant(model, models)};
    auto name_at = [&](std::size_t position) { return model.columns[position].name; };
    for (const auto& column : model.columns) {
        table.columns.push_back({column.name,
                                 column.type,
                                 column.role,
                                 column.nullable,
                                 column.size,
                                 column.default_value});
        if (column.target) {
            table.keys.push_back({foreign_key_name(model, column),
                                  column.name,
                                  column.target().name,
                                  column.target().key->name,
                                  is_composite(model, column) ? column.target().tenant->name : "",
                                  column.on_delete});
        }
    }
    for (const auto& index : model.indexes) {
        SchemaIndex to{index.name, {}, index.unique, index.ignoring_case, index.condition};
        std::transform(
            index.columns.begin(), index.columns.end(), std::back_inserter(to.columns), name_at);
        table.indexes.push_back(std::move(to));
    }
    for (const auto& check : model.checks) {
        SchemaCheck to{check.name, check.kind, {}, check.expression};
        std::transform(
            check.columns.begin(), check.columns.end(), std::back_inserter(to.columns), name_at);
        table.checks.push_back(std::move(to));
    }
    return table;
}

SchemaTable read_table(Line& line) {
    SchemaTable table{.name = line.next()};
    table.tenant = line.optional();
    table.tenant_root = line.flag("root");
    table.tenant_target = line.flag("target");
    return table;
}

SchemaColumn read_column(Line& line) {
    SchemaColumn column{.name = line.next()};
    column.type = line.one_of<FieldType>(kTypes);
    column.role = line.one_of<ColumnRole>(kRoles);
    column.nullable = line.flag("null");
    column.size = line.number();
    column.default_value.kind = line.one_of<DefaultValue::Kind>(kDefaults);
    column.default_value.text = unescaped(line.rest());
    return column;
}

SchemaKey read_key(Line& line) {
    SchemaKey key{line.next(), line.next(), line.next(), line.next()};
    key.to_tenant = line.optional();
    key.on_delete = line.one_of<OnDelete>(kOnDelete);
    return key;
}

SchemaIndex read_index(Line& line) {
    SchemaIndex index{line.next(), line.list()};
    index.unique = line.flag("unique");
    index.ignoring_case = line.flag("ignoring_case");
    index.condition = unescaped(line.rest());
    return index;
}

SchemaCheck read_check(Line& line) {
    SchemaCheck check{line.next(), line.one_of<CheckKind>(kChecks), line.list()};
    check.expression = unescaped(line.rest());
    return check;
}

void read_part(Line& line, std::vector<SchemaTable>& tables) {
    const auto kind = line.next();
    if (kind == "table") {
        tables.push_back(read_table(line));
        return;
    }
    if (tables.empty()) {
        line.fail();
    }
    SchemaTable& table = tables.back();
    if (kind == "column") {
        table.columns.push_back(read_column(line));
    } else if (kind == "reference") {
        table.keys.push_back(read_key(line));
    } else if (kind == "index") {
        table.indexes.push_back(read_index(line));
    } else if (kind == "check") {
        table.checks.push_back(read_check(line));
    } else {
        line.fail();
    }
}

}  // namespace

const SchemaColumn* SchemaTable::find_column(std::string_view column) const {
    auto at = std::find_if(
        columns.begin(), columns.end(), [&](const auto& other) { return other.name == column; });
    return at == columns.end() ? nullptr : &*at;
}

const SchemaColumn& SchemaTable::key() const {
    return *std::find_if(columns.begin(), columns.end(), [](const auto& column) {
        return column.role == ColumnRole::Key;
    });
}

const SchemaTable* Schema::find(std::string_view name) const {
    auto at = std::find_if(
        tables.begin(), tables.end(), [&](const auto& table) { return table.name == name; });
    return at == tables.end() ? nullptr : &*at;
}

Schema schema_of(const orm::Tables& models) {
    Schema schema;
    for (const auto* model : orm::in_dependency_order(models)) {
        schema.tables.push_back(to_table(*model, models));
    }
    return schema;
}

std::string format_table(const SchemaTable& table) {
    std::string out = "table " + table.name + " " + (table.tenant.empty() ? "-" : table.tenant);
    out += table.tenant_root ? " root" : " -";
    out += table.tenant_target ? " target\n" : " -\n";
    for (const auto& column : table.columns) {
        out += "column " + column.name + " " + word(kTypes, column.type) + " " +
               word(kRoles, column.role) + (column.nullable ? " null " : " - ") +
               std::to_string(column.size) + " " + word(kDefaults, column.default_value.kind) + " " +
               on_one_line(column.default_value.text) + "\n";
    }
    for (const auto& key : table.keys) {
        out += "reference " + key.name + " " + key.column + " " + key.table + " " + key.to +
               " " + (key.to_tenant.empty() ? "-" : key.to_tenant) + " " + word(kOnDelete, key.on_delete) + "\n";
    }
    for (const auto& index : table.indexes) {
        out += "index " + index.name + " " + joined(index.columns) +
               (index.unique ? " unique" : " -") + (index.ignoring_case ? " ignoring_case " : " - ") +
               on_one_line(index.condition) + "\n";
    }
    for (const auto& check : table.checks) {
        out += "check " + check.name + " " + word(kChecks, check.kind) + " " +
               joined(check.columns) + " " + on_one_line(check.expression) + "\n";
    }
    return out;
}

std::vector<SchemaTable> parse_tables(std::string_view lines) {
    std::vector<SchemaTable> tables;
    while (!lines.empty()) {
        auto end = lines.find('\n');
        Line line(lines.substr(0, end));
        lines.remove_prefix(end == lines.npos ? lines.size() : end + 1);
        if (!line.rest().empty()) {
            read_part(line, tables);
        }
    }
    return tables;
}

}  // namespace carafe::migrate
