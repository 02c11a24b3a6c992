#include "carafe/db/dialect.hpp"

namespace carafe::db {

namespace {

class PostgresqlDialect final : public Dialect {
  public:
    std::string_view name() const override { return "postgresql"; }

    void placeholder(std::string& out, std::size_t number) const override {
        out += '$';
        out += std::to_string(number);
    }

    Around in_list(ParamKind) const override { return {" = ANY(", ")"}; }

    AroundTwo like() const override { return {"(", " ILIKE ", " ESCAPE '\\')"}; }

    Around folded() const override { return {"lower(", ")"}; }

    // The sum of bigint is numeric, the mean of integers too.
    Around integer_sum() const override { return {"CAST(sum(", ") AS bigint)"}; }

    Around average() const override { return {"CAST(avg(", ") AS double precision)"}; }

    std::string_view null_order(bool descending) const override {
        return descending ? " NULLS LAST" : " NULLS FIRST";
    }

    std::string_view no_limit() const override { return "ALL"; }

    bool has_row_values() const override { return true; }

    bool returns_keys() const override { return true; }

    std::string advance_keys(std::string_view table, std::string_view key) const override {
        const std::string name = quoted(table);
        return "SELECT setval(pg_get_serial_sequence('" + name + "', '" + std::string(key) +
               "'), coalesce((SELECT max(" + quoted(key) + ") FROM " + name + "), 0) + 1, false)";
    }

    bool has_on_conflict() const override { return true; }

    std::string_view row_lock() const override { return " FOR NO KEY UPDATE"; }
};

}  // namespace

const Dialect& postgresql_dialect() {
    static const PostgresqlDialect dialect;
    return dialect;
}

}  // namespace carafe::db
