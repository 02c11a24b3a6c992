// What differs between engines when SQL text is written. One object per engine, immutable.
#pragma once
#include <string>
#include <string_view>

namespace carafe::db {

class Dialect {
  public:
    virtual ~Dialect() = default;

    /// "sqlite", as in URLs and revision files.
    virtual std::string_view name() const = 0;
    /// Appends `identifier` quoted.
    virtual void quote(std::string& out, std::string_view identifier) const = 0;
    /// Appends the place of parameter `number`, counted from 1 in order of appearance.
    virtual void placeholder(std::string& out, std::size_t number) const = 0;
    /// Text around the place of a list parameter: `column IN` + before + place + after.
    virtual std::string_view list_before() const = 0;
    virtual std::string_view list_after() const = 0;

    std::string quoted(std::string_view identifier) const {
        std::string out;
        quote(out, identifier);
        return out;
    }
};

/// SQLite's.
const Dialect& sqlite_dialect();

}  // namespace carafe::db
