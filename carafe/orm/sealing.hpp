// Sealing and opening encrypted columns as rows pass: inside the data layer only.
#pragma once
#include "carafe/orm/data_keys.hpp"
#include "carafe/orm/row_binding.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>

namespace carafe::orm::detail {

/// An unwrapped data key.
struct OpenKey {
    std::uint32_t id = 0;
    std::int64_t owner = 0;
    std::string seal_key{};
    std::string index_key{};
    std::string fault{};  ///< why it cannot be used; empty: it can
};

using SharedKey = std::shared_ptr<const OpenKey>;

/// The place of a value and the key that opens it; kept by every value that was read.
struct ValueSeal {
    std::string place;  ///< "7:patients.phone", the associated data
    SharedKey key;

    std::string_view name() const { return std::string_view(place).substr(place.find(':') + 1); }
};

/// Data keys a unit of work has read: one statement each, so that a destroyed key is gone for the
/// next unit. Forgotten when something is rolled back, since keys may have been made in there.
class KeyRing {
  public:
    /// The key of this id, which may be one with a fault.
    SharedKey find(SessionCore& session, std::uint32_t id);
    /// The newest key of an owner; nullptr when there is none.
    SharedKey find_newest(SessionCore& session, std::int64_t owner);
    /// The newest key of an owner, made when there is none.
    /// @throws CryptoError when it cannot be used.
    SharedKey ensure(SessionCore& session, std::int64_t owner);

    /// What opens values of this column, owner and key; shared by them.
    std::shared_ptr<const ValueSeal> seal_of(const Table& table,
                                             const Column& column,
                                             std::int64_t owner,
                                             SharedKey key);

  private:
    using Place = std::tuple<const Column*, std::int64_t, std::uint32_t>;

    SharedKey keep(SharedKey key);

    std::map<std::uint32_t, SharedKey> by_id_{};
    std::map<std::int64_t, SharedKey> newest_{};
    std::map<Place, std::shared_ptr<const ValueSeal>> seals_{};
};

/// The model carafe_keys of the session's database. @throws QueryError
const Table& key_table(SessionCore& session);
/// Wraps a new key of `owner` with the first master key, not stored yet.
/// @param index_key  kept for as long as the owner lives: blind indexes stay comparable.
DataKey wrap_key(SessionCore& session,
                 std::int64_t owner,
                 std::int32_t generation,
                 const std::string& index_key);
SharedKey unwrap_key(SessionCore& session, const DataKey& row);

/// What a value is bound to.
std::string place_of(const Table& table, const Column& column, std::int64_t owner);
/// The tenant of a row, or 0 when no tenant owns it.
std::int64_t owner_of(const Table& table, const RowView& row);
/// The encrypted value of a row that `column` holds, or is the blind index of; nullptr when empty.
EncryptedData* encrypted_in(const Table& table, const Column& column, const RowView& row);

/// Do both hold the same text? nullptr is NULL; of what does not open the bytes count.
bool is_same_text(const EncryptedData* a, const EncryptedData* b);

std::string seal_value(const ValueSeal& seal, std::string_view text);
/// @throws CryptoError
std::string open_value(const ValueSeal& seal, std::string_view sealed);
/// Id of the key that sealed a value; nothing for bytes that are no sealed value.
std::uint32_t key_id_of(std::string_view sealed);
/// 16 bytes, or nothing for a text that the normaliser leaves nothing of.
std::string blind_index(const OpenKey& key, std::string_view normalised);
/// The blind index of an owner's text; empty bytes, which no row has, when there is no key yet.
std::string find_blind_index(SessionCore& session, std::int64_t owner, std::string_view normalised);

/// Binds an encrypted column, or a blind index, of a row about to be written. What was read and not
/// assigned since is written as it was.
void bind_sealed(SessionCore& session,
                 const Table& table,
                 const Column& column,
                 const RowView& row,
                 Params& params,
                 std::size_t at);

/// Runs a statement whose rows are those of `table`; their encrypted values can be revealed
/// afterwards, also when the unit of work is over.
std::int64_t run_reading(SessionCore& session,
                         const Table& table,
                         db::Connection& connection,
                         db::CachedStatement& statement,
                         std::span<const db::Param> params,
                         const db::RowSink& sink);

}  // namespace carafe::orm::detail
