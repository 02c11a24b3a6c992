#include "carafe/orm/expression.hpp"

#include <string>

namespace carafe::orm::detail {

void push_op(Expr& expr, Op op) {
    expr.code.byte(static_cast<unsigned>(op));
}

void push_column(Expr& expr, const Table& table, std::size_t offset) {
    push_op(expr, Op::Column);
    expr.code.pointer(&table);
    expr.code.number16(static_cast<unsigned>(offset));
}

void combine(Expr& left, const Expr& right, Op op) {
    left.code.append(right.code.data(), right.code.size());
    push_op(left, op);
    left.arguments.append(right.arguments);
}

void push_match(Expr& expr, const Table& table, std::size_t offset, std::string_view text) {
    push_op(expr, Op::Matches);
    expr.code.pointer(&table);
    expr.code.number16(static_cast<unsigned>(offset));
    const Column* index = table.blind_index_of(offset);
    expr.arguments.text(index ? index->normaliser(text) : std::string());
}

void push_pattern(Expr& expr, std::string_view text) {
    std::string pattern = "%";
    for (char c : text) {
        if (c == '%' || c == '_' || c == '\\') {
            pattern += '\\';
        }
        pattern += c;
    }
    pattern += '%';
    expr.arguments.text(pattern);
    push_op(expr, Op::Value);
    push_op(expr, Op::Like);
}

Expr exists(const Table& table, const Expr& inner) {
    Expr expr;
    push_op(expr, Op::Exists);
    expr.code.pointer(&table);
    expr.code.number16(inner.code.size());
    expr.code.append(inner.code.data(), inner.code.size());
    expr.arguments = inner.arguments;
    return expr;
}

}  // namespace carafe::orm::detail
