#include "carafe/crypto/encoding.hpp"

#include <gtest/gtest.h>

namespace carafe::crypto {

// RFC 4648 §10, without the padding.
TEST(Base64, MatchesTheVectorsOfTheRfc) {
    struct Row {
        std::string_view bytes, text;
    };

    for (auto [bytes, text] : {Row{"", ""},
                               {"f", "Zg"},
                               {"fo", "Zm8"},
                               {"foo", "Zm9v"},
                               {"foob", "Zm9vYg"},
                               {"fooba", "Zm9vYmE"},
                               {"foobar", "Zm9vYmFy"}}) {
        EXPECT_EQ(encode_base64url(bytes), text);
        EXPECT_EQ(decode_base64url(text), bytes);
        EXPECT_EQ(encode_base64(bytes), text);
        EXPECT_EQ(decode_base64(text), bytes);
    }
}

TEST(Base64, AlphabetsDifferInTwoCharacters) {
    EXPECT_EQ(encode_base64url("\xFB\xFF\xFE"), "-__-");
    EXPECT_EQ(encode_base64("\xFB\xFF\xFE"), "+//+");
    EXPECT_EQ(decode_base64url("+//+"), std::nullopt);
    EXPECT_EQ(decode_base64("-__-"), std::nullopt);
}

TEST(Base64, HasOneTextPerValue) {
    for (auto text : {"Zg==", "Zh", "Z", "Zm9vY", "Zm 9", "Zm9\n", "Zm8=", "Zm9"}) {
        EXPECT_EQ(decode_base64url(text), std::nullopt) << text;
    }
}

TEST(Hex, GoesBothWays) {
    EXPECT_EQ(encode_hex("\x01\xAB\xFF"), "01abff");
    EXPECT_EQ(decode_hex("01aBfF"), "\x01\xAB\xFF");
    for (auto text : {"0", "0g", "0x", " 1", "+1"}) {
        EXPECT_EQ(decode_hex(text), std::nullopt) << text;
    }
}

}  // namespace carafe::crypto
