#include "carafe/orm/bulk.hpp"

#include "carafe/orm/database.hpp"
#include "carafe/orm/query_core.hpp"
#include "carafe/orm/row_binding.hpp"
#include "carafe/orm/runner.hpp"
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

void insert_some(SessionCore& session,
                 const Table& table,
                 const RowVector& rows,
                 std::size_t first,
                 std::size_t count) {
    db::Connection& connection = session.unit().writable_connection();
    Buffer key;
    key.byte(static_cast<unsigned>(StatementKind::InsertMany));
    key.pointer(&table);
    key.number16(static_cast<unsigned>(count));
    auto& statement = cached_statement(session, connection, key.view(), [&] {
        return write_insert_many(table, connection.dialect(), count);
    });
    Params params(count * table.columns.size());
    std::size_t at = 0;
    for (std::size_t i = first; i < first + count; ++i) {
        for (const auto& column : table.columns) {
            detail::bind_field(table, column, rows.row(i) + column.offset, params[at++]);
        }
    }
    run_statement(session, connection, statement, params.span(), nullptr);
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
        if (tenant != 0) {
            const Column& column = table.tenant ? *table.tenant : *table.key;
            query_->where_equal(column.offset);
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
        insert_some(session, table, rows, first, std::min(at_once, rows.size() - first));
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

void advance_keys(SessionCore& session, const Table& table) {
    db::Connection& connection = session.unit().writable_connection();
    auto statement = connection.dialect().advance_keys(table.name, table.key->name);
    if (!statement.empty()) {
        connection.run(statement);
    }
}

}  // namespace carafe::orm
