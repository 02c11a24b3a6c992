// A statement of a MariaDB connection. The server knows no lists: a list's place in the text becomes
// one place for each of its values, and the texts for different lengths are kept prepared.
#pragma once
#include "carafe/db/statement_cache.hpp"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

struct st_mysql_stmt;

namespace carafe::db::mariadb {

class MariadbConnection;

/// Written in front of a list's place.
inline constexpr std::string_view kListBefore = " IN (/*list*/";

/// A text the server has prepared; closed with the last of its owners.
using Prepared = std::shared_ptr<st_mysql_stmt>;

class MariadbStatement final : public Statement {
  public:
    /// Prepares `sql` at once when it has no lists.
    MariadbStatement(MariadbConnection& connection, std::string_view sql);

    bool is_read_only() const override { return read_only_; }

    const std::string& sql() const { return sql_; }

    /// What is prepared for lists of these lengths. `values` becomes `params` with the values of the
    /// lists in their places.
    Prepared prepared(std::span<const Param> params, std::vector<Param>& values);

  private:
    /// The text with `lists` written into it.
    struct Variant {
        std::vector<std::string> lists;
        Prepared prepared;
    };

    Prepared compile(const std::vector<std::string>& lists);

    MariadbConnection& connection_;
    std::string sql_;
    std::vector<std::string> pieces_{};  ///< of the text, with a list between each two
    std::vector<Variant> variants_{};
    bool read_only_;
};

}  // namespace carafe::db::mariadb
