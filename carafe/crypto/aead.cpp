#include "carafe/crypto/aead.hpp"

#include <openssl/evp.h>

#include <climits>
#include <memory>
#include <stdexcept>

namespace carafe::crypto {

namespace {

enum class Direction { Open = 0, Seal = 1 };

struct CipherContextDeleter {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};

using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, CipherContextDeleter>;

// Fetched once, as in hash.cpp; lives as long as the program.
const EVP_CIPHER* aes256_gcm() {
    static const EVP_CIPHER* const algorithm = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
    return algorithm;
}

void require(bool fulfilled) {
    if (!fulfilled) {
        throw std::runtime_error("a cipher of OpenSSL failed");
    }
}

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* bytes_of(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

int length_of(std::string_view text) {
    if (text.size() > INT_MAX) {
        throw std::invalid_argument("AES-GCM takes at most 2 GiB at once");
    }
    return static_cast<int>(text.size());
}

/// A context that knows key, nonce and associated bytes.
CipherContext begin(std::string_view key,
                    std::string_view nonce,
                    std::string_view associated,
                    Direction direction) {
    if (key.size() != kAesKeyBytes || nonce.size() != kNonceBytes) {
        throw std::invalid_argument("AES-256-GCM wants a key of 32 bytes and a nonce of 12");
    }
    CipherContext context(EVP_CIPHER_CTX_new());
    require(context && EVP_CipherInit_ex2(context.get(),
                                          aes256_gcm(),
                                          bytes_of(key),
                                          bytes_of(nonce),
                                          static_cast<int>(direction),
                                          nullptr) == 1);
    int ignored = 0;
    require(associated.empty() || EVP_CipherUpdate(context.get(),
                                                   nullptr,
                                                   &ignored,
                                                   bytes_of(associated),
                                                   length_of(associated)) == 1);
    return context;
}

/// `text` through the cipher; both have the same length in counter mode.
std::string pass_through(EVP_CIPHER_CTX* context, std::string_view text) {
    std::string out(text.size(), '\0');
    int written = 0;
    require(text.empty() ||
            EVP_CipherUpdate(context, bytes_of(out), &written, bytes_of(text), length_of(text)) == 1);
    return out;
}

}  // namespace

std::string seal_aes256_gcm(std::string_view key,
                            std::string_view nonce,
                            std::string_view text,
                            std::string_view associated) {
    auto context = begin(key, nonce, associated, Direction::Seal);
    std::string sealed = pass_through(context.get(), text);
    unsigned char tag[kTagBytes];
    int ignored = 0;
    require(EVP_CipherFinal_ex(context.get(), tag, &ignored) == 1 &&
            EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, kTagBytes, tag) == 1);
    return sealed.append(reinterpret_cast<const char*>(tag), kTagBytes);
}

std::optional<std::string> open_aes256_gcm(std::string_view key,
                                           std::string_view nonce,
                                           std::string_view sealed,
                                           std::string_view associated) {
    auto context = begin(key, nonce, associated, Direction::Open);
    if (sealed.size() < kTagBytes) {
        return std::nullopt;
    }
    std::string text = pass_through(context.get(), sealed.substr(0, sealed.size() - kTagBytes));
    std::string tag(sealed.substr(sealed.size() - kTagBytes));
    require(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, kTagBytes, tag.data()) == 1);
    unsigned char nothing_more[kTagBytes];
    int ignored = 0;
    // Only now is the text known to be what was sealed.
    if (EVP_CipherFinal_ex(context.get(), nothing_more, &ignored) != 1) {
        return std::nullopt;
    }
    return text;
}

}  // namespace carafe::crypto
