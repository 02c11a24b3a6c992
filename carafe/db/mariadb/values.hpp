// Values as libmariadb sends and takes them in its binary protocol.
// @source MariaDB Connector/C 3.3, MYSQL_BIND and MYSQL_TIME
#pragma once
#include "carafe/db/binding.hpp"

#include <memory>
#include <span>
#include <string_view>

struct st_mysql_bind;
struct st_mysql_stmt;

namespace carafe::db::mariadb {

/// Parameters as the library wants them. Values are not copied; none of them is a list.
class Parameters {
  public:
    /// @throws QueryError for a day or time outside the years 1 to 9999.
    explicit Parameters(std::span<const Param> params);
    ~Parameters();
    Parameters(const Parameters&) = delete;
    Parameters& operator=(const Parameters&) = delete;

    st_mysql_bind* binds() const;

  private:
    struct Data;
    std::unique_ptr<Data> data_;
};

/// Room for one row of a statement that was executed, by the types of its columns.
class RowBuffer {
  public:
    RowBuffer(st_mysql_stmt* statement, std::string_view sql);
    ~RowBuffer();
    RowBuffer(const RowBuffer&) = delete;
    RowBuffer& operator=(const RowBuffer&) = delete;

    st_mysql_bind* binds() const;
    /// The integer in a column of the fetched row.
    std::int64_t integer(std::size_t column);
    /// Stores the fetched row into `row`, from the column after `first` on.
    void store(char* row, std::size_t first, const RowSink& sink);

  private:
    struct Data;
    std::unique_ptr<Data> data_;
};

}  // namespace carafe::db::mariadb
