// Keys of encrypted columns (encrypted.hpp): one data key for each tenant and one for models that
// no tenant owns, kept in the table carafe_keys, each wrapped by a master key of the configuration.
//
//     using Models = ModelList<Clinic, Patient, orm::DataKey>;
//     database.set_master_keys(orm::master_keys("2026:…base64…", secret));
#pragma once
#include "carafe/orm/model.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace carafe::orm {

class Database;

inline constexpr std::string_view kKeyTable = "carafe_keys";

/// A row of carafe_keys. Listed by an application's Models, read and written by the data layer.
struct DataKey {
    Id<DataKey> id{};  ///< what sealed values name
    std::int64_t owner = 0;  ///< tenant; 0: the application
    std::int32_t generation = 0;
    bool is_complete = true;  ///< false while `db keys rotate` moves values to it
    std::string master{};     ///< id of the master key that wraps it
    Bytes wrapped{};
    Timestamp created_at{};

    static constexpr void describe(auto& t) {
        t.table(kKeyTable);
        t.id("id", &DataKey::id);
        t.col("owner", &DataKey::owner);
        t.col("generation", &DataKey::generation);
        t.col("is_complete", &DataKey::is_complete);
        t.col("master", &DataKey::master).size(60);
        t.col("wrapped", &DataKey::wrapped);
        t.col("created_at", &DataKey::created_at);
        t.unique_global(&DataKey::owner, &DataKey::generation);
    }
};

/// A key of the configuration, of 32 bytes.
struct MasterKey {
    std::string id{};
    std::string key{};
};

/// The first wraps new data keys, all of them unwrap.
using MasterKeys = std::vector<MasterKey>;

/// @param list    "ID:BASE64,…" of keys of 32 bytes each, the one in use first; may be empty.
/// @param secret  A further key is made from it, with the id "secret": the one in use when the list
///                is empty, and readable ever after.
/// @throws QueryError for a list that cannot be read.
MasterKeys master_keys(std::string_view list, std::string_view secret);

struct RotationOptions {
    std::size_t batch = 200;  ///< rows in one transaction
    /// Called after each batch. @param done  rows looked at, of `total`.
    std::function<void(std::int64_t done, std::int64_t total)> progress{};
};

struct RotationReport {
    std::int64_t keys = 0;    ///< owners whose values have a new key now
    std::int64_t values = 0;  ///< sealed again
    std::int64_t faulty = 0;  ///< left as they are: they do not open
};

/// Gives every owner a new data key, wrapped by the first master key, and seals all values with it;
/// blind indexes are made where they are missing. A rotation that was interrupted goes on where it
/// was. Other transactions may write meanwhile; keys of the rotation before the last one are removed.
RotationReport rotate_keys(Database& database, const RotationOptions& options = {});

/// Removes all data keys of a tenant: its encrypted values are lost, now and for ever.
/// @return keys removed.
std::int64_t destroy_keys(Database& database, std::int64_t tenant);

}  // namespace carafe::orm
