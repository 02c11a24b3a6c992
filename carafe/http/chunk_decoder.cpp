// A state machine, long for that reason. Each step function takes one octet, moves the state and
// answers 0 or the status of a refusal.
#include "carafe/http/chunk_decoder.hpp"

#include "carafe/http/detail/octets.hpp"
#include "carafe/text/ascii.hpp"
#include "carafe/text/percent.hpp"

#include <algorithm>

namespace carafe::http {

namespace {

using detail::is_octet;
using text::is_blank;

constexpr int kMaxSizeDigits = 16;
constexpr int kMaxExtensionOctets = 16'384;
constexpr int kMaxTrailerOctets = 8'192;
constexpr int kMaxTrailerFields = 32;

}  // namespace

ParseStep ChunkDecoder::feed(std::string_view input, std::size_t& used, std::string* body) {
    used = 0;
    while (used < input.size() && state_ != State::Done && state_ != State::Refused) {
        if (state_ == State::Data) {
            auto run =
                static_cast<std::size_t>(std::min<std::uint64_t>(left_, input.size() - used));
            if (body != nullptr) {
                body->append(input.substr(used, run));
            }
            used += run;
            left_ -= run;
            total_ += run;
            if (left_ == 0) {
                state_ = State::DataCr;
            }
            continue;
        }
        if (int status = step(input[used])) {
            state_ = State::Refused;
            refusal_ = static_cast<std::uint16_t>(status);
        }
        ++used;
    }
    if (state_ == State::Refused) {
        return ParseStep::refuse(refusal_);
    }
    return state_ == State::Done ? ParseStep::done() : ParseStep::need_more();
}

int ChunkDecoder::step(char c) {
    if (int status = count_bounded()) {
        return status;
    }
    if (state_ <= State::Size) {
        return step_size(c);
    }
    if (state_ <= State::ExtQuoteEnd) {
        return step_extension(c);
    }
    if (state_ <= State::DataLf) {
        return step_data_end(c);
    }
    return step_trailer(c);
}

int ChunkDecoder::count_bounded() {
    bool in_extension = state_ >= State::ExtBws && state_ <= State::ExtQuoteEnd;
    if (in_extension && ++extension_octets_ > kMaxExtensionOctets) {
        return 400;
    }
    bool in_trailer = state_ >= State::TrailerFirst && state_ <= State::TrailerLf;
    return in_trailer && ++trailer_octets_ > kMaxTrailerOctets ? 431 : 0;
}

int ChunkDecoder::expect(char c, char wanted, State next) {
    if (c != wanted) {
        return 400;
    }
    state_ = next;
    return 0;
}

// Digits only, at most 16: no sign, no "0x", no blank, no overflow.
int ChunkDecoder::step_size(char c) {
    int digit = text::hex_digit_value(c);
    if (state_ == State::SizeFirst) {
        if (digit < 0) {
            return 400;
        }
        left_ = static_cast<std::uint64_t>(digit);
        digits_ = 1;
        state_ = State::Size;
        return 0;
    }
    if (digit < 0) {
        return end_size(c);
    }
    if (++digits_ > kMaxSizeDigits) {
        return 400;
    }
    left_ = left_ << 4 | static_cast<std::uint64_t>(digit);
    return 0;
}

int ChunkDecoder::end_size(char c) {
    if (left_ > limit_ - total_) {
        return 413;
    }
    if (is_blank(c)) {
        state_ = State::ExtBws;
        return 0;
    }
    return end_of_extension(c);
}

/// Behind a size, a name or a value: another extension, or the end of the line.
int ChunkDecoder::end_of_extension(char c) {
    if (c == ';') {
        state_ = State::ExtNameFirst;
        return 0;
    }
    return expect(c, '\r', State::SizeLf);
}

int ChunkDecoder::step_extension(char c) {
    switch (state_) {
        case State::ExtBws:
            return is_blank(c) ? 0 : expect(c, ';', State::ExtNameFirst);
        case State::ExtNameFirst:
            if (is_blank(c)) {
                return 0;
            }
            state_ = State::ExtName;
            return is_octet(detail::kToken, c) ? 0 : 400;
        case State::ExtName:
            if (is_octet(detail::kToken, c)) {
                return 0;
            }
            if (is_blank(c)) {
                return expect(c, c, State::ExtNameBws);
            }
            return c == '=' ? expect(c, '=', State::ExtValFirst) : end_of_extension(c);
        case State::ExtNameBws:
            if (is_blank(c)) {
                return 0;
            }
            return c == '=' ? expect(c, '=', State::ExtValFirst)
                            : expect(c, ';', State::ExtNameFirst);
        case State::ExtValFirst:
            if (is_blank(c)) {
                return 0;
            }
            state_ = c == '"' ? State::ExtQuoted : State::ExtVal;
            return c == '"' || is_octet(detail::kToken, c) ? 0 : 400;
        case State::ExtVal:
            if (is_octet(detail::kToken, c)) {
                return 0;
            }
            return is_blank(c) ? expect(c, c, State::ExtBws) : end_of_extension(c);
        case State::ExtQuoted:
            if (is_octet(detail::kQuoted, c)) {
                return 0;
            }
            return c == '\\' ? expect(c, '\\', State::ExtEscape)
                             : expect(c, '"', State::ExtQuoteEnd);
        case State::ExtEscape:
            state_ = State::ExtQuoted;
            return is_octet(detail::kValue, c) ? 0 : 400;
        default:
            return is_blank(c) ? expect(c, c, State::ExtBws) : end_of_extension(c);
    }
}

int ChunkDecoder::step_data_end(char c) {
    if (state_ == State::SizeLf) {
        return expect(c, '\n', left_ == 0 ? State::TrailerFirst : State::Data);
    }
    if (state_ == State::DataCr) {
        return expect(c, '\r', State::DataLf);
    }
    return expect(c, '\n', State::SizeFirst);
}

int ChunkDecoder::step_trailer(char c) {
    switch (state_) {
        case State::TrailerFirst:
            if (c == '\r') {
                return expect(c, '\r', State::EndLf);
            }
            if (!is_octet(detail::kToken, c)) {
                return 400;
            }
            state_ = State::TrailerName;
            return ++trailer_fields_ > kMaxTrailerFields ? 431 : 0;
        case State::TrailerName:
            return is_octet(detail::kToken, c) ? 0 : expect(c, ':', State::TrailerVal);
        case State::TrailerVal:
            return is_octet(detail::kValue, c) ? 0 : expect(c, '\r', State::TrailerLf);
        case State::TrailerLf:
            return expect(c, '\n', State::TrailerFirst);
        default:
            return expect(c, '\n', State::Done);
    }
}

}  // namespace carafe::http
