#include "carafe/orm/bulk.hpp"

#include "carafe/orm/database.hpp"
#include "carafe/orm/query_core.hpp"
#include "carafe/orm/row_binding.hpp"
#include "carafe/orm/runner.hpp"
#include "carafe/orm/sealing.hpp"
#include "carafe/orm/session.hpp"
#include "carafe/orm/sql_writer.hpp"

#include <algorithm>

namespace carafe::orm {

namespace {

/// SQLite takes 32,766 parameters in a statement, the servers 65,535.
constexpr std::size_t kMostParameters = 30'000;
constexpr std::size_t kMostRows = 500;

std::size_t rows_at_once(const Table& table) {
    return std::clamp<std::size_t>(kMostParameters / table.columns.size(), 1, kMostRows);
}

using Keys = std::vector<std::int64_t>;

void* next_key(void* context, std::int64_t) {
    return &static_cast<Keys*>(context)->emplace_back();
}

/// Encrypted values: those that are assigned are sealed now, or all go as they were stored.
enum class Values { Sealed, AsStored };

/// Writes `count` rows from `data` on in one statement.
/// @return the keys that the engine made, in the order of the rows; none when rows bring their own.
Keys insert_some(SessionCore& session,
                 const Table& table,
                 char* data,
                 std::size_t count,
                 KeyOf made_by,
                 Values values) {
    db::Connection& connection = session.unit().writable_connection();
    Buffer key;
    key.byte(static_cast<unsigned>(StatementKind::InsertMany));
    key.pointer(&table);
    key.byte(static_cast<unsigned>(made_by));
    key.number16(static_cast<unsigned>(count));
    auto& statement = cached_statement(session, connection, key.view(), [&] {
        return write_insert_many(table, connection.dialect(), made_by, count);
    });
    Params params(statement.sources.size());
    const std::size_t columns = statement.sources.size() / count;
    for (std::size_t i = 0; i < statement.sources.size(); ++i) {
        const Column& column = table.columns[statement.sources[i]];
        char* row = data + i / columns * table.rows->row_size;
        if (column.sealing == Sealing::None || values == Values::AsStored) {
            detail::bind_field(table, column, row + column.offset, params[i]);
        } else {
            detail::bind_sealed(session, table, column, detail::RowView(table, row), params, i);
        }
    }
    Keys keys;
    db::RowSink sink{&keys, next_key, statement.columns.data(), statement.columns.size(), false};
    run_statement(
        session, connection, statement, params.span(), made_by == KeyOf::Engine ? &sink : nullptr);
    // Engines count keys up row by row but may return them in another order.
    std::sort(keys.begin(), keys.end());
    return keys;
}

std::int64_t run_with(SessionCore& session, const std::string& sql, std::span<const db::Param> params) {
    db::Connection& connection = session.unit().writable_connection();
    db::CachedStatement statement;
    statement.sql = sql;
    return run_statement(session, connection, statement, params, nullptr);
}

}  // namespace

RowVector::RowVector(const Table& table) : table_(table), vector_(table.rows->new_vector()) {}

RowVector::~RowVector() {
    table_.rows->delete_vector(vector_);
}

std::int64_t RowVector::key(std::size_t index) const {
    return *reinterpret_cast<const std::int64_t*>(row(index) + table_.key->offset);
}

namespace {

/// A query given back at its end.
class QueryLease {
  public:
    QueryLease(SessionCore& session, const Table& table, std::int64_t tenant)
        : query_(acquire_query(session, table)) {
        query_->with_deleted();
        if (tenant != 0) {
            query_->where_equal(column_of_tenant(table)->offset);
            query_->arguments.integer(tenant);
        }
    }

    ~QueryLease() { release_query(query_); }

    QueryLease(const QueryLease&) = delete;
    QueryLease& operator=(const QueryLease&) = delete;

    QueryCore* operator->() const { return query_; }

  private:
    QueryCore* query_;
};

}  // namespace

const Column* column_of_tenant(const Table& table) {
    if (table.name == kKeyTable) {
        return table.find_column("owner");
    }
    return table.tenant_root ? table.key : table.tenant;
}

std::int64_t count_rows(SessionCore& session, const Table& table, std::int64_t tenant) {
    return QueryLease(session, table, tenant)->count();
}

void read_rows(SessionCore& session,
               const Table& table,
               std::int64_t after,
               std::size_t limit,
               std::int64_t tenant,
               RowVector& rows) {
    QueryLease query(session, table, tenant);
    Expr behind;
    detail::push_column(behind, table, table.key->offset);
    behind.arguments.integer(after);
    detail::push_op(behind, Op::Value);
    detail::push_op(behind, Op::Greater);
    query->where(behind);
    query->order({&table, table.key->offset, false});
    query->limit(static_cast<std::int64_t>(limit));
    table.rows->resize(rows.vector(), 0);
    query->all(rows.vector());
}

void insert_as_is(SessionCore& session, const Table& table, const RowVector& rows) {
    const std::size_t at_once = rows_at_once(table);
    for (std::size_t first = 0; first < rows.size(); first += at_once) {
        const std::size_t count = std::min(at_once, rows.size() - first);
        insert_some(session, table, rows.row(first), count, KeyOf::Row, Values::AsStored);
    }
}

void set_reference(SessionCore& session,
                   const Table& table,
                   const Column& column,
                   std::int64_t key,
                   std::int64_t value) {
    const db::Dialect& dialect = session.unit().writable_connection().dialect();
    std::string sql = "UPDATE " + dialect.quoted(table.name) + " SET " + dialect.quoted(column.name) + " = ";
    dialect.placeholder(sql, 1);
    sql += " WHERE " + dialect.quoted(table.key->name) + " = ";
    dialect.placeholder(sql, 2);
    Params params(2);
    params.integer(0, value);
    params.integer(1, key);
    run_with(session, sql, params.span());
}

namespace detail {

namespace {

/// Stamped rows, all with or all without keys of their own.
void insert_alike(SessionCore& session, const Table& table, char* data, std::size_t count, KeyOf made_by) {
    const std::size_t at_once = rows_at_once(table);
    for (std::size_t first = 0; first < count; first += at_once) {
        char* rows = data + first * table.rows->row_size;
        const Keys keys =
            insert_some(session, table, rows, std::min(at_once, count - first), made_by, Values::Sealed);
        for (std::size_t i = 0; i < keys.size(); ++i) {
            RowView(table, rows + i * table.rows->row_size).key() = keys[i];
        }
    }
}

}  // namespace

void insert_rows(SessionCore& session, const Table& table, void* data, std::size_t count) {
    char* rows = static_cast<char*>(data);
    auto at = [&](std::size_t i) { return RowView(table, rows + i * table.rows->row_size); };
    session.unit().require_writable();
    for (std::size_t i = 0; i < count; ++i) {
        stamp_new(session, table, at(i));
    }
    for (std::size_t first = 0; first < count;) {
        const KeyOf made_by = key_of(at(first));
        std::size_t end = first + 1;
        while (end < count && key_of(at(end)) == made_by) {
            ++end;
        }
        insert_alike(session, table, rows + first * table.rows->row_size, end - first, made_by);
        first = end;
    }
}

}  // namespace detail

void advance_keys(SessionCore& session, const Table& table) {
    db::Connection& connection = session.unit().writable_connection();
    auto statement = connection.dialect().advance_keys(table.name, table.key->name);
    if (!statement.empty()) {
        connection.run(statement);
    }
}

}  // namespace carafe::orm
