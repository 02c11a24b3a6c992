// What differs between engines when SQL text is written. One object per engine, immutable.
#pragma once
#include "carafe/db/binding.hpp"

#include <string>
#include <string_view>

namespace carafe::db {

/// Text around one operand.
struct Around {
    std::string_view before;
    std::string_view after;
};

/// Text around two operands.
struct AroundTwo {
    std::string_view before;
    std::string_view between;
    std::string_view after;
};

/// An UPDATE that assigns this to a key is refused with UniqueViolation, on engines without ON
/// CONFLICT: what an upsert says when it meets another row than the one that is meant.
inline constexpr std::string_view kTakenByAnotherRow = "'taken by another row'";

class Dialect {
  public:
    virtual ~Dialect() = default;

    /// "sqlite", "postgresql" or "mariadb", as in URLs and revision files.
    virtual std::string_view name() const = 0;
    /// Appends the place of parameter `number`, counted from 1 in order of appearance.
    virtual void placeholder(std::string& out, std::size_t number) const = 0;
    /// Around a list parameter behind a column: true for values in the list.
    virtual Around in_list(ParamKind element) const = 0;
    /// Around text and pattern, letters of both cases being equal, `\` before a literal % or _.
    virtual AroundTwo like() const = 0;
    /// Around a text column in an index or a conflict's target: letters of both cases are equal.
    virtual Around folded() const = 0;
    /// Around a whole number, so that the sum is a 64-bit integer.
    virtual Around integer_sum() const = 0;
    /// Around any number, so that the mean is a double.
    virtual Around average() const = 0;
    /// Behind a column that may be NULL in ORDER BY: NULLs come first ascending, last descending.
    virtual std::string_view null_order(bool descending) const = 0;
    /// The LIMIT that limits nothing.
    virtual std::string_view no_limit() const = 0;
    /// Are (a, b) < (?, ?) compared along an index?
    virtual bool has_row_values() const = 0;
    /// Does INSERT say the new key by RETURNING? Else Connection::last_insert_id() does.
    virtual bool returns_keys() const = 0;
    /// Statement after which new keys are greater than all there are, when INSERTs with keys of their
    /// own do not see to it.
    virtual std::string advance_keys(std::string_view table, std::string_view key) const = 0;
    /// Does INSERT take ON CONFLICT (columns) DO UPDATE or DO NOTHING? Else any unique key sets off its
    /// ON DUPLICATE KEY UPDATE, and a refused INSERT undoes nothing but itself.
    virtual bool has_on_conflict() const = 0;
    /// Behind a SELECT that locks its rows until the transaction ends, other readers going on; empty
    /// when a writing transaction is alone anyway.
    virtual std::string_view row_lock() const = 0;

    /// Appends `identifier` in double quotes, which every engine is told to understand.
    void quote(std::string& out, std::string_view identifier) const;

    std::string quoted(std::string_view identifier) const {
        std::string out;
        quote(out, identifier);
        return out;
    }
};

const Dialect& sqlite_dialect();
const Dialect& postgresql_dialect();
const Dialect& mariadb_dialect();

}  // namespace carafe::db
