// Addresses of databases.
//
//     sqlite:///relative.db      sqlite:////absolute.db      sqlite://:memory:
//     sqlite:///app.db?durability=normal
//     postgresql://user:password@host:5432/database?sslmode=require      (postgres:// is the same)
//     mariadb://user:password@host:3306/database                         (mysql:// is the same)
//
// A "+driver" behind the engine is accepted and ignored. Users and passwords are percent-encoded.
#pragma once
#include "carafe/base/result.hpp"

#include <string>
#include <string_view>

namespace carafe::db {

/// What an acknowledged write survives. Full: power loss. Normal: kill -9, but at power loss the
/// last commits may be lost (never a part of one).
enum class Durability { Full, Normal };

struct Url {
    std::string engine;  ///< "sqlite", "postgresql" or "mariadb"
    std::string path;  ///< SQLite: of the file; ":memory:" lives as long as it is open
    Durability durability = Durability::Full;
    std::string host{};  ///< servers: a name, an address, or with '/' the folder or path of a socket
    int port = 0;        ///< servers; 0: the engine's own
    std::string user{};
    std::string password{};
    std::string database{};
    std::string options{};  ///< servers: what stands behind '?'

    bool in_memory() const { return path == ":memory:"; }

    /// Without the password, for messages.
    std::string text() const;
};

/// @return `db.E101` unknown engine, `db.E102` no path or database, `db.E103` unknown option,
/// `db.E104` a port that is no number.
Result<Url> parse_url(std::string_view text);

}  // namespace carafe::db
