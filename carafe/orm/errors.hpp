// Errors of the data layer above those of the engine (db/errors.hpp), which are named here too.
#pragma once
#include "carafe/db/errors.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace carafe::orm {

using db::Busy;
using db::CheckViolation;
using db::ConnectionError;
using db::ConstraintError;
using db::DecodeError;
using db::Error;
using db::ForeignKeyViolation;
using db::NotNullViolation;
using db::PoolTimeout;
using db::QueryError;
using db::ReadOnlySession;
using db::Timeout;
using db::UniqueViolation;

/// get_or_404 and one() found no row this session may see. The web room answers 404.
struct NotFound : Error {
    using Error::Error;
};

/// one() found several rows.
struct MultipleRows : Error {
    using Error::Error;
};

/// The row was changed or removed by somebody else since it was read. The web room answers 409.
struct StaleRow : Error {
    StaleRow(std::string table_name, std::int64_t key_value, std::optional<std::int64_t> current);

    std::string table;
    std::int64_t key;
    /// Version in the database now; empty when the row is gone or the model is not Versioned.
    std::optional<std::int64_t> current_version;
};

/// A row of one tenant in the session of another, or of no tenant at all. The web room answers 403.
struct TenantViolation : Error {
    using Error::Error;
};

/// A relation was read that no `.with(...)` or load(...) filled.
struct NotLoaded : Error {
    using Error::Error;
};

/// A cursor given to keyset() was changed, or made for another list or tenant. The web room answers
/// 400.
struct BadCursor : Error {
    using Error::Error;
};

/// An encrypted value that was changed or moved, or whose key was destroyed or cannot be unwrapped.
struct CryptoError : Error {
    using Error::Error;
};

/// Text that is not valid UTF-8 or contains a NUL byte.
struct InvalidText : Error {
    using Error::Error;
};

}  // namespace carafe::orm
