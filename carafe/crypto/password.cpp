#include "carafe/crypto/password.hpp"

#include "carafe/crypto/hash.hpp"
#include "carafe/crypto/random.hpp"
#include "carafe/crypto/detail/stored_hash.hpp"

#include <argon2.h>
#include <openssl/evp.h>

#include <stdexcept>

namespace carafe::crypto {

namespace {

constexpr std::size_t kSaltBytes = 16;
constexpr std::size_t kHashBytes = 32;

unsigned char* bytes_of(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

const unsigned char* bytes_of(const std::string& text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string run_argon2(std::string_view password,
                       std::string_view salt,
                       PasswordCost cost,
                       std::size_t length) {
    std::string hash(length, '\0');
    int error = argon2id_hash_raw(cost.passes,
                                  cost.memory_kib,
                                  cost.lanes,
                                  password.data(),
                                  password.size(),
                                  salt.data(),
                                  salt.size(),
                                  hash.data(),
                                  hash.size());
    if (error != ARGON2_OK) {
        throw std::runtime_error(argon2_error_message(error));
    }
    return hash;
}

bool matches(std::monostate, std::string_view) {
    return false;
}

bool matches(const Argon2Hash& stored, std::string_view password) {
    PasswordCost cost{stored.memory_kib, stored.passes, stored.lanes};
    return is_equal(run_argon2(password, stored.salt, cost, stored.hash.size()), stored.hash);
}

bool matches(const ScryptHash& stored, std::string_view password) {
    // RFC 7914 §2: 128·N·r bytes for the table and 128·r·p for the blocks; a little more for
    // OpenSSL.
    auto memory = 128 * stored.r * (stored.n + stored.p + 2);
    std::string hash(stored.hash.size(), '\0');
    int ok = EVP_PBE_scrypt(password.data(),
                            password.size(),
                            bytes_of(stored.salt),
                            stored.salt.size(),
                            stored.n,
                            stored.r,
                            stored.p,
                            memory,
                            bytes_of(hash),
                            hash.size());
    return ok == 1 && is_equal(hash, stored.hash);
}

bool matches(const Pbkdf2Hash& stored, std::string_view password) {
    std::string hash(stored.hash.size(), '\0');
    int ok = PKCS5_PBKDF2_HMAC(password.data(),
                               static_cast<int>(password.size()),
                               bytes_of(stored.salt),
                               static_cast<int>(stored.salt.size()),
                               stored.rounds,
                               EVP_get_digestbyname(stored.digest.c_str()),
                               static_cast<int>(hash.size()),
                               bytes_of(hash));
    return ok == 1 && is_equal(hash, stored.hash);
}

}  // namespace

std::string hash_password(std::string_view password, PasswordCost cost) {
    auto salt = random_bytes(kSaltBytes);
    auto hash = run_argon2(password, salt, cost, kHashBytes);
    return "$argon2id$v=19$m=" + std::to_string(cost.memory_kib) +
           ",t=" + std::to_string(cost.passes) + ",p=" + std::to_string(cost.lanes) + '$' +
           encode_base64(salt) + '$' + encode_base64(hash);
}

bool verify_password(std::string_view password, std::string_view stored) {
    return std::visit([&](const auto& parts) { return matches(parts, password); },
                      parse_stored_hash(stored));
}

bool is_password_hash(std::string_view stored) {
    return !std::holds_alternative<std::monostate>(parse_stored_hash(stored));
}

bool needs_rehash(std::string_view stored, PasswordCost cost) {
    auto parsed = parse_stored_hash(stored);
    const auto* hash = std::get_if<Argon2Hash>(&parsed);
    return hash == nullptr || hash->memory_kib < cost.memory_kib || hash->passes < cost.passes ||
           hash->lanes < cost.lanes || hash->hash.size() < kHashBytes ||
           hash->salt.size() < kSaltBytes;
}

void burn(std::string_view password, PasswordCost cost) {
    auto hash = run_argon2(password, std::string(kSaltBytes, 'b'), cost, kHashBytes);
    wipe(hash);
}

}  // namespace carafe::crypto
