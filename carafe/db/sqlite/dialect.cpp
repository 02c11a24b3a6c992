#include "carafe/db/dialect.hpp"

namespace carafe::db {

namespace {

class SqliteDialect final : public Dialect {
  public:
    std::string_view name() const override { return "sqlite"; }

    void quote(std::string& out, std::string_view identifier) const override {
        out += '"';
        for (char c : identifier) {
            out += c;
            if (c == '"') {
                out += c;
            }
        }
        out += '"';
    }

    void placeholder(std::string& out, std::size_t) const override { out += '?'; }

    std::string_view list_before() const override { return "(SELECT value FROM json_each("; }

    std::string_view list_after() const override { return "))"; }
};

}  // namespace

const Dialect& sqlite_dialect() {
    static const SqliteDialect dialect;
    return dialect;
}

}  // namespace carafe::db
