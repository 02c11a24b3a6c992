#include "carafe/db/dialect.hpp"
#include "carafe/db/mariadb/statement.hpp"

namespace carafe::db {

namespace {

class MariadbDialect final : public Dialect {
  public:
    std::string_view name() const override { return "mariadb"; }

    void placeholder(std::string& out, std::size_t) const override { out += '?'; }

    // The driver makes one place for each value: through JSON_TABLE, UPDATE and DELETE would read
    // the list again for each row of the table.
    Around in_list(ParamKind) const override { return {mariadb::kListBefore, ")"}; }

    // Text is compared by its bytes.
    AroundTwo like() const override { return {"(lower(", ") LIKE lower(", ") ESCAPE '\\')"}; }

    Around folded() const override { return {"lower(", ")"}; }

    // Sums and means of whole numbers are decimal.
    Around integer_sum() const override { return {"CAST(sum(", ") AS SIGNED)"}; }

    Around average() const override { return {"CAST(avg(", ") AS DOUBLE)"}; }

    std::string_view null_order(bool) const override { return {}; }

    std::string_view no_limit() const override { return "18446744073709551615"; }

    bool has_row_values() const override { return false; }

    bool returns_keys() const override { return false; }

    bool has_on_conflict() const override { return false; }

    std::string advance_keys(std::string_view, std::string_view) const override { return {}; }

    std::string_view row_lock() const override { return " FOR UPDATE"; }
};

}  // namespace

const Dialect& mariadb_dialect() {
    static const MariadbDialect dialect;
    return dialect;
}

}  // namespace carafe::db
