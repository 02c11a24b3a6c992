// From MariaDB's error numbers to our error classes.
#pragma once
#include <string>
#include <string_view>

namespace carafe::db::mariadb {

/// Throws the error class for an error number of the server or of the client library.
/// @param message  the server's words. Values in them are left out of what is thrown.
[[noreturn]] void throw_error(unsigned code, const std::string& message, std::string_view sql);

}  // namespace carafe::db::mariadb
