#include "carafe/http/chunk_decoder.hpp"

#include <gtest/gtest.h>

namespace carafe::http {

namespace {
struct Outcome {
    int code;  // 0 more, 1 done, else status
    std::string body;
    std::size_t used;
    friend bool operator==(const Outcome&, const Outcome&) = default;
};

Outcome decode(std::string_view input, std::uint64_t limit, std::size_t piece) {
    ChunkDecoder decoder(limit);
    Outcome outcome{0, {}, 0};
    for (std::size_t at = 0; at < input.size() && outcome.code == 0; at += piece) {
        std::size_t used = 0;
        auto step = decoder.feed(input.substr(at, piece), used, &outcome.body);
        outcome.used += used;
        outcome.code = step.is_done() ? 1 : step.is_refused() ? step.status() : 0;
    }
    return outcome;
}
}  // namespace

TEST(ChunkDecoder, JoinsTheData) {
    std::string_view input = "5\r\nhello\r\n6;x=y\r\n world\r\n0\r\nT: v\r\n\r\nGET /";
    for (std::size_t piece = 1; piece <= input.size(); ++piece) {
        auto outcome = decode(input, 100, piece);
        EXPECT_EQ(outcome, (Outcome{1, "hello world", input.size() - 5})) << piece;
    }
}

TEST(ChunkDecoder, LimitIsExact) {
    EXPECT_EQ(decode("5\r\nhello\r\n0\r\n\r\n", 5, 100).code, 1);
    EXPECT_EQ(decode("5\r\nhello\r\n0\r\n\r\n", 4, 100).code, 413);
    EXPECT_EQ(decode("3\r\nabc\r\n3\r\n", 5, 100).code, 413);
    EXPECT_EQ(decode("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", 5, 100).code, 1);
}

TEST(ChunkDecoder, RefusesBeforeTheFirstOctetOfData) {
    auto outcome = decode("6\r\nhello!", 5, 1);
    EXPECT_EQ(outcome.code, 413);
    EXPECT_EQ(outcome.used, 2U);
}

TEST(ChunkDecoder, DropsDataWithoutABody) {
    ChunkDecoder decoder(100);
    std::size_t used = 0;
    EXPECT_TRUE(decoder.feed("5\r\nhello\r\n0\r\n\r\n", used, nullptr).is_done());
    EXPECT_EQ(decoder.total(), 5U);
}

}  // namespace carafe::http
