#include "carafe/migrate/schema_parts.hpp"

#include "carafe/db/dialect.hpp"

namespace carafe::migrate {

using orm::Check;
using orm::Column;
using orm::ColumnRole;
using orm::Table;
using orm::Tables;

std::string quoted(std::string_view name) {
    return db::sqlite_dialect().quoted(name);
}

std::string literal(std::string_view text) {
    std::string out = "'";
    for (char c : text) {
        out += c;
        if (c == '\'') {
            out += c;
        }
    }
    return out + "'";
}

std::string constraint(const std::string& name) {
    return "CONSTRAINT " + quoted(name) + " ";
}

std::string tenant_key_name(const std::string& table) {
    return orm::rule_name("uq_" + table + "_tenant_key");
}

std::string null_trigger_name(const std::string& child, const std::string& column) {
    return orm::rule_name("tr_" + child + "_" + column + "_null");
}

bool is_composite(const Table& table, const Column& column) {
    return column.role != ColumnRole::Tenant && table.tenant && column.target().tenant;
}

bool is_referenced_with_tenant(const Table& target, const Tables& tables) {
    for (const Table* table : tables) {
        for (const Column& column : table->columns) {
            if (column.target && &column.target() == &target && is_composite(*table, column)) {
                return true;
            }
        }
    }
    return false;
}

bool is_about(const Check& check, const Table& table, const Column& column) {
    auto position = static_cast<std::size_t>(&column - table.columns.data());
    return check.columns.size() == 1 && check.columns.front() == position;
}

}  // namespace carafe::migrate
