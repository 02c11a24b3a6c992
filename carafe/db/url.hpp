// Addresses of databases.
//
//     sqlite:///relative.db      sqlite:////absolute.db      sqlite://:memory:
//     sqlite:///app.db?durability=normal
#pragma once
#include "carafe/base/result.hpp"

#include <string>
#include <string_view>

namespace carafe::db {

/// What an acknowledged write survives. Full: power loss. Normal: kill -9, but at power loss the
/// last commits may be lost (never a part of one).
enum class Durability { Full, Normal };

struct Url {
    std::string engine;  ///< "sqlite"; a "+driver" behind it is accepted and ignored
    std::string path;  ///< of the file; ":memory:" for a database that lives as long as it is open
    Durability durability = Durability::Full;

    bool in_memory() const { return path == ":memory:"; }
};

/// @return `db.E101` unknown engine, `db.E102` no path, `db.E103` unknown option.
Result<Url> parse_url(std::string_view text);

}  // namespace carafe::db
