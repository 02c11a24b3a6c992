// SQL of statements about one row, from its table alone.
#include "carafe/orm/detail/fragment.hpp"
#include "carafe/orm/errors.hpp"
#include "carafe/orm/sql_writer.hpp"

#include <algorithm>

namespace carafe::orm {

namespace {

using detail::Fragment;
using Offsets = std::span<const std::size_t>;

bool contains(Offsets offsets, std::size_t offset) {
    return std::find(offsets.begin(), offsets.end(), offset) != offsets.end();
}

std::uint16_t position(const Table& table, const Column& column) {
    return static_cast<std::uint16_t>(&column - table.columns.data());
}

Fragment equals(const db::Dialect& dialect, const Column& column, std::uint16_t source) {
    Fragment rule(dialect.quoted(column.name) + " = ");
    return rule.place(source);
}

/// What a narrowed session may see.
void where_narrowed(const Table& table,
                    const db::Dialect& dialect,
                    const SessionCore& session,
                    Fragment& where) {
    session.each_narrowed(table, [&](const Column& column, std::size_t index) {
        where.join(" AND ", detail::is_one_of(dialect, dialect.quoted(column.name), narrow_source(index)));
    });
}

/// The row itself: key, tenant of an owned row, version as it was read.
Fragment this_row(const Table& table, const db::Dialect& dialect, const SessionCore& session) {
    Fragment where = equals(dialect, *table.key, kKeySource);
    if (table.tenant) {
        where.join(" AND ", equals(dialect, *table.tenant, kTenantSource));
    }
    if (table.version) {
        where.join(" AND ", equals(dialect, *table.version, kVersionSource));
    }
    where_narrowed(table, dialect, session, where);
    return where;
}

bool is_inserted(const Column& column, KeyOf key) {
    return key == KeyOf::Row || column.role != ColumnRole::Key;
}

Fragment inserted_values(const Table& table, KeyOf key) {
    Fragment values;
    for (const auto& column : table.columns) {
        if (is_inserted(column, key)) {
            values.join(", ", Fragment().place(position(table, column)));
        }
    }
    return values;
}

/// The row is (not) removed; nothing for models without SoftDelete.
void where_deleted(const Table& table, const db::Dialect& dialect, bool deleted, Fragment& where) {
    if (table.deleted_at) {
        where.join(" AND ", dialect.quoted(table.deleted_at->name) + (deleted ? " IS NOT NULL" : " IS NULL"));
    }
}

Fragment insert_into(const Table& table, const db::Dialect& dialect, KeyOf key) {
    Fragment names;
    for (const auto& column : table.columns) {
        if (is_inserted(column, key)) {
            names.join(", ", dialect.quoted(column.name));
        }
    }
    Fragment sql("INSERT INTO " + dialect.quoted(table.name) + " (");
    ((sql += names) += ") VALUES (") += inserted_values(table, key);
    return sql += ")";
}

/// Lets the engine say the key it made; nothing where it says it otherwise.
std::unique_ptr<db::CachedStatement> returning_key(Fragment sql,
                                                   const Table& table,
                                                   const db::Dialect& dialect,
                                                   KeyOf key) {
    if (key == KeyOf::Row || !dialect.returns_keys()) {
        return sql.finish(dialect);
    }
    auto statement = (sql += " RETURNING " + dialect.quoted(table.key->name)).finish(dialect);
    statement->columns = {table.key->out()};
    return statement;
}

/// Is the column, or the encrypted one it is the blind index of, among the members?
bool is_named(const Column& column, Offsets members) {
    return contains(members, column.sealing == Sealing::BlindIndex ? column.indexed : column.offset);
}

bool is_stamp_of_update(const Column& column) {
    return column.role == ColumnRole::UpdatedAt || column.role == ColumnRole::UpdatedBy ||
           column.role == ColumnRole::Version;
}

bool is_written_by_update(const Column& column, Offsets members) {
    if (column.role == ColumnRole::Plain) {
        return members.empty() || is_named(column, members);
    }
    return is_stamp_of_update(column);
}

/// The unique index an upsert means: its columns without the tenant are exactly those named.
const Index& conflict_index(const Table& table, Offsets conflict) {
    for (const auto& index : table.indexes) {
        std::size_t matched = 0;
        std::size_t own = 0;
        for (auto at : index.columns) {
            const Column& column = table.columns[at];
            own += &column != table.tenant ? 1 : 0;
            matched += &column != table.tenant && contains(conflict, column.offset) ? 1 : 0;
        }
        if (index.unique && own == matched && matched == conflict.size()) {
            return index;
        }
    }
    throw QueryError("on_conflict() names no unique index of \"" + table.name + "\"");
}

std::string conflict_target(const Table& table, const db::Dialect& dialect, const Index& index) {
    std::string columns;
    for (auto at : index.columns) {
        const Column& column = table.columns[at];
        const bool folds = index.ignoring_case && column.type == FieldType::Text;
        const db::Around around = folds ? dialect.folded() : db::Around{};
        columns += columns.empty() ? "" : ", ";
        ((columns += around.before) += dialect.quoted(column.name)) += around.after;
    }
    std::string target = " ON CONFLICT (" + columns + ")";
    return index.condition.empty() ? target : target + " WHERE " + index.condition;
}

bool is_written_by_upsert(const Column& column, Offsets set) {
    const bool named = column.role == ColumnRole::Plain && is_named(column, set);
    return named || column.role == ColumnRole::UpdatedAt || column.role == ColumnRole::UpdatedBy;
}

/// The column's value in the row to be written.
std::string new_value(const db::Dialect& dialect, const Column& column) {
    const std::string name = dialect.quoted(column.name);
    return dialect.has_on_conflict() ? "excluded." + name : "VALUES(" + name + ")";
}

std::string upsert_assignments(const Table& table, const db::Dialect& dialect, Offsets set) {
    std::string list;
    for (const auto& column : table.columns) {
        const std::string name = dialect.quoted(column.name);
        const std::string start = (list.empty() ? "" : ", ") + name + " = ";
        if (is_written_by_upsert(column, set)) {
            list += start + new_value(dialect, column);
        } else if (column.role == ColumnRole::Version) {
            list += start + dialect.quoted(table.name) + "." + name + " + 1";
        }
    }
    return list;
}

/// Is the stored row the one that on_conflict() means?
std::string is_meant_row(const Table& table, const db::Dialect& dialect, const Index& index) {
    std::string rule;
    auto add = [&](const std::string& one) { rule += (rule.empty() ? "" : " AND ") + one; };
    auto equal = [&](const Column& column, const db::Around& around) {
        auto folded = [&](const std::string& value) {
            return std::string(around.before) + value + std::string(around.after);
        };
        add(folded(dialect.quoted(column.name)) + " = " + folded(new_value(dialect, column)));
    };
    if (table.tenant) {
        equal(*table.tenant, {});
    }
    for (auto at : index.columns) {
        const Column& column = table.columns[at];
        const bool folds = index.ignoring_case && column.type == FieldType::Text;
        if (&column != table.tenant) {
            equal(column, folds ? dialect.folded() : db::Around{});
        }
    }
    if (!index.condition.empty()) {
        add("(" + index.condition + ")");
    }
    return rule;
}

/// For engines on which any unique key sets off the update: it is refused when it meets another row
/// than the one that is meant.
Fragment upsert_by_any_key(const Table& table,
                           const db::Dialect& dialect,
                           Fragment sql,
                           const Index& index,
                           Offsets set) {
    const std::string key = dialect.quoted(table.key->name);
    sql += " ON DUPLICATE KEY UPDATE " + key + " = CASE WHEN " +
           is_meant_row(table, dialect, index) + " THEN " + key + " ELSE " + std::string(db::kTakenByAnotherRow) + " END, ";
    return (sql += upsert_assignments(table, dialect, set)) += " RETURNING " + key;
}

Fragment upsert_by_one_key(const Table& table,
                           const db::Dialect& dialect,
                           Fragment sql,
                           const Index& index,
                           Offsets set) {
    sql += conflict_target(table, dialect, index);
    sql += " DO UPDATE SET " + upsert_assignments(table, dialect, set);
    if (table.tenant) {
        // A value unique over all tenants may be another tenant's: that row stays untouched.
        std::string tenant = dialect.quoted(table.tenant->name);
        sql += " WHERE " + dialect.quoted(table.name) + "." + tenant + " = excluded." + tenant;
    }
    return sql += " RETURNING " + dialect.quoted(table.key->name);
}

}  // namespace

std::unique_ptr<db::CachedStatement> write_find(const Table& table,
                                                const db::Dialect& dialect,
                                                const SessionCore& session) {
    Fragment names;
    for (const auto& column : table.columns) {
        names.join(", ", dialect.quoted(column.name));
    }
    Fragment sql("SELECT ");
    ((sql += names) += " FROM ") += dialect.quoted(table.name);
    (sql += " WHERE ") += equals(dialect, *table.key, kKeySource);
    if (const Column* tenant = session.tenant_column(table)) {
        (sql += " AND ") += equals(dialect, *tenant, kTenantSource);
    }
    where_deleted(table, dialect, false, sql);
    where_narrowed(table, dialect, session, sql);
    auto statement = sql.finish(dialect);
    for (const auto& column : table.columns) {
        statement->columns.push_back(column.out());
    }
    return statement;
}

std::unique_ptr<db::CachedStatement> write_insert(const Table& table,
                                                  const db::Dialect& dialect,
                                                  KeyOf key) {
    return returning_key(insert_into(table, dialect, key), table, dialect, key);
}

std::unique_ptr<db::CachedStatement> write_insert_many(const Table& table,
                                                       const db::Dialect& dialect,
                                                       KeyOf key,
                                                       std::size_t rows) {
    Fragment sql = insert_into(table, dialect, key);
    Fragment more(", (");
    (more += inserted_values(table, key)) += ")";
    for (std::size_t i = 1; i < rows; ++i) {
        sql += more;
    }
    if (key == KeyOf::Row) {
        return sql.finish(dialect);
    }
    auto statement = (sql += " RETURNING " + dialect.quoted(table.key->name)).finish(dialect);
    statement->columns = {{0, db::MemoryKind::Int64, nullptr, nullptr}};
    return statement;
}

std::unique_ptr<db::CachedStatement> write_insert_or_ignore(const Table& table,
                                                            const db::Dialect& dialect,
                                                            KeyOf key) {
    Fragment sql = insert_into(table, dialect, key);
    sql += dialect.has_on_conflict() ? " ON CONFLICT DO NOTHING" : "";
    return returning_key(std::move(sql), table, dialect, key);
}

std::unique_ptr<db::CachedStatement> write_update(const Table& table,
                                                  const db::Dialect& dialect,
                                                  const SessionCore& session,
                                                  Offsets members) {
    Fragment set;
    for (const auto& column : table.columns) {
        if (is_written_by_update(column, members)) {
            set.join(", ", equals(dialect, column, position(table, column)));
        }
    }
    if (set.empty()) {
        throw QueryError("\"" + table.name + "\" has no column to update");
    }
    Fragment sql("UPDATE " + dialect.quoted(table.name) + " SET ");
    ((sql += set) += " WHERE ") += this_row(table, dialect, session);
    where_deleted(table, dialect, false, sql);
    return sql.finish(dialect);
}

std::unique_ptr<db::CachedStatement> write_mark(const Table& table,
                                                const db::Dialect& dialect,
                                                const SessionCore& session,
                                                Mark mark) {
    Fragment set;
    for (const auto& column : table.columns) {
        if (column.role == ColumnRole::DeletedAt || is_stamp_of_update(column)) {
            set.join(", ", equals(dialect, column, position(table, column)));
        }
    }
    Fragment sql("UPDATE " + dialect.quoted(table.name) + " SET ");
    ((sql += set) += " WHERE ") += this_row(table, dialect, session);
    where_deleted(table, dialect, mark == Mark::Restored, sql);
    return sql.finish(dialect);
}

std::unique_ptr<db::CachedStatement> write_erase(const Table& table,
                                                 const db::Dialect& dialect,
                                                 const SessionCore& session) {
    Fragment sql("DELETE FROM " + dialect.quoted(table.name) + " WHERE ");
    return (sql += this_row(table, dialect, session)).finish(dialect);
}

std::unique_ptr<db::CachedStatement> write_upsert(const Table& table,
                                                  const db::Dialect& dialect,
                                                  KeyOf key,
                                                  Offsets conflict,
                                                  Offsets set) {
    const Index& index = conflict_index(table, conflict);
    const auto upsert = dialect.has_on_conflict() ? upsert_by_one_key : upsert_by_any_key;
    Fragment sql = upsert(table, dialect, insert_into(table, dialect, key), index, set);
    auto statement_columns = std::vector<db::OutColumn>{table.key->out()};
    if (table.version) {
        sql += ", " + dialect.quoted(table.version->name);
        statement_columns.push_back(table.version->out());
    }
    auto statement = sql.finish(dialect);
    statement->columns = std::move(statement_columns);
    return statement;
}

}  // namespace carafe::orm
