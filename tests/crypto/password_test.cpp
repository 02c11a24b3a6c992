#include "carafe/crypto/password.hpp"

#include <gtest/gtest.h>

#include <cstdint>

namespace carafe::crypto {

namespace {

const std::string kStored = hash_password("correct horse", kCheapPassword);

// Made by Werkzeug 3.1.8 with generate_password_hash.
constexpr const char* kAsciiHashes[] = {
    "scrypt:1024:8:1$by1qOhfla0aYExMG$"
    "d1744d789359a66dc840685e88f8b1a8b40c4bb371eb4cc3c0a022cc2f45d270f5d9463c3706532d2a770104a06e54"
    "c9ac07b93d435c26161e656d85f9ea6852",
    "pbkdf2:sha256:1000$YvRnEI1NG9RhvJiB$"
    "920ad6604ecf4bb5c155db1b4256d866d642cd0a90b1f451b9d6ddbc5e915c77",
    "pbkdf2:sha512:1000$EBL5NTGFkMBoGgvv$"
    "4a4168ba55e47559a6751a3917f13e2c385a2b565c8e78d6b72acbb21577ab98825b4198e0b96a133ca7088c706061"
    "e6b2257a096b27800c7a6abb7f2758d33d",
    "pbkdf2:sha1:1000$vbVKBBgyoocIy9Ns$7eb4476bd0ae00bafc3e30a67b8603326a503ddb"};
constexpr const char* kUnicodeHashes[] = {
    "scrypt:1024:8:1$sXl4cLtVDeKECVoS$"
    "d9e23267a89def9465e3040a97241d6498bcb8cdc52dca844cdbc196d3967b5d1c8c9a43cba373bb3eae44f117ee78"
    "b0532df9e5523e71054428484e9eeae8b4",
    "pbkdf2:sha256:1000$f75SoeEzIQZaMxAd$"
    "837b8619817e58c1940911173c91f090cbc0436b5b10bc1e4d2e8d809abfdeb7",
    "pbkdf2:sha512:1000$H6agmyh5lVajvRXc$"
    "6404e83d602f8b8606784719987f50eebdb2ce28a0366f31fc46cc164ae84487abefde6e6b931289fe6843ba5cf6c0"
    "bb8f17560bdfb535189b94f1cec002ef11",
    "pbkdf2:sha1:1000$iW1omGY4JLe0wXmg$1b2e77328c75941b4a91362782f3f7845796e849"};
constexpr const char* kDefaultScrypt =
    "scrypt:32768:8:1$Tg3ThqG9649MBzOL$"
    "4f3fbcb6898febcbfc7aed384bf2f58624752aa5bb83aae03e406a6aec4717538980008fd2e5452ca147fcac581276"
    "5443e923b332fadba6e2065af94e5da62d";

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

}  // namespace

TEST(Password, VerifiesItsOwnHashes) {
    EXPECT_TRUE(verify_password("correct horse", kStored));
    EXPECT_FALSE(verify_password("correct horsf", kStored));
    EXPECT_FALSE(verify_password("", kStored));
    EXPECT_TRUE(kStored.starts_with("$argon2id$v=19$m=8,t=1,p=1$"));
}

TEST(Password, SaltsEachHash) {
    EXPECT_NE(hash_password("x", kCheapPassword), hash_password("x", kCheapPassword));
}

TEST(Password, TakesEveryByte) {
    std::string_view odd("a\0b", 3);
    auto stored = hash_password(odd, kCheapPassword);
    EXPECT_TRUE(verify_password(odd, stored));
    EXPECT_FALSE(verify_password("a", stored));
}

TEST(Password, DefaultCostIsTheOneOfOwasp) {
    auto stored = hash_password("x");
    EXPECT_TRUE(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    EXPECT_TRUE(verify_password("x", stored));
}

// The test vector of the reference implementation (test.c).
TEST(Password, VerifiesTheReferenceVector) {
    auto stored =
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
    EXPECT_TRUE(verify_password("password", stored));
    EXPECT_FALSE(verify_password("passwore", stored));
}

TEST(WerkzeugHash, Verifies) {
    for (auto stored : kAsciiHashes) {
        EXPECT_TRUE(verify_password("correct horse", stored)) << stored;
        EXPECT_FALSE(verify_password("correct horsE", stored)) << stored;
    }
    for (auto stored : kUnicodeHashes) {
        EXPECT_TRUE(verify_password("grüße 🧹", stored)) << stored;
    }
    EXPECT_TRUE(verify_password("x", kDefaultScrypt));
}

TEST(WerkzeugHash, ChangedParameterDoesNotMatch) {
    EXPECT_FALSE(verify_password("correct horse", replaced(kAsciiHashes[0], "1024:8", "2048:8")));
    EXPECT_FALSE(verify_password("correct horse", replaced(kAsciiHashes[1], ":1000", ":1001")));
}

TEST(StoredHash, UnknownOrBrokenNeverMatches) {
    for (auto stored : {"",
                        "x",
                        "correct horse",
                        "plain$$correct horse",
                        "plain$salt$636f7272656374",
                        "md5$salt$abcdef",
                        "pbkdf2:md5:1000$s$00",
                        "$argon2i$v=19$m=8,t=1,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEg",
                        "$argon2id$v=16$m=8,t=1,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEg",
                        "$argon2id$v=19$m=8,t=1,p=1$$",
                        "$argon2id$v=19$t=1,m=8,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEg",
                        "scrypt:1024:8:1$salt$",
                        "scrypt$salt$00"}) {
        EXPECT_FALSE(verify_password("correct horse", stored)) << stored;
        EXPECT_FALSE(is_password_hash(stored)) << stored;
        EXPECT_TRUE(needs_rehash(stored, kCheapPassword)) << stored;
    }
}

TEST(StoredHash, ParametersOverTheCapsCostNothing) {
    for (auto [from, to] : {std::pair{"m=8,", "m=65537,"},
                            {"t=1,", "t=11,"},
                            {"p=1$", "p=5$"},
                            {"m=8,", "m=+8,"},
                            {"m=8,", "m=7,"}}) {
        EXPECT_FALSE(verify_password("correct horse", replaced(kStored, from, to))) << to;
    }
    for (auto to :
         {"262144:8:1", "1000:8:1", "1024:17:1", "1024:8:5", "0:8:1", "1024:0:1", "1024:8"}) {
        EXPECT_FALSE(verify_password("correct horse", replaced(kAsciiHashes[0], "1024:8:1", to)))
            << to;
    }
    for (auto to : {":2000001$", ":0$", ":-1$", ":1e3$", "$"}) {
        EXPECT_FALSE(verify_password("correct horse", replaced(kAsciiHashes[1], ":1000$", to)))
            << to;
    }
}

TEST(NeedsRehash, OnlyWhenWeakerOrOlder) {
    EXPECT_FALSE(needs_rehash(kStored, kCheapPassword));
    EXPECT_TRUE(needs_rehash(kStored, {.memory_kib = 16, .passes = 1, .lanes = 1}));
    EXPECT_TRUE(needs_rehash(kStored));
    for (auto stored : kAsciiHashes) {
        EXPECT_TRUE(needs_rehash(stored, kCheapPassword));
    }
}

TEST(StoredHash, KnownKindsAreHashes) {
    EXPECT_TRUE(is_password_hash(kStored));
    for (auto stored : kAsciiHashes) {
        EXPECT_TRUE(is_password_hash(stored)) << stored;
    }
    EXPECT_FALSE(is_password_hash(replaced(kStored, "m=8,", "m=65537,")));
}

TEST(Burn, DoesItsWorkWithoutAResult) {
    burn("whatever", kCheapPassword);
}

}  // namespace carafe::crypto
