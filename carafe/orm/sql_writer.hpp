// From byte code to SQL text, on a miss of the statement cache only. The tenant rule is written
// here, for the table asked, every joined table and every subquery; its value comes from the
// session when bound.
#pragma once
#include "carafe/db/dialect.hpp"
#include "carafe/db/statement_cache.hpp"
#include "carafe/orm/query_core.hpp"
#include "carafe/orm/session_core.hpp"

#include <memory>
#include <span>
#include <string_view>

namespace carafe::orm {

/// Sources of parameters that are not arguments of the query.
inline constexpr std::uint16_t kTenantSource = 0xffff;
inline constexpr std::uint16_t kNowSource = 0xfffe;
inline constexpr std::uint16_t kKeySource = 0xfffd;
inline constexpr std::uint16_t kVersionSource = 0xfffc;
inline constexpr std::uint16_t kActorSource = 0xfffb;
/// And so on: the lists of SessionCore::narrowings().
inline constexpr std::uint16_t kNarrowSource = 0xff00;

constexpr std::uint16_t narrow_source(std::size_t index) {
    return static_cast<std::uint16_t>(kNarrowSource + index);
}

/// Added to an argument of matches(): bound as blind index by the key of the session's tenant, or
/// of the application.
inline constexpr std::uint16_t kBlindOfTenant = 0x8000;
inline constexpr std::uint16_t kBlindOfApplication = 0x4000;

/// A query's SQL: text, sources of its parameters, columns of its rows.
std::unique_ptr<db::CachedStatement> write_query(const QueryCore& query,
                                                 const db::Dialect& dialect,
                                                 const SessionCore& session);

/// Who gives a new row its key.
enum class KeyOf : std::uint8_t { Engine, Row };

/// Statements about one row. Sources are positions in Table::columns, or one of the above.
std::unique_ptr<db::CachedStatement> write_find(const Table& table,
                                                const db::Dialect& dialect,
                                                const SessionCore& session);
std::unique_ptr<db::CachedStatement> write_insert(const Table& table,
                                                  const db::Dialect& dialect,
                                                  KeyOf key);
/// `rows` rows in one statement, which returns the keys that the engine makes; parameters row by row.
std::unique_ptr<db::CachedStatement> write_insert_many(const Table& table,
                                                       const db::Dialect& dialect,
                                                       KeyOf key,
                                                       std::size_t rows);
/// @param members  Offsets of the members to write; empty: all.
std::unique_ptr<db::CachedStatement> write_update(const Table& table,
                                                  const db::Dialect& dialect,
                                                  const SessionCore& session,
                                                  std::span<const std::size_t> members);
/// What becomes of a row of a model with SoftDelete.
enum class Mark : std::uint8_t { Removed, Restored };

std::unique_ptr<db::CachedStatement> write_mark(const Table& table,
                                                const db::Dialect& dialect,
                                                const SessionCore& session,
                                                Mark mark);
std::unique_ptr<db::CachedStatement> write_erase(const Table& table,
                                                 const db::Dialect& dialect,
                                                 const SessionCore& session);
/// On engines without ON CONFLICT a plain INSERT, whose UniqueViolation undoes nothing else.
std::unique_ptr<db::CachedStatement> write_insert_or_ignore(const Table& table,
                                                            const db::Dialect& dialect,
                                                            KeyOf key);
/// @throws QueryError when no unique index has these columns.
std::unique_ptr<db::CachedStatement> write_upsert(const Table& table,
                                                  const db::Dialect& dialect,
                                                  KeyOf key,
                                                  std::span<const std::size_t> conflict,
                                                  std::span<const std::size_t> set);
/// Hand-written SQL: `:1` and `:tenant` become parameters; strings and comments stay as they are.
std::unique_ptr<db::CachedStatement> write_raw(std::string_view text, const db::Dialect& dialect);

}  // namespace carafe::orm
