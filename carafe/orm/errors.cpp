#include "carafe/orm/errors.hpp"

namespace carafe::orm {

StaleRow::StaleRow(std::string table_name,
                   std::int64_t key_value,
                   std::optional<std::int64_t> current)
    : Error("row " + std::to_string(key_value) + " of \"" + table_name +
            "\" was changed or removed meanwhile"),
      table(std::move(table_name)),
      key(key_value),
      current_version(current) {}

}  // namespace carafe::orm
