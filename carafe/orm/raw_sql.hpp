// SQL written by hand: only literals, values bound, and in a tenant session always with the tenant.
//
//     struct Row { std::string task; std::int64_t n = 0; };
//     auto rows = db.sql<Row>(
//         "SELECT name, count(*) FROM tasks WHERE family_id = :tenant AND id > :1 GROUP BY 1", id);
//
// Columns go to the members of a plain struct (at most 16) in their order.
#pragma once
#include "carafe/orm/field.hpp"

#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace carafe::orm {

/// Not constexpr: calling it is the compiler's message.
void raw_sql_in_a_tenant_session_must_use_the_parameter_tenant();
void the_reason_for_as_system_must_not_be_empty();

/// A literal. A string made at run time does not compile.
struct SqlLiteral {
    std::string_view text;

    consteval SqlLiteral(const char* literal)
        : text(literal) {}  // NOLINT(google-explicit-constructor)
};

/// A literal that names `:tenant`.
struct TenantSqlLiteral {
    std::string_view text;

    consteval TenantSqlLiteral(const char* literal)  // NOLINT(google-explicit-constructor)
        : text(literal) {
        if (text.find(":tenant") == std::string_view::npos) {
            raw_sql_in_a_tenant_session_must_use_the_parameter_tenant();
        }
    }
};

/// Why the walls between tenants are left, for the log.
struct SystemReason {
    std::string_view text;

    consteval SystemReason(const char* literal)  // NOLINT(google-explicit-constructor)
        : text(literal) {
        if (text.empty()) {
            the_reason_for_as_system_must_not_be_empty();
        }
    }
};

namespace detail {

struct AnyValue {
    template <class T>
    operator T() const;  // NOLINT(google-explicit-constructor)
};

template <class Row, std::size_t... I>
constexpr bool has_members(std::index_sequence<I...>) {
    return requires { Row{(void(I), AnyValue{})...}; };
}

template <class Row, std::size_t N = 16>
constexpr std::size_t member_count() {
    if constexpr (N == 0 || has_members<Row>(std::make_index_sequence<N>{})) {
        return N;
    } else {
        return member_count<Row, N - 1>();
    }
}

template <class Row, class... Member>
void push_members(std::vector<db::OutColumn>& out, const Row& row, const Member&... members) {
    auto offset = [&](const void* member) {
        return static_cast<std::size_t>(static_cast<const char*>(member) -
                                        reinterpret_cast<const char*>(&row));
    };
    (out.push_back(out_column<Member>(offset(&members))), ...);
}

/// Where the columns of a result go in a plain struct: its members in order.
template <class Row>
std::vector<db::OutColumn> members_of() {
    static_assert(std::is_aggregate_v<Row>, "carafe: raw SQL is read into a plain struct.");
    constexpr std::size_t kCount = member_count<Row>();
    static_assert(kCount > 0, "carafe: raw SQL is read into a plain struct of 1 to 16 members.");
    std::vector<db::OutColumn> out;
    const Row row{};
    if constexpr (kCount == 1) {
        const auto& [a] = row;
        push_members(out, row, a);
    } else if constexpr (kCount == 2) {
        const auto& [a, b] = row;
        push_members(out, row, a, b);
    } else if constexpr (kCount == 3) {
        const auto& [a, b, c] = row;
        push_members(out, row, a, b, c);
    } else if constexpr (kCount == 4) {
        const auto& [a, b, c, d] = row;
        push_members(out, row, a, b, c, d);
    } else if constexpr (kCount == 5) {
        const auto& [a, b, c, d, e] = row;
        push_members(out, row, a, b, c, d, e);
    } else if constexpr (kCount == 6) {
        const auto& [a, b, c, d, e, f] = row;
        push_members(out, row, a, b, c, d, e, f);
    } else if constexpr (kCount == 7) {
        const auto& [a, b, c, d, e, f, g] = row;
        push_members(out, row, a, b, c, d, e, f, g);
    } else if constexpr (kCount == 8) {
        const auto& [a, b, c, d, e, f, g, h] = row;
        push_members(out, row, a, b, c, d, e, f, g, h);
    } else if constexpr (kCount == 9) {
        const auto& [a, b, c, d, e, f, g, h, i] = row;
        push_members(out, row, a, b, c, d, e, f, g, h, i);
    } else if constexpr (kCount == 10) {
        const auto& [a, b, c, d, e, f, g, h, i, j] = row;
        push_members(out, row, a, b, c, d, e, f, g, h, i, j);
    } else if constexpr (kCount == 11) {
        const auto& [a, b, c, d, e, f, g, h, i, j, k] = row;
        push_members(out, row, a, b, c, d, e, f, g, h, i, j, k);
    } else if constexpr (kCount == 12) {
        const auto& [a, b, c, d, e, f, g, h, i, j, k, l] = row;
        push_members(out, row, a, b, c, d, e, f, g, h, i, j, k, l);
    } else if constexpr (kCount == 13) {
        const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m] = row;
        push_members(out, row, a, b, c, d, e, f, g, h, i, j, k, l, m);
    } else if constexpr (kCount == 14) {
        const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n] = row;
        push_members(out, row, a, b, c, d, e, f, g, h, i, j, k, l, m, n);
    } else if constexpr (kCount == 15) {
        const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o] = row;
        push_members(out, row, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o);
    } else {
        const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = row;
        push_members(out, row, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p);
    }
    return out;
}

}  // namespace detail
}  // namespace carafe::orm
