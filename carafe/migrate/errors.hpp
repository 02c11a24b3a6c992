// What can stand in the way of a migration.
#pragma once
#include "carafe/db/errors.hpp"

namespace carafe::migrate {

struct MigrationError : db::Error {
    using db::Error::Error;
};

/// No revision, or several, have this id.
struct UnknownRevision : MigrationError {
    using MigrationError::MigrationError;
};

/// The database is not what its revisions made: somebody changed it by hand.
struct Drift : MigrationError {
    using MigrationError::MigrationError;
};

/// The revisions do not form one chain, or the database knows a revision that is not here.
struct Conflict : MigrationError {
    using MigrationError::MigrationError;
};

/// Another process is migrating and did not finish in time.
struct Locked : MigrationError {
    using MigrationError::MigrationError;
};

/// A revision that was applied has another text now.
struct Edited : MigrationError {
    using MigrationError::MigrationError;
};

/// A revision destroys data without a stated reason, holds a TODO, or has no way down.
struct Refused : MigrationError {
    using MigrationError::MigrationError;
};

}  // namespace carafe::migrate
