#include "carafe/orm/data_keys.hpp"

#include "carafe/crypto/aead.hpp"
#include "carafe/crypto/encoding.hpp"
#include "carafe/crypto/hash.hpp"
#include "carafe/crypto/random.hpp"
#include "carafe/orm/errors.hpp"
#include "carafe/orm/query_core.hpp"
#include "carafe/orm/sealing.hpp"
#include "carafe/orm/session.hpp"

#include <algorithm>
#include <limits>

namespace carafe::orm {

namespace {

constexpr std::string_view kOfSecret = "secret";
constexpr std::size_t kIndexKeyBytes = 32;

MasterKey parse_master_key(std::string_view entry) {
    const auto colon = entry.find(':');
    const std::string_view id = entry.substr(0, colon);
    std::string_view digits = colon == entry.npos ? std::string_view() : entry.substr(colon + 1);
    digits = digits.substr(0, digits.find_last_not_of('=') + 1);
    auto key = crypto::decode_base64(digits);
    if (id.empty() || id.size() > 60 || id == kOfSecret || !key || key->size() != crypto::kAesKeyBytes) {
        throw QueryError(
            "DATA_KEYS wants ID:KEY,... where a key is 32 bytes in base64 (openssl rand -base64 32)");
    }
    return {std::string(id), std::move(*key)};
}

}  // namespace

MasterKeys master_keys(std::string_view list, std::string_view secret) {
    MasterKeys keys;
    while (!list.empty()) {
        const auto comma = std::min(list.find(','), list.size());
        keys.push_back(parse_master_key(list.substr(0, comma)));
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
    keys.push_back({std::string(kOfSecret),
                    crypto::hkdf_sha256(secret, "carafe.data", crypto::kAesKeyBytes)});
    return keys;
}

namespace detail {

namespace {

/// What a wrapped key is bound to.
std::string place_of(std::int64_t owner, std::int32_t generation) {
    return "carafe_keys:" + std::to_string(owner) + ":" + std::to_string(generation);
}

SharedKey faulty_key(std::uint32_t id, std::string fault) {
    OpenKey key;
    key.id = id;
    key.fault = std::move(fault);
    return std::make_shared<const OpenKey>(std::move(key));
}

/// Rows of carafe_keys where `offset` equals `value`, the newest first.
std::vector<DataKey> read_keys(SessionCore& session, std::size_t offset, std::int64_t value) {
    const Table& table = key_table(session);
    QueryCore* query = acquire_query(session, table);

    struct Release {
        QueryCore* query;

        ~Release() { release_query(query); }
    } guard{query};

    query->where_equal(offset);
    query->arguments.integer(value);
    query->order({&table, offset_of<DataKey>(&DataKey::generation), true});
    query->limit(1);
    std::vector<DataKey> rows;
    query->all(&rows);
    return rows;
}

}  // namespace

const Table& key_table(SessionCore& session) {
    for (const Table* table : session.unit().database().tables()) {
        if (table->name == kKeyTable) {
            return *table;
        }
    }
    throw QueryError("the models do not list orm::DataKey, which encrypted columns want");
}

DataKey wrap_key(SessionCore& session,
                 std::int64_t owner,
                 std::int32_t generation,
                 const std::string& index_key) {
    const Database& database = session.unit().database();
    if (database.master_keys().empty()) {
        throw CryptoError("there is no master key: set SECRET_KEY or DATA_KEYS");
    }
    const MasterKey& master = database.master_keys().front();
    const std::string nonce = crypto::random_bytes(crypto::kNonceBytes);
    const std::string keys = crypto::random_bytes(crypto::kAesKeyBytes) + index_key;
    DataKey row;
    row.owner = owner;
    row.generation = generation;
    row.master = master.id;
    row.wrapped.data =
        nonce + crypto::seal_aes256_gcm(master.key, nonce, keys, place_of(owner, generation));
    row.created_at = database.clock().now();
    return row;
}

SharedKey unwrap_key(SessionCore& session, const DataKey& row) {
    const auto id = static_cast<std::uint32_t>(row.id.value);
    const MasterKeys& masters = session.unit().database().master_keys();
    auto master = std::find_if(
        masters.begin(), masters.end(), [&](const MasterKey& key) { return key.id == row.master; });
    if (master == masters.end()) {
        return faulty_key(id, "DATA_KEYS has no master key \"" + row.master + "\"");
    }
    const std::string_view wrapped = row.wrapped.data;
    auto keys = wrapped.size() < crypto::kNonceBytes
                    ? std::nullopt
                    : crypto::open_aes256_gcm(master->key,
                                              wrapped.substr(0, crypto::kNonceBytes),
                                              wrapped.substr(crypto::kNonceBytes),
                                              place_of(row.owner, row.generation));
    if (!keys || keys->size() != crypto::kAesKeyBytes + kIndexKeyBytes) {
        return faulty_key(id, "the master key \"" + row.master + "\" does not unwrap its data key");
    }
    return std::make_shared<const OpenKey>(OpenKey{id,
                                                   row.owner,
                                                   keys->substr(0, crypto::kAesKeyBytes),
                                                   keys->substr(crypto::kAesKeyBytes),
                                                   {}});
}

SharedKey KeyRing::keep(SharedKey key) {
    return by_id_.insert_or_assign(key->id, std::move(key)).first->second;
}

SharedKey KeyRing::find(SessionCore& session, std::uint32_t id) {
    if (auto found = by_id_.find(id); found != by_id_.end()) {
        return found->second;
    }
    if (id == 0) {
        return keep(faulty_key(0, "the bytes are no sealed value"));
    }
    auto rows = read_keys(session, offset_of<DataKey>(&DataKey::id), id);
    return keep(rows.empty() ? faulty_key(id, "its key was destroyed")
                             : unwrap_key(session, rows.front()));
}

SharedKey KeyRing::find_newest(SessionCore& session, std::int64_t owner) {
    if (auto found = newest_.find(owner); found != newest_.end()) {
        return found->second;
    }
    auto rows = read_keys(session, offset_of<DataKey>(&DataKey::owner), owner);
    if (rows.empty()) {
        return nullptr;
    }
    return newest_[owner] = keep(unwrap_key(session, rows.front()));
}

SharedKey KeyRing::ensure(SessionCore& session, std::int64_t owner) {
    SharedKey key = find_newest(session, owner);
    if (!key) {
        DataKey row = wrap_key(session, owner, 1, crypto::random_bytes(kIndexKeyBytes));
        insert_or_ignore_row(session, key_table(session), &row);
        key = find_newest(session, owner);
    }
    if (!key) {
        throw db::Serialization("another transaction is making the first key of this tenant");
    }
    if (!key->fault.empty()) {
        throw CryptoError(key->fault);
    }
    return key;
}

std::shared_ptr<const ValueSeal> KeyRing::seal_of(const Table& table,
                                                  const Column& column,
                                                  std::int64_t owner,
                                                  SharedKey key) {
    auto& seal = seals_[{&column, owner, key->id}];
    if (!seal) {
        seal = std::make_shared<const ValueSeal>(
            ValueSeal{place_of(table, column, owner), std::move(key)});
    }
    return seal;
}

}  // namespace detail
}  // namespace carafe::orm
