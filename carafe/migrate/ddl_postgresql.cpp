// PostgreSQL: identity keys, the server's own types, text compared by bytes, row rules for tenants.
#include "carafe/migrate/ddl.hpp"
#include "carafe/migrate/schema_parts.hpp"

namespace carafe::migrate {

namespace {

using orm::CheckKind;
using orm::ColumnRole;
using orm::DefaultValue;
using orm::FieldType;
using orm::OnDelete;

std::string_view type_of(FieldType type) {
    switch (type) {
        case FieldType::Boolean:
            return "boolean";
        case FieldType::SmallInteger:
            return "smallint";
        case FieldType::Integer:
            return "integer";
        case FieldType::Real:
            return "double precision";
        case FieldType::Text:
        case FieldType::Enum:
            return "text COLLATE \"C\"";
        case FieldType::Timestamp:
            return "timestamptz";
        case FieldType::Date:
            return "date";
        case FieldType::TimeOfDay:
            return "time";
        case FieldType::Json:
            return "json";  // keeps the text as it was written, which jsonb does not
        case FieldType::Blob:
            return "bytea";
        case FieldType::BigInteger:
        case FieldType::Money:
        case FieldType::Key:
            return "bigint";
    }
    return {};
}

/// Types of the server hold these by themselves.
bool is_held_by_type(const SchemaCheck& check) {
    return check.kind == CheckKind::Boolean || check.kind == CheckKind::Json;
}

std::string check_sql(const SchemaCheck& check) {
    return constraint(check.name) + "CHECK (" + check.expression + ")";
}

bool is_about(const SchemaCheck& check, const SchemaColumn& column) {
    return check.columns.size() == 1 && check.columns.front() == column.name;
}

std::string alter(const SchemaTable& table) {
    return "ALTER TABLE " + quoted(table.name) + " ";
}

std::string alter_column(const SchemaTable& table, const SchemaColumn& column) {
    return alter(table) + "ALTER COLUMN " + quoted(column.name) + " ";
}

/// Rows are shown and written only for the tenant the transaction is for; 0 stands for every tenant.
/// Scalar sub-selects are evaluated once for a statement instead of once for a row.
std::string policy_condition(const SchemaTable& table) {
    const auto& column = table.tenant.empty() ? table.key().name : table.tenant;
    std::string condition =
        quoted(column) +
        " = (SELECT nullif(current_setting('carafe.tenant', true), '')::bigint) OR "
        "(SELECT current_setting('carafe.tenant', true)) = '0'";
    if (table.tenant_root) {
        // Without a tenant all tenants may be listed, and new ones made.
        condition += " OR coalesce((SELECT current_setting('carafe.tenant', true)), '') IN ('', '-1')";
    }
    return condition;
}

class PostgresqlDdl final : public Ddl {
  public:
    Statements create_table(const SchemaTable& table) const override {
        std::string body;
        auto line = [&](const std::string& text) {
            body += (body.empty() ? "\n  " : ",\n  ") + text;
        };
        for (const auto& column : table.columns) {
            line(definition(table, column));
        }
        for (const auto& check : table.checks) {
            if (check.columns.size() != 1) {
                line(check_sql(check));
            }
        }
        Statements out{"CREATE TABLE " + quoted(table.name) + " (" + body + "\n)"};
        if (table.tenant_target) {
            out.push_back(add_tenant_target(table).front());
        }
        return out;
    }

    Statements finish_table(const SchemaTable& table) const override {
        if (table.tenant.empty() && !table.tenant_root) {
            return {};
        }
        return {alter(table) + "ENABLE ROW LEVEL SECURITY",
                alter(table) + "FORCE ROW LEVEL SECURITY",
                "CREATE POLICY \"carafe_tenant\" ON " + quoted(table.name) + " USING (" +
                    policy_condition(table) + ")"};
    }

    Statements rename_table(const SchemaTable& table, const std::string& to) const override {
        Statements out = Ddl::rename_table(table, to);
        if (table.tenant_target) {
            out.push_back("ALTER TABLE " + quoted(to) + " RENAME CONSTRAINT " +
                          quoted(tenant_key_name(table.name)) + " TO " + quoted(tenant_key_name(to)));
        }
        return out;
    }

    Statements add_column(const SchemaTable& table, const SchemaColumn& column) const override {
        return {alter(table) + "ADD COLUMN " + definition(table, column)};
    }

    Statements add_required_column(const SchemaTable& table,
                                   const SchemaColumn& column,
                                   const std::string& value) const override {
        SchemaColumn open = column;
        open.nullable = true;
        return {alter(table) + "ADD COLUMN " + definition(table, open),
                "UPDATE " + quoted(table.name) + " SET " + quoted(column.name) + " = " + value,
                alter_column(table, column) + "SET NOT NULL"};
    }

    Statements change_column(const SchemaTable& table,
                             const SchemaColumn& from,
                             const SchemaColumn& to,
                             const std::string& value) const override {
        Statements out;
        const std::string start = alter_column(table, to);
        const bool other_default = from.default_value != to.default_value || from.type != to.type;
        if (other_default && from.default_value.kind != DefaultValue::Kind::None) {
            out.push_back(start + "DROP DEFAULT");
        }
        if (type_of(from.type) != type_of(to.type)) {
            std::string type(type_of(to.type));
            std::string plain = type.substr(0, type.find(" COLLATE"));
            out.push_back(start + "TYPE " + type + " USING " + quoted(to.name) + "::" + plain);
        }
        if (from.nullable && !to.nullable) {
            const auto given = default_value(to);
            out.push_back("UPDATE " + quoted(table.name) + " SET " + quoted(to.name) + " = " +
                          (given.empty() ? value : given) + " WHERE " + quoted(to.name) + " IS NULL");
        }
        if (from.nullable != to.nullable) {
            out.push_back(start + (to.nullable ? "DROP NOT NULL" : "SET NOT NULL"));
        }
        if (other_default && to.default_value.kind != DefaultValue::Kind::None) {
            out.push_back(start + "SET DEFAULT " + default_value(to));
        }
        return out;
    }

    Statements add_index(const SchemaTable& table, const SchemaIndex& index) const override {
        std::string columns;
        for (const auto& name : index.columns) {
            const bool folds =
                index.ignoring_case && table.find_column(name)->type == FieldType::Text;
            columns += columns.empty() ? "" : ", ";
            columns += folds ? "lower(" + quoted(name) + ")" : quoted(name);
        }
        std::string sql = index.unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ";
        sql += quoted(index.name) + " ON " + quoted(table.name) + " (" + columns + ")";
        return {index.condition.empty() ? sql : sql + " WHERE " + index.condition};
    }

    Statements drop_index(const SchemaTable&, const SchemaIndex& index) const override {
        return {"DROP INDEX " + quoted(index.name)};
    }

    Statements add_check(const SchemaTable& table, const SchemaCheck& check) const override {
        if (is_held_by_type(check)) {
            return {};
        }
        return {alter(table) + "ADD " + check_sql(check)};
    }

    Statements drop_check(const SchemaTable& table, const SchemaCheck& check) const override {
        return is_held_by_type(check) ? Statements{} : drop_constraint(table, check.name);
    }

    Statements add_reference(const SchemaTable& table, const SchemaKey& key) const override {
        const bool with_tenant = !key.to_tenant.empty();
        std::string sql = reference(table, key);
        if (key.on_delete == OnDelete::Cascade) {
            sql += " ON DELETE CASCADE";
        } else if (key.on_delete == OnDelete::SetNull) {
            sql += " ON DELETE SET NULL";
            sql += with_tenant ? " (" + quoted(key.column) + ")" : "";
        }
        return {sql};
    }

    Statements drop_reference(const SchemaTable& table, const SchemaKey& key) const override {
        return drop_constraint(table, key.name);
    }

    Statements add_tenant_target(const SchemaTable& table) const override {
        return {alter(table) + "ADD " + constraint(tenant_key_name(table.name)) + "UNIQUE (" +
                quoted(table.tenant) + ", " + quoted(table.key().name) + ")"};
    }

    Statements drop_tenant_target(const SchemaTable& table) const override {
        return drop_constraint(table, tenant_key_name(table.name));
    }

    std::string number_as(FieldType type, const std::string& number) const override {
        switch (type) {
            case FieldType::Boolean:
                return number == "0" ? "false" : "true";
            case FieldType::Date:
                return "(DATE '1970-01-01' + " + number + ")";
            case FieldType::TimeOfDay:
                return "(TIME '00:00' + " + number + " * INTERVAL '1 minute')";
            case FieldType::Timestamp:
                return "(TIMESTAMPTZ '1970-01-01 00:00+00' + " + number + " * INTERVAL '1 microsecond')";
            default:
                return number;
        }
    }

    std::string now() const override { return "now()"; }

    std::string zero_of(FieldType type) const override {
        switch (type) {
            case FieldType::Text:
            case FieldType::Enum:
                return "''";
            case FieldType::Json:
                return "'null'";
            case FieldType::Blob:
                return "''::bytea";
            default:
                return number_as(type, "0");
        }
    }

  private:
    std::string definition(const SchemaTable& table, const SchemaColumn& column) const {
        std::string sql = quoted(column.name) + " ";
        sql += type_of(column.type);
        if (column.role == ColumnRole::Key) {
            return sql + " GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY";
        }
        sql += column.nullable ? "" : " NOT NULL";
        auto value = default_value(column);
        sql += value.empty() ? "" : " DEFAULT " + value;
        for (const auto& check : table.checks) {
            if (is_about(check, column) && !is_held_by_type(check)) {
                sql += " " + check_sql(check);
            }
        }
        return sql;
    }

    static Statements drop_constraint(const SchemaTable& table, const std::string& name) {
        return {alter(table) + "DROP CONSTRAINT " + quoted(name)};
    }
};

}  // namespace

const Ddl& postgresql_ddl() {
    static const PostgresqlDdl ddl;
    return ddl;
}

}  // namespace carafe::migrate
