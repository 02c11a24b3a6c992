#include "carafe/orm/sealing.hpp"

#include "carafe/crypto/aead.hpp"
#include "carafe/crypto/hash.hpp"
#include "carafe/crypto/random.hpp"
#include "carafe/orm/errors.hpp"

namespace carafe::orm::detail {

namespace {

// The stored form, as encrypted.hpp says.
constexpr char kVersion = 1;
constexpr std::size_t kHeader = 1 + 4 + crypto::kNonceBytes;
constexpr std::size_t kBlindIndexBytes = 16;

/// Sets the seals of rows while they are read: each when the next one is asked for, since only then
/// all its columns are there.
class SealingSink {
  public:
    SealingSink(SessionCore& session, const Table& table, const db::RowSink& inner)
        : session_(session), table_(table), inner_(inner) {}

    db::RowSink sink() {
        db::RowSink outer = inner_;
        outer.context = this;
        outer.next = [](void* self, std::int64_t key) {
            return static_cast<SealingSink*>(self)->next(key);
        };
        return outer;
    }

    void finish() {
        if (!row_) {
            return;
        }
        RowView row(table_, std::exchange(row_, nullptr));
        for (const auto& column : table_.columns) {
            if (column.sealing == Sealing::Value) {
                set_seal(column, row);
            }
        }
    }

  private:
    void* next(std::int64_t key) {
        finish();
        return row_ = inner_.next(inner_.context, key);
    }

    void set_seal(const Column& column, const RowView& row) {
        EncryptedData* value = encrypted_in(table_, column, row);
        if (!value) {
            return;
        }
        KeyRing& keys = session_.unit().keys();
        SharedKey key = keys.find(session_, key_id_of(value->sealed));
        value->seal = keys.seal_of(table_, column, owner_of(table_, row), std::move(key));
    }

    SessionCore& session_;
    const Table& table_;
    const db::RowSink& inner_;
    void* row_ = nullptr;
};

std::string number_bytes(std::uint32_t number) {
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8) {
        bytes += static_cast<char>(number >> shift);
    }
    return bytes;
}

/// Was the value read from this very place, by a key that the database still has? Not when that key
/// went with a transaction that was rolled back, or is another database's.
bool is_unchanged(SessionCore& session, const EncryptedData& value, const std::string& place) {
    if (!value.seal || value.seal->place != place) {
        return false;
    }
    const OpenKey& sealed_by = *value.seal->key;
    return session.unit().keys().find(session, sealed_by.id)->seal_key == sealed_by.seal_key;
}

}  // namespace

std::string place_of(const Table& table, const Column& column, std::int64_t owner) {
    return std::to_string(owner) + ":" + table.name + "." + column.name;
}

std::int64_t owner_of(const Table& table, const RowView& row) {
    return table.tenant ? row.tenant() : 0;
}

EncryptedData* encrypted_in(const Table& table, const Column& column, const RowView& row) {
    const bool is_index = column.sealing == Sealing::BlindIndex;
    const Column& own = is_index ? *table.column_at(column.indexed) : column;
    const void* field = row.field(own);
    if (own.optional) {
        field = own.optional->get(field);
    }
    return static_cast<EncryptedData*>(const_cast<void*>(field));  // rows are the caller's to write
}

bool is_same_text(const EncryptedData* a, const EncryptedData* b) {
    if (!a || !b) {
        return a == b;
    }
    if (a->seal && b->seal && a->seal->place == b->seal->place && a->sealed == b->sealed) {
        return true;
    }
    try {
        return reveal(*a) == reveal(*b);
    } catch (const CryptoError&) {
        return false;
    }
}

std::uint32_t key_id_of(std::string_view sealed) {
    if (sealed.size() < kHeader + crypto::kTagBytes || sealed.front() != kVersion) {
        return 0;
    }
    std::uint32_t id = 0;
    for (char c : sealed.substr(1, 4)) {
        id = id << 8 | static_cast<unsigned char>(c);
    }
    return id;
}

std::string seal_value(const ValueSeal& seal, std::string_view text) {
    const std::string nonce = crypto::random_bytes(crypto::kNonceBytes);
    return kVersion + number_bytes(seal.key->id) + nonce +
           crypto::seal_aes256_gcm(seal.key->seal_key, nonce, text, seal.place);
}

std::string open_value(const ValueSeal& seal, std::string_view sealed) {
    if (!seal.key->fault.empty()) {
        throw CryptoError("\"" + std::string(seal.name()) + "\": " + seal.key->fault);
    }
    auto text = crypto::open_aes256_gcm(seal.key->seal_key,
                                        sealed.substr(5, crypto::kNonceBytes),
                                        sealed.substr(kHeader),
                                        seal.place);
    if (!text) {
        throw CryptoError("\"" + std::string(seal.name()) +
                          "\": the value was changed, or moved to this place");
    }
    return std::move(*text);
}

std::string blind_index(const OpenKey& key, std::string_view normalised) {
    if (normalised.empty()) {
        return {};
    }
    const auto digest = crypto::hmac_sha256(key.index_key, normalised);
    return std::string(crypto::view(digest).substr(0, kBlindIndexBytes));
}

std::string find_blind_index(SessionCore& session, std::int64_t owner, std::string_view normalised) {
    SharedKey key = session.unit().keys().find_newest(session, owner);
    if (key && !key->fault.empty()) {
        throw CryptoError(key->fault);
    }
    return key ? blind_index(*key, normalised) : std::string();
}

void bind_sealed(SessionCore& session,
                 const Table& table,
                 const Column& column,
                 const RowView& row,
                 Params& params,
                 std::size_t at) {
    const EncryptedData* value = encrypted_in(table, column, row);
    if (!value) {
        params[at].kind = db::ParamKind::Null;
        return;
    }
    const bool is_index = column.sealing == Sealing::BlindIndex;
    const Column& own = is_index ? *table.column_at(column.indexed) : column;
    const std::int64_t owner = owner_of(table, row);
    if (is_unchanged(session, *value, place_of(table, own, owner))) {
        return bind_field(table, column, row.field(column), params[at]);
    }
    const std::string text = reveal(*value);
    require_fitting(table, own, text);
    KeyRing& keys = session.unit().keys();
    SharedKey key = keys.ensure(session, owner);
    if (!is_index) {
        const auto seal = keys.seal_of(table, own, owner, std::move(key));
        return params.own(at, db::ParamKind::Blob, seal_value(*seal, text));
    }
    std::string index = blind_index(*key, column.normaliser(text));
    if (index.empty()) {
        params[at].kind = db::ParamKind::Null;
        return;
    }
    params.own(at, db::ParamKind::Blob, std::move(index));
}

std::int64_t run_reading(SessionCore& session,
                         const Table& table,
                         db::Connection& connection,
                         db::CachedStatement& statement,
                         std::span<const db::Param> params,
                         const db::RowSink& sink) {
    if (!table.has_encrypted) {
        return run_statement(session, connection, statement, params, &sink);
    }
    SealingSink sealing(session, table, sink);
    const db::RowSink outer = sealing.sink();
    const std::int64_t rows = run_statement(session, connection, statement, params, &outer);
    sealing.finish();
    return rows;
}

}  // namespace carafe::orm::detail
