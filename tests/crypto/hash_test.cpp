#include "carafe/crypto/hash.hpp"

#include <gtest/gtest.h>

namespace carafe::crypto {

namespace {
std::string bytes(std::string_view hex) {
    return *decode_hex(hex);
}

std::string hex_of(const Digest& digest) {
    return encode_hex(view(digest));
}
}  // namespace

TEST(Sha256, MatchesFips) {
    EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(sha256_hex("abc"),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

// RFC 4231 §4.
TEST(Hmac, MatchesTheVectorsOfTheRfc) {
    EXPECT_EQ(hex_of(hmac_sha256(std::string(20, '\x0b'), "Hi There")),
              "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    EXPECT_EQ(hex_of(hmac_sha256("Jefe", "what do ya want for nothing?")),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    EXPECT_EQ(hex_of(hmac_sha256(std::string(131, '\xaa'),
                                 "Test Using Larger Than Block-Size Key - Hash Key First")),
              "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(Hmac, TakesAnEmptyKey) {
    EXPECT_EQ(hex_of(hmac_sha256("", "")),
              "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

// RFC 5869 appendix A.1 and A.3.
TEST(Hkdf, MatchesTheVectorsOfTheRfc) {
    std::string secret(22, '\x0b');
    EXPECT_EQ(
        encode_hex(hkdf_sha256(
            secret, bytes("f0f1f2f3f4f5f6f7f8f9"), 42, bytes("000102030405060708090a0b0c"))),
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
    EXPECT_EQ(
        encode_hex(hkdf_sha256(secret, "", 42)),
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

TEST(Hkdf, PurposesShareNothing) {
    EXPECT_NE(hkdf_sha256("0123456789abcdef", "a", 32), hkdf_sha256("0123456789abcdef", "b", 32));
}

TEST(Hkdf, LengthIsBounded) {
    EXPECT_EQ(hkdf_sha256("0123456789abcdef", "a", 8160).size(), 8160U);
    EXPECT_THROW(hkdf_sha256("0123456789abcdef", "a", 8161), std::invalid_argument);
    EXPECT_THROW(hkdf_sha256("0123456789abcdef", "a", 0), std::invalid_argument);
}

TEST(IsEqual, ComparesWholeValues) {
    EXPECT_TRUE(is_equal("", ""));
    EXPECT_TRUE(is_equal("same", "same"));
    EXPECT_FALSE(is_equal("same", "samE"));
    EXPECT_FALSE(is_equal("same", "same "));
}

}  // namespace carafe::crypto
