#include "carafe/orm/raw_sql.hpp"

#include "carafe/base/numbers.hpp"
#include "carafe/orm/detail/fragment.hpp"
#include "carafe/orm/errors.hpp"
#include "carafe/orm/runner.hpp"
#include "carafe/orm/session.hpp"
#include "carafe/orm/sql_writer.hpp"

#include <algorithm>

namespace carafe::orm {

namespace {

using detail::Fragment;

bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// Length of what stands at the front and is not looked into: a string, a quoted name, a comment;
/// or 1.
std::size_t skip_length(std::string_view text) {
    auto until = [&](std::string_view end, std::size_t from) {
        auto at = text.find(end, from);
        return at == text.npos ? text.size() : at + end.size();
    };
    if (text.starts_with('\'') || text.starts_with('"')) {
        return until(text.substr(0, 1), 1);
    }
    if (text.starts_with("--")) {
        return until("\n", 2);
    }
    if (text.starts_with("/*")) {
        return until("*/", 2);
    }
    return 1;
}

std::uint16_t parameter_source(std::string_view name, std::string_view sql) {
    if (name == "tenant") {
        return kTenantSource;
    }
    auto number = parse_decimal<int>(name, 1, 999);
    if (!number) {
        throw QueryError("parameters of hand-written SQL are :tenant, :1, :2, ...",
                         std::string(sql));
    }
    return static_cast<std::uint16_t>(*number - 1);
}

}  // namespace

std::unique_ptr<db::CachedStatement> write_raw(std::string_view text, const db::Dialect& dialect) {
    Fragment sql;
    std::string_view rest = text;
    while (!rest.empty()) {
        if (rest.starts_with('?')) {
            throw QueryError("parameters of hand-written SQL are :tenant, :1, :2, ...",
                             std::string(text));
        }
        if (rest.size() < 2 || rest[0] != ':' || !is_word(rest[1])) {
            std::size_t length = skip_length(rest);
            sql += rest.substr(0, length);
            rest.remove_prefix(length);
            continue;
        }
        std::size_t end = 1;
        while (end < rest.size() && is_word(rest[end])) {
            ++end;
        }
        sql.place(parameter_source(rest.substr(1, end - 1), text));
        rest.remove_prefix(end);
    }
    return sql.finish(dialect);
}

namespace detail {

namespace {

void require_tenant(const SessionCore& session, const db::CachedStatement& statement) {
    for (auto source : statement.sources) {
        if (source == kTenantSource && session.kind() != ScopeKind::Tenant) {
            throw QueryError(":tenant in a session without a tenant", statement.sql);
        }
    }
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Does the SQL name `table`, in any case, quoted or bare? A column or a string of that name counts
/// too: here a refusal too many is better than one too few.
bool names_table(std::string_view sql, std::string_view table) {
    for (std::size_t at = 0; at + table.size() <= sql.size(); ++at) {
        bool starts = at == 0 || !is_word(sql[at - 1]);
        bool ends = at + table.size() == sql.size() || !is_word(sql[at + table.size()]);
        bool same = std::equal(
            table.begin(), table.end(), sql.begin() + static_cast<long>(at), [](char a, char b) {
                return a == lower(b);
            });
        if (starts && ends && same) {
            return true;
        }
    }
    return false;
}

/// A session without a tenant reads no rows of tenants, by hand-written SQL neither.
void require_global_tables(const SessionCore& session, std::string_view sql) {
    if (session.kind() != ScopeKind::Global) {
        return;
    }
    for (const Table* table : session.unit().database().tables()) {
        if (table->tenant && names_table(sql, table->name)) {
            throw TenantViolation("hand-written SQL names \"" + table->name +
                                  "\", which tenants own, in a session without a tenant");
        }
    }
}

/// Rules of narrowed sessions cannot be written into SQL by hand.
void require_no_narrowed_tables(const SessionCore& session, std::string_view sql) {
    if (session.narrowings().empty()) {
        return;
    }
    for (const Table* table : session.unit().database().tables()) {
        if (session.narrows(*table) && names_table(sql, table->name)) {
            throw QueryError("hand-written SQL names \"" + table->name +
                             "\", of which a narrowed session sees a part only");
        }
    }
}

}  // namespace

std::int64_t run_raw(SessionCore& session,
                     std::string_view text,
                     const Arguments& arguments,
                     const db::RowSink* sink) {
    Buffer key;
    key.byte(static_cast<unsigned>(StatementKind::Raw));
    key.append(text.data(), text.size());
    db::Connection& connection = session.unit().connection();
    auto& statement = cached_statement(session, connection, key.view(), [&] {
        auto written = write_raw(text, connection.dialect());
        require_tenant(session, *written);
        require_global_tables(session, text);
        require_no_narrowed_tables(session, text);
        return written;
    });
    Params params(statement.sources.size());
    for (std::size_t i = 0; i < statement.sources.size(); ++i) {
        auto source = statement.sources[i];
        if (source == kTenantSource) {
            params.integer(i, session.tenant());
        } else if (source < arguments.count()) {
            params[i] = arguments.at(source);
        } else {
            throw QueryError("fewer values than parameters", statement.sql);
        }
    }
    return run_statement(session, connection, statement, params.span(), sink);
}

}  // namespace detail
}  // namespace carafe::orm
