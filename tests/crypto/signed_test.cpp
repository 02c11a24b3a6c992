#include "carafe/crypto/signed.hpp"

#include "carafe/base/assert.hpp"

#include <gtest/gtest.h>

namespace carafe::crypto {

namespace {
const std::string kSecret = "0123456789abcdef0123456789abcdef";
const std::string kOther = "fedcba9876543210fedcba9876543210";
constexpr Timestamp kNow{1'800'000'000'000'000};
constexpr std::chrono::seconds kHour{3600};
}  // namespace

TEST(Signer, GivesBackWhatWasSigned) {
    Signer signer(kSecret, "test");
    for (auto value :
         std::initializer_list<std::string_view>{"", "x", "a.b.c", "grüße 🧹", {"\0\xFF", 2}}) {
        EXPECT_EQ(signer.unsign(signer.sign(value), kNow), value);
    }
}

TEST(Signer, EveryChangedCharacterIsNoticed) {
    Signer signer(kSecret, "test");
    auto text = signer.sign("value", kNow + kHour);
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto changed = text;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        EXPECT_EQ(signer.unsign(changed, kNow), std::nullopt) << changed;
    }
}

TEST(Signer, EveryCutIsNoticed) {
    Signer signer(kSecret, "test");
    auto text = signer.sign("value");
    for (std::size_t i = 0; i < text.size(); ++i) {
        EXPECT_EQ(signer.unsign(text.substr(0, i), kNow), std::nullopt);
    }
    EXPECT_EQ(signer.unsign(text + "A", kNow), std::nullopt);
    EXPECT_EQ(signer.unsign(text + "=", kNow), std::nullopt);
}

TEST(Signer, ExpiresAfterTheLastSecond) {
    Signer signer(kSecret, "test");
    auto text = signer.sign("value", kNow + kHour);
    EXPECT_EQ(signer.unsign(text, kNow + kHour), "value");
    EXPECT_EQ(signer.unsign(text, kNow + kHour + std::chrono::seconds(1)), std::nullopt);
}

TEST(Signer, PurposesAndSecretsAreSeparate) {
    auto text = Signer(kSecret, "one").sign("value");
    EXPECT_EQ(Signer(kSecret, "two").unsign(text, kNow), std::nullopt);
    EXPECT_EQ(Signer(kOther, "one").unsign(text, kNow), std::nullopt);
}

TEST(Signer, OldSecretsStillVerify) {
    auto old_text = Signer(kSecret, "test").sign("value");
    std::string secrets[] = {kOther, kSecret};
    Signer rotated(secrets, "test");

    EXPECT_EQ(rotated.unsign(old_text, kNow), "value");
    EXPECT_EQ(Signer(kSecret, "test").unsign(rotated.sign("value"), kNow), std::nullopt);
}

TEST(Signer, RefusesShortSecrets) {
    EXPECT_THROW(Signer(std::string("short"), "test"), AssertionFailed);
}

}  // namespace carafe::crypto
