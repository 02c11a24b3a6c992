#include "carafe/crypto/random.hpp"

#include "carafe/crypto/encoding.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <set>

namespace carafe::crypto {

TEST(Random, GivesTheLengthAskedFor) {
    for (std::size_t count : {0U, 1U, 16U, 511U, 512U, 513U, 5000U}) {
        EXPECT_EQ(random_bytes(count).size(), count);
    }
    EXPECT_EQ(random_hex(16).size(), 32U);
}

TEST(Random, TokensAreUrlSafeAndDiffer) {
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) {
        auto token = random_token(16);
        EXPECT_EQ(token.size(), 22U);
        EXPECT_TRUE(decode_base64url(token));
        EXPECT_TRUE(seen.insert(token).second);
    }
}

TEST(Random, AForkedChildDrawsOtherBytes) {
    random_bytes(1);
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    auto child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        auto bytes = random_bytes(16);
        _exit(write(ends[1], bytes.data(), bytes.size()) == 16 ? 0 : 1);
    }

    std::string theirs(16, '\0');
    auto got = read(ends[0], theirs.data(), theirs.size());
    waitpid(child, nullptr, 0);
    close(ends[0]);
    close(ends[1]);

    EXPECT_EQ(got, 16);
    EXPECT_NE(theirs, random_bytes(16));
}

}  // namespace carafe::crypto
