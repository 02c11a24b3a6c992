#include "carafe/db/dialect.hpp"

namespace carafe::db {

void Dialect::quote(std::string& out, std::string_view identifier) const {
    out += '"';
    for (char c : identifier) {
        out += c;
        if (c == '"') {
            out += c;
        }
    }
    out += '"';
}

}  // namespace carafe::db
