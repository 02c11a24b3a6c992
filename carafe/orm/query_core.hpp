// A query without its types: what query.hpp fills in and query.cpp runs. Lives in its unit of work
// and is used again by later queries.
#pragma once
#include "carafe/orm/expression.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace carafe::orm {

class SessionCore;

/// A relation to load after the rows, with what to load on its rows in turn.
struct EagerLoad {
    std::size_t offset = 0;  ///< of the relation member
    std::optional<Expr> condition{};
    std::vector<Order> orders{};
    std::vector<EagerLoad> nested{};
    bool deleted_too = false;
};

/// The node for a relation, made when it is not there yet.
EagerLoad& eager_node(std::vector<EagerLoad>& loads, std::size_t offset);

/// What a keyset page answers besides its rows.
struct KeysetResult {
    std::string next{};
    std::string previous{};
};

class QueryCore {
  public:
    QueryCore() = default;
    QueryCore(const QueryCore&) = delete;
    QueryCore& operator=(const QueryCore&) = delete;

    void start(SessionCore& session, const Table& table);

    void where(const Expr& condition) { add_expression(Clause::Where, condition); }

    /// `member = ?`; the value follows as the next argument, put by the caller.
    void where_equal(std::size_t offset);

    void having(const Expr& condition) { add_expression(Clause::Having, condition); }

    void order(const Order& order) { orders.push_back(order); }

    /// Only rows whose column, of a table in the query, is in `keys`, a list of integers; the column
    /// leads each row read.
    void keys(const Table& table, std::size_t offset, const std::vector<std::int64_t>& keys);
    void limit(std::int64_t rows);
    void offset(std::int64_t rows);
    void join(JoinKind kind, const Table& holder, std::size_t key, const Table& added);
    void select(const Expr& what, db::OutColumn to);
    void group(const Table& table, std::size_t offset);
    void set(std::size_t offset, const Expr& value);

    /// Removed rows too, of all models in the query.
    void with_deleted();

    void everything() { code.byte(static_cast<unsigned>(Clause::Everything)); }

    void all(void* vector);
    bool first(void* optional);
    /// @throws NotFound, MultipleRows
    void one(void* optional);
    void fetch(const db::RowSink& sink);
    std::int64_t count();
    bool exists();
    std::int64_t update();
    std::int64_t remove();
    std::int64_t erase();
    /// Page `number` (moved into range) into `vector`. @return number of all rows.
    std::int64_t page(void* vector, std::int64_t& number, std::int64_t size);
    /// @param backwards  Set when the rows come in reversed order.
    KeysetResult keyset(void* vector, std::string_view after, std::int64_t size, bool& backwards);

    Buffer code{};
    Arguments arguments{};
    std::vector<db::OutColumn> out{};
    std::vector<EagerLoad> loads{};
    std::vector<Order> orders{};
    const Table* root = nullptr;
    SessionCore* session = nullptr;
    QueryCore* next_free = nullptr;
    std::int64_t row_limit = 0;
    bool deleted_too = false;

  private:
    void add_expression(Clause clause, const Expr& expr);
    void set_kind(StatementKind kind);
    /// Orders are written last, so that keyset() may turn them round.
    void write_orders();
    void order_by_key_if_none();
    std::string first_page_sql();
    std::int64_t run(db::RowSink* sink);
};

QueryCore* acquire_query(SessionCore& session, const Table& table);
void release_query(QueryCore* query) noexcept;

}  // namespace carafe::orm
