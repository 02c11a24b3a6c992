#include "carafe/db/dialect.hpp"

namespace carafe::db {

namespace {

class SqliteDialect final : public Dialect {
  public:
    std::string_view name() const override { return "sqlite"; }

    void placeholder(std::string& out, std::size_t) const override { out += '?'; }

    Around in_list(ParamKind) const override {
        return {" IN (SELECT value FROM json_each(", "))"};
    }

    AroundTwo like() const override { return {"(", " LIKE ", " ESCAPE '\\')"}; }

    Around folded() const override { return {"", " COLLATE NOCASE"}; }

    Around integer_sum() const override { return {"sum(", ")"}; }

    Around average() const override { return {"avg(", ")"}; }

    std::string_view null_order(bool) const override { return {}; }

    std::string_view no_limit() const override { return "-1"; }

    bool has_row_values() const override { return true; }

    bool returns_keys() const override { return false; }

    std::string advance_keys(std::string_view, std::string_view) const override { return {}; }

    bool has_on_conflict() const override { return true; }

    std::string_view row_lock() const override { return {}; }
};

}  // namespace

const Dialect& sqlite_dialect() {
    static const SqliteDialect dialect;
    return dialect;
}

}  // namespace carafe::db
