#include "carafe/crypto/aead.hpp"

#include "carafe/crypto/encoding.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace carafe::crypto {

namespace {

/// One case of "The Galois/Counter Mode of Operation" (McGrew, Viega), appendix B, which NIST's
/// validation suite took over; all in hexadecimal digits.
struct GcmCase {
    const char* name;
    const char* key;
    const char* nonce;
    const char* text;
    const char* associated;
    const char* sealed;
};

constexpr const char* kZeroKey = "0000000000000000000000000000000000000000000000000000000000000000";
constexpr const char* kKey = "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308";
constexpr GcmCase kCases[] = {
    {"Case13", kZeroKey, "000000000000000000000000", "", "", "530f8afbc74536b9a963b4f1c4cb738b"},
    {"Case14",
     kZeroKey,
     "000000000000000000000000",
     "00000000000000000000000000000000",
     "",
     "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"},
    {"Case15",
     kKey,
     "cafebabefacedbaddecaf888",
     "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
     "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255",
     "",
     "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
     "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad"
     "b094dac5d93471bdec1a502270e3cc6c"},
    {"Case16",
     kKey,
     "cafebabefacedbaddecaf888",
     "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
     "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
     "feedfacedeadbeeffeedfacedeadbeefabaddad2",
     "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
     "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
     "76fc6ece0f4e1768cddf8853bb2d551b"},
};

class AesGcmVector : public ::testing::TestWithParam<GcmCase> {};

const std::string kSecret(kAesKeyBytes, 'k');
const std::string kNonce(kNonceBytes, 'n');

}  // namespace

TEST_P(AesGcmVector, SealsAndOpensAsPublished) {
    const auto& given = GetParam();
    auto key = *decode_hex(given.key);
    auto nonce = *decode_hex(given.nonce);
    auto text = *decode_hex(given.text);
    auto associated = *decode_hex(given.associated);

    auto sealed = seal_aes256_gcm(key, nonce, text, associated);

    EXPECT_EQ(encode_hex(sealed), given.sealed);
    EXPECT_EQ(open_aes256_gcm(key, nonce, sealed, associated), text);
}

INSTANTIATE_TEST_SUITE_P(Published, AesGcmVector, ::testing::ValuesIn(kCases), [](const auto& test) {
    return std::string(test.param.name);
});

TEST(AesGcm, EveryChangedBitIsNoticed) {
    auto sealed = seal_aes256_gcm(kSecret, kNonce, "text", "place");
    for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
        auto changed = sealed;
        changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
        EXPECT_EQ(open_aes256_gcm(kSecret, kNonce, changed, "place"), std::nullopt) << bit;
    }
}

TEST(AesGcm, WhatIsCutDoesNotOpen) {
    auto sealed = seal_aes256_gcm(kSecret, kNonce, "text", "place");
    for (std::size_t length = 0; length < sealed.size(); ++length) {
        EXPECT_EQ(open_aes256_gcm(kSecret, kNonce, sealed.substr(0, length), "place"), std::nullopt);
    }
}

TEST(AesGcm, WantsTheSameKeyNonceAndAssociatedBytes) {
    auto sealed = seal_aes256_gcm(kSecret, kNonce, "text", "place");
    EXPECT_EQ(open_aes256_gcm(std::string(kAesKeyBytes, 'x'), kNonce, sealed, "place"), std::nullopt);
    EXPECT_EQ(open_aes256_gcm(kSecret, std::string(kNonceBytes, 'x'), sealed, "place"), std::nullopt);
    EXPECT_EQ(open_aes256_gcm(kSecret, kNonce, sealed, "another"), std::nullopt);
    EXPECT_EQ(open_aes256_gcm(kSecret, kNonce, sealed, ""), std::nullopt);
}

TEST(AesGcm, RefusesKeysAndNoncesOfOtherLengths) {
    EXPECT_THROW(seal_aes256_gcm("short", kNonce, "text", ""), std::invalid_argument);
    EXPECT_THROW(seal_aes256_gcm(kSecret, "short", "text", ""), std::invalid_argument);
    EXPECT_THROW(open_aes256_gcm("short", kNonce, "text", ""), std::invalid_argument);
}

}  // namespace carafe::crypto
