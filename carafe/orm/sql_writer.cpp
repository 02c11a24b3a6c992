#include "carafe/orm/sql_writer.hpp"

#include "carafe/orm/detail/fragment.hpp"
#include "carafe/orm/errors.hpp"

#include <cstring>
#include <string>
#include <vector>

namespace carafe::orm {

namespace {

using detail::Fragment;

/// Operators from Op::Equal on.
constexpr std::string_view kBinary[] = {
    " = ", " <> ", " < ", " <= ", " > ", " >= ", " AND ", " OR ", " + ", " - ", " * "};
/// Functions from Op::Count on.
constexpr std::string_view kFunctions[] = {
    "count(", "count(DISTINCT ", "sum(", "min(", "max(", "avg("};

/// Reads byte code.
class CodeReader {
  public:
    explicit CodeReader(std::string_view code) : code_(code) {}

    bool done() const { return at_ == code_.size(); }

    unsigned byte() { return static_cast<unsigned char>(code_[at_++]); }

    std::size_t number16() {
        std::uint16_t value;
        std::memcpy(&value, take(sizeof value).data(), sizeof value);
        return value;
    }

    const Table& table() {
        const Table* value;
        std::memcpy(&value, take(sizeof value).data(), sizeof value);
        return *value;
    }

    std::string_view take(std::size_t count) {
        auto part = code_.substr(at_, count);
        at_ += count;
        return part;
    }

    std::string_view block() { return take(number16()); }

  private:
    std::string_view code_;
    std::size_t at_ = 0;
};

class QueryWriter {
  public:
    QueryWriter(const QueryCore& query, const db::Dialect& dialect, const SessionCore& session)
        : query_(query), dialect_(dialect), session_(session) {}

    std::unique_ptr<db::CachedStatement> write() {
        CodeReader code(query_.code.view());
        kind_ = static_cast<StatementKind>(code.byte());
        const Table& root = code.table();
        add_root(root);
        while (!code.done()) {
            clause(static_cast<Clause>(code.byte()), code);
        }
        return assemble(root);
    }

  private:
    struct Entry {
        const Table* table;
        std::string alias;
    };

    bool changes_rows() const {
        return kind_ == StatementKind::Update || kind_ == StatementKind::Remove ||
               kind_ == StatementKind::Erase;
    }

    // ---- names

    void add_root(const Table& root) {
        from_ += dialect_.quoted(root.name);
        if (changes_rows()) {
            entries_.push_back({&root, dialect_.quoted(root.name)});
        } else {
            from_ += " AS " + add_entry(root);
        }
        where_visible(root, where_);
    }

    const std::string& add_entry(const Table& table) {
        for (const auto& entry : entries_) {
            if (entry.table == &table) {
                throw QueryError("\"" + table.name + "\" stands in this query twice");
            }
        }
        entries_.push_back({&table, "t" + std::to_string(next_alias_++)});
        return entries_.back().alias;
    }

    bool has(const Table& table) const {
        for (const auto& entry : entries_) {
            if (entry.table == &table) {
                return true;
            }
        }
        return false;
    }

    std::string name(const Table& table, const Column& column) const {
        for (const auto& entry : entries_) {
            if (entry.table == &table) {
                return entry.alias + "." + dialect_.quoted(column.name);
            }
        }
        throw QueryError("\"" + table.name + "\" is not in this query");
    }

    static const Column& column_of(const Table& table, std::size_t offset) {
        const Column* column = table.column_at(offset);
        if (!column) {
            throw QueryError("a member used in the query is no column of \"" + table.name + "\"");
        }
        return *column;
    }

    std::string name(const Table& table, std::size_t offset) const {
        return name(table, column_of(table, offset));
    }

    /// The tenant's rows that are not removed, and what a narrowed session may see of them.
    void where_visible(const Table& table, Fragment& condition) const {
        if (const Column* column = session_.tenant_column(table)) {
            Fragment rule(name(table, *column) + " = ");
            condition.join(" AND ", rule.place(kTenantSource));
        }
        if (table.deleted_at && (!query_.deleted_too || kind_ == StatementKind::Remove)) {
            condition.join(" AND ", name(table, *table.deleted_at) + " IS NULL");
        }
        session_.each_narrowed(table, [&](const Column& column, std::size_t index) {
            condition.join(" AND ", detail::is_one_of(dialect_, name(table, column), narrow_source(index)));
        });
    }

    std::uint16_t next_argument() { return static_cast<std::uint16_t>(argument_++); }

    // ---- expressions

    /// A part of an expression; `column` when its values are that column's.
    struct Operand {
        Fragment sql{};
        const Column* column = nullptr;
    };

    using Stack = std::vector<Operand>;

    Fragment expression(std::string_view code) {
        CodeReader reader(code);
        Stack stack;
        while (!reader.done()) {
            apply(static_cast<Op>(reader.byte()), reader, stack);
        }
        return std::move(stack.back().sql);
    }

    static Operand pop(Stack& stack) {
        Operand top = std::move(stack.back());
        stack.pop_back();
        return top;
    }

    void apply(Op op, CodeReader& code, Stack& stack) {
        switch (op) {
            case Op::Column: {
                const Table& table = code.table();
                const Column& column = column_of(table, code.number16());
                stack.push_back({Fragment(name(table, column)), &column});
                break;
            }
            case Op::Value:
                stack.emplace_back().sql.place(next_argument());
                break;
            case Op::Null:
                stack.push_back({Fragment("NULL")});
                break;
            case Op::Matches: {
                const Table& table = code.table();
                stack.push_back({match(table, code.number16())});
                break;
            }
            case Op::CountAll:
                stack.push_back({Fragment("count(*)")});
                break;
            case Op::Exists:
                stack.push_back({subquery(code)});
                break;
            default:
                stack.push_back(op < Op::Not ? binary(op, stack) : Operand{unary(op, pop(stack))});
        }
    }

    Fragment match(const Table& table, std::size_t offset) {
        const Column* index = table.blind_index_of(offset);
        if (!index) {
            throw QueryError("matches() of \"" + table.name + "\" wants a column with .blind_index()");
        }
        if (table.tenant && session_.kind() != ScopeKind::Tenant) {
            throw QueryError("matches() of \"" + table.name + "\" wants the session of one tenant");
        }
        Fragment rule("(" + name(table, *index) + " = ");
        rule.place(next_argument() | (table.tenant ? kBlindOfTenant : kBlindOfApplication));
        return rule += ")";
    }

    Operand binary(Op op, Stack& stack) const {
        Operand right = pop(stack);
        Operand left = pop(stack);
        db::AroundTwo around = dialect_.like();
        if (op != Op::Like) {
            around = {"(", kBinary[static_cast<int>(op) - static_cast<int>(Op::Equal)], ")"};
        }
        Fragment result(around.before);
        ((result += left.sql) += around.between) += right.sql;
        return {result += around.after, left.column};
    }

    Fragment unary(Op op, const Operand& operand) {
        Fragment result;
        switch (op) {
            case Op::Not:
                return (result += "NOT ") += operand.sql;
            case Op::IsNull:
                return (result += operand.sql) += " IS NULL";
            case Op::IsNotNull:
                return (result += operand.sql) += " IS NOT NULL";
            case Op::In:
                return in_list(operand.sql, *operand.column);
            default: {
                db::Around around = function(op, operand.column);
                return ((result += around.before) += operand.sql) += around.after;
            }
        }
    }

    db::Around function(Op op, const Column* column) const {
        if (op == Op::Average) {
            return dialect_.average();
        }
        if (op == Op::Sum && !(column && column->type == FieldType::Real)) {
            return dialect_.integer_sum();
        }
        return {kFunctions[static_cast<int>(op) - static_cast<int>(Op::Count)], ")"};
    }

    Fragment in_list(const Fragment& operand, const Column& column) {
        db::Around around = dialect_.in_list(param_kind(column.type));
        Fragment result;
        (result += operand) += around.before;
        result.place(next_argument());
        return result += around.after;
    }

    Fragment subquery(CodeReader& code) {
        const Table& table = code.table();
        auto inner = code.block();
        Fragment result("EXISTS (SELECT 1 FROM " + dialect_.quoted(table.name) + " AS ");
        result += add_entry(table);
        Fragment condition;
        where_visible(table, condition);
        condition.join(" AND ", expression(inner));
        entries_.pop_back();
        ((result += " WHERE ") += condition) += ")";
        return result;
    }

    // ---- clauses

    void clause(Clause kind, CodeReader& code) {
        switch (kind) {
            case Clause::Where:
                where_.join(" AND ", expression(code.block()));
                has_condition_ = true;
                break;
            case Clause::Having:
                having_.join(" AND ", expression(code.block()));
                break;
            case Clause::Select:
                selected_.join(", ", expression(code.block()));
                break;
            case Clause::Order:
                order(code);
                break;
            case Clause::Group: {
                const Table& table = code.table();
                group_.join(", ", name(table, code.number16()));
                break;
            }
            case Clause::Join:
                join(code);
                break;
            case Clause::Set:
                set(code);
                break;
            case Clause::Limit:
                limit_.place(next_argument());
                break;
            case Clause::Offset:
                offset_.place(next_argument());
                break;
            case Clause::Keys:
                keys(code);
                break;
            case Clause::Everything:
                has_condition_ = true;
                break;
            case Clause::WithDeleted:
                break;  // known from the query, which had to be asked before any table
            case Clause::After:
                where_.join(" AND ", after());
                break;
        }
    }

    void order(CodeReader& code) {
        const Table& table = code.table();
        const Column& column = column_of(table, code.number16());
        const bool descending = code.byte() != 0;
        Fragment item(name(table, column));
        item += descending ? " DESC" : "";
        item += column.nullable ? dialect_.null_order(descending) : std::string_view();
        order_.join(", ", item);
    }

    void keys(CodeReader& code) {
        const Table& table = code.table();
        const Column& column = column_of(table, code.number16());
        Fragment named(name(table, column));
        where_.join(" AND ", in_list(named, column));
        selected_.join(", ", named);
        has_condition_ = true;
    }

    void join(CodeReader& code) {
        auto kind = static_cast<JoinKind>(code.byte());
        const Table& holder = code.table();
        const Column& key = column_of(holder, code.number16());
        const Table& added = code.table();
        const Table& target = key.target ? key.target() : added;
        from_ += kind == JoinKind::Left ? " LEFT JOIN " : " JOIN ";
        from_ += dialect_.quoted(added.name) + " AS " + add_entry(added);
        Fragment on(name(holder, key) + " = " + name(target, *target.key));
        where_visible(added, on);
        (from_ += " ON ") += on;
    }

    void set(CodeReader& code) {
        const Table& root = *entries_.front().table;
        const Column& column = column_of(root, code.number16());
        if (column.role == ColumnRole::Tenant) {
            throw TenantViolation("rows of \"" + root.name + "\" cannot change their tenant");
        }
        session_.each_narrowed(root, [&](const Column& narrowed, std::size_t) {
            if (&narrowed == &column) {
                throw TenantViolation("rows of \"" + root.name + "\" cannot change their scope at once");
            }
        });
        if (column.role == ColumnRole::Key) {
            throw QueryError("the key of \"" + root.name + "\" cannot be changed");
        }
        Fragment item(dialect_.quoted(column.name) + " = ");
        set_.join(", ", item += expression(code.block()));
    }

    /// Rows behind the position given by one argument for each order. One direction for all orders
    /// becomes a row value, which an index can follow; else (a > ?) OR (a = ? AND b > ?) ...
    Fragment after() {
        const auto& orders = query_.orders;
        auto first = static_cast<std::uint16_t>(argument_);
        argument_ += orders.size();
        bool uniform = dialect_.has_row_values();
        for (const auto& order : orders) {
            uniform = uniform && order.descending == orders.front().descending;
        }
        return uniform ? after_row_value(first) : after_alternatives(first);
    }

    Fragment after_row_value(std::uint16_t first) const {
        Fragment names;
        Fragment values;
        for (const auto& order : query_.orders) {
            names.join(", ", name(*order.table, order.offset));
            values.join(", ", Fragment().place(first++));
        }
        Fragment result("(");
        result += names;
        result += query_.orders.front().descending ? ") < (" : ") > (";
        return (result += values) += ")";
    }

    Fragment after_alternatives(std::uint16_t first) const {
        Fragment result;
        const auto& orders = query_.orders;
        for (std::size_t last = 0; last < orders.size(); ++last) {
            Fragment all;
            for (std::size_t i = 0; i <= last; ++i) {
                Fragment one(name(*orders[i].table, orders[i].offset));
                one += i < last ? " = " : orders[i].descending ? " < " : " > ";
                all.join(" AND ", one.place(static_cast<std::uint16_t>(first + i)));
            }
            result.join(" OR ", all);
        }
        return (Fragment("(") += result) += ")";
    }

    // ---- the whole

    std::unique_ptr<db::CachedStatement> assemble(const Table& root) {
        if (changes_rows()) {
            return change(root);
        }
        std::vector<db::OutColumn> columns;
        if (kind_ == StatementKind::Count || kind_ == StatementKind::Exists) {
            selected_ = Fragment(kind_ == StatementKind::Count ? "count(*)" : "1");
        } else if (kind_ == StatementKind::Related || selected_.empty()) {
            for (const auto& column : root.columns) {
                selected_.join(", ", name(root, column));
                columns.push_back(column.out());
            }
        }
        Fragment sql("SELECT ");
        ((sql += selected_) += " FROM ") += from_;
        append(sql, " WHERE ", where_);
        append(sql, " GROUP BY ", group_);
        append(sql, " HAVING ", having_);
        append(sql, " ORDER BY ", order_);
        append(sql, " LIMIT ", limit_.empty() && !offset_.empty() ? Fragment(dialect_.no_limit()) : limit_);
        append(sql, " OFFSET ", offset_);
        if (kind_ == StatementKind::Exists) {
            sql = (Fragment("SELECT EXISTS (") += sql) += ")";
        }
        auto statement = sql.finish(dialect_);
        statement->columns = std::move(columns);
        return statement;
    }

    static void append(Fragment& sql, std::string_view keyword, const Fragment& part) {
        if (!part.empty()) {
            (sql += keyword) += part;
        }
    }

    void require_bulk_condition() const {
        if (!has_condition_) {
            throw QueryError(
                "an update(), remove() or erase() of all rows wants a condition, or .everything()");
        }
        if (!limit_.empty() || !offset_.empty()) {
            throw QueryError("update(), remove() and erase() have no limit");
        }
    }

    std::unique_ptr<db::CachedStatement> change(const Table& root) {
        require_bulk_condition();
        if (kind_ == StatementKind::Update) {
            return update(root);
        }
        if (kind_ == StatementKind::Erase || !root.deleted_at) {
            return erase();
        }
        Fragment stamp(dialect_.quoted(root.deleted_at->name) + " = ");
        set_ = stamp.place(kNowSource);
        return update(root);
    }

    std::unique_ptr<db::CachedStatement> update(const Table& root) {
        if (set_.empty()) {
            throw QueryError("update() wants at least one set()");
        }
        for (const auto& column : root.columns) {
            Fragment item(dialect_.quoted(column.name) + " = ");
            if (column.role == ColumnRole::UpdatedAt) {
                set_.join(", ", item.place(kNowSource));
            } else if (column.role == ColumnRole::UpdatedBy) {
                set_.join(", ", item.place(kActorSource));
            } else if (column.role == ColumnRole::Version) {
                set_.join(", ", item += dialect_.quoted(column.name) + " + 1");
            }
        }
        Fragment sql("UPDATE ");
        ((sql += from_) += " SET ") += set_;
        append(sql, " WHERE ", where_);
        return sql.finish(dialect_);
    }

    std::unique_ptr<db::CachedStatement> erase() const {
        Fragment sql("DELETE FROM ");
        sql += from_;
        append(sql, " WHERE ", where_);
        return sql.finish(dialect_);
    }

    const QueryCore& query_;
    const db::Dialect& dialect_;
    const SessionCore& session_;
    StatementKind kind_{};
    std::vector<Entry> entries_{};
    std::size_t argument_ = 0;
    unsigned next_alias_ = 0;
    bool has_condition_ = false;
    Fragment from_{}, where_{}, having_{}, selected_{}, group_{}, order_{}, set_{}, limit_{},
        offset_{};
};

}  // namespace

std::unique_ptr<db::CachedStatement> write_query(const QueryCore& query,
                                                 const db::Dialect& dialect,
                                                 const SessionCore& session) {
    return QueryWriter(query, dialect, session).write();
}

}  // namespace carafe::orm
