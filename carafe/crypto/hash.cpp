#include "carafe/crypto/hash.hpp"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <memory>
#include <stdexcept>

namespace carafe::crypto {

namespace {

[[noreturn]] void fail() {
    throw std::runtime_error("a hash function of OpenSSL failed");
}

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* bytes_of(Digest& digest) {
    return reinterpret_cast<unsigned char*>(digest.data());
}

// Fetched once: OpenSSL 3 otherwise looks the algorithm up by name at each call, which costs more
// than hashing a token. Both live as long as the program.
const EVP_MD* sha256_algorithm() {
    static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    return algorithm;
}

EVP_MAC* hmac_algorithm() {
    static EVP_MAC* const algorithm = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
    return algorithm;
}

struct MacContextDeleter {
    void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
};

}  // namespace

Digest sha256(std::string_view bytes) {
    Digest digest;
    if (EVP_Digest(
            bytes.data(), bytes.size(), bytes_of(digest), nullptr, sha256_algorithm(), nullptr) !=
        1) {
        fail();
    }
    return digest;
}

std::string sha256_hex(std::string_view bytes) {
    auto digest = sha256(bytes);
    return encode_hex(view(digest));
}

Digest hmac_sha256(std::string_view key, std::string_view bytes) {
    std::unique_ptr<EVP_MAC_CTX, MacContextDeleter> context(EVP_MAC_CTX_new(hmac_algorithm()));
    char name[] = "SHA256";
    OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name, 0),
                               OSSL_PARAM_construct_end()};
    // An empty key is valid for HMAC, but OpenSSL wants a pointer that is not null.
    const auto* key_bytes = key.empty() ? bytes_of("") : bytes_of(key);
    Digest digest;
    std::size_t length = 0;
    bool ok = context && EVP_MAC_init(context.get(), key_bytes, key.size(), parameters) == 1 &&
              EVP_MAC_update(context.get(), bytes_of(bytes), bytes.size()) == 1 &&
              EVP_MAC_final(context.get(), bytes_of(digest), &length, digest.size()) == 1;
    if (!ok || length != digest.size()) {
        fail();
    }
    return digest;
}

std::string hkdf_sha256(std::string_view secret,
                        std::string_view purpose,
                        std::size_t length,
                        std::string_view salt) {
    if (length == 0 || length > 255 * sizeof(Digest)) {
        throw std::invalid_argument("HKDF gives 1 to 8160 bytes");
    }
    // RFC 5869 §2.2: extract. A missing salt equals zeros, and HMAC pads its key with zeros anyway.
    auto master = hmac_sha256(salt, secret);
    // §2.3: expand, T(i) = HMAC(master, T(i-1) | info | i).
    std::string out;
    std::string block;
    for (char i = 1; out.size() < length; ++i) {
        block += purpose;
        block += i;
        auto digest = hmac_sha256(view(master), block);
        block.assign(view(digest));
        out += block;
    }
    out.resize(length);
    OPENSSL_cleanse(master.data(), master.size());
    wipe(block);
    return out;
}

bool is_equal(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

void wipe(std::string& secret) {
    OPENSSL_cleanse(secret.data(), secret.size());
    secret.clear();
}

}  // namespace carafe::crypto
