// Runs the conformance cases against parser and decoder alone: whole, octet by octet, at every cut,
// and mutated. The server's tests run the same cases over sockets.
#include "carafe/http/chunk_decoder.hpp"
#include "carafe/http/request_parser.hpp"

#include <gtest/gtest.h>

#include "tests/http/case_file.hpp"
#include <random>

namespace carafe::http {

namespace {

/// What a connection would do with the octets, without answering anything.
class Reader {
  public:
    void feed(std::string_view piece) {
        if (has_ended_) {
            return;
        }
        buffer_ += piece;
        while (!has_ended_ && read_message()) {
        }
    }

    std::vector<std::string> outcome() const {
        auto words = words_;
        if (!has_ended_ && (in_body_ || !buffer_.empty())) {
            words.push_back("more");
        }
        return words;
    }

  private:
    /// Whether a whole message was read, so that another one may follow.
    bool read_message() {
        if (!in_body_ && !read_head()) {
            return false;
        }
        const auto& head = parser_.head();
        if (head.is_chunked ? !read_chunks() : !read_length(head.content_length)) {
            return false;
        }
        words_.push_back("200");
        if (head.wants_close || head.minor_version == 0) {
            end("close");
        }
        parser_.reset();
        in_body_ = false;
        return !buffer_.empty();
    }

    bool read_head() {
        auto step = parser_.feed(buffer_);
        if (step.is_refused()) {
            end(std::to_string(step.status()));
        }
        if (!step.is_done()) {
            return false;
        }
        buffer_.erase(0, parser_.head().length);
        decoder_ = ChunkDecoder(1 << 20);
        in_body_ = true;
        return true;
    }

    bool read_length(std::uint64_t length) {
        if (buffer_.size() < length) {
            return false;
        }
        buffer_.erase(0, static_cast<std::size_t>(length));
        return true;
    }

    bool read_chunks() {
        std::size_t used = 0;
        auto step = decoder_.feed(buffer_, used, nullptr);
        buffer_.erase(0, used);
        if (step.is_refused()) {
            end(std::to_string(step.status()));
        }
        return step.is_done();
    }

    void end(const std::string& word) {
        words_.push_back(word);
        has_ended_ = true;
    }

    std::string buffer_{};
    RequestParser parser_{HeadLimits{.body = 1 << 20}};
    ChunkDecoder decoder_{1 << 20};
    std::vector<std::string> words_{};
    bool in_body_ = false;
    bool has_ended_ = false;
};

std::vector<std::string> read_whole(std::string_view input) {
    Reader reader;
    reader.feed(input);
    return reader.outcome();
}

std::vector<std::string> read_octets(std::string_view input) {
    Reader reader;
    for (std::size_t i = 0; i < input.size(); ++i) {
        reader.feed(input.substr(i, 1));
    }
    return reader.outcome();
}

std::vector<std::string> read_halves(std::string_view input, std::size_t cut) {
    Reader reader;
    reader.feed(input.substr(0, cut));
    reader.feed(input.substr(cut));
    return reader.outcome();
}

const std::vector<Case>& all_cases() {
    static const auto cases = load_cases(CARAFE_SOURCE_DIR "/tests/http/cases");
    return cases;
}

class Conformance : public testing::TestWithParam<Case> {};

}  // namespace

TEST_P(Conformance, EveryCutGivesTheSame) {
    const auto& [name, input, expected] = GetParam();
    EXPECT_EQ(read_whole(input), expected);
    EXPECT_EQ(read_octets(input), expected);
    std::size_t step = 1 + input.size() / 500;
    for (std::size_t cut = 0; cut <= input.size(); cut += step) {
        ASSERT_EQ(read_halves(input, cut), expected) << "cut at " << cut;
    }
}

INSTANTIATE_TEST_SUITE_P(Cases, Conformance, testing::ValuesIn(all_cases()), [](const auto& given) {
    return test_name(given.param);
});

// Beyond the written cases: one mutation each, whole input against octet by octet.
TEST(ConformanceMutation, CutsNeverChangeTheOutcome) {
    std::mt19937 random(20'281'120);
    const std::string octets("\0\t\n\r \"#%,:;=?aZ09\x7F\x80\xFF", 20);
    for (int round = 0; round < 20'000; ++round) {
        const auto& cases = all_cases();
        auto input = cases[random() % cases.size()].input;
        if (input.empty() || input.size() > 2000) {
            continue;
        }
        auto at = random() % input.size();
        switch (random() % 3) {
            case 0:
                input[at] = octets[random() % octets.size()];
                break;
            case 1:
                input.erase(at, 1);
                break;
            default:
                input.insert(at, 1, octets[random() % octets.size()]);
        }
        ASSERT_EQ(read_whole(input), read_octets(input)) << input;
    }
}

}  // namespace carafe::http
