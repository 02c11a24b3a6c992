// Decoder of the chunked transfer coding: octets are pushed in as they come, data comes out.
//
//     std::size_t used = 0;
//     auto step = decoder.feed(input, used, &body);  // done: input.substr(used) is the next request
//
// Extensions and trailers are checked by grammar, bounded and dropped.
// @source RFC 9112 §7.1
#pragma once
#include "carafe/http/parse_step.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace carafe::http {

class ChunkDecoder {
  public:
    /// @param limit  octets of data in all; a chunk that would pass it is refused before its first
    /// octet.
    explicit ChunkDecoder(std::uint64_t limit) : limit_(limit) {}

    /// @param input  the next octets, any cut.
    /// @param used   how many of them belong to this message; all but when done.
    /// @param body   data is appended here; null drops it.
    /// @return refused with 400 (grammar, over 16 KiB of extensions), 413 (limit), 431 (trailers
    /// over
    ///         8 KiB or 32 fields): the connection has to end.
    ParseStep feed(std::string_view input, std::size_t& used, std::string* body);

    /// Octets of data so far.
    std::uint64_t total() const { return total_; }

  private:
    // In the order of a message. Ext: extension, Val: its value, Bws: bad white space before ';' or
    // '='.
    enum class State : std::uint8_t {
        SizeFirst,
        Size,
        ExtBws,
        ExtNameFirst,
        ExtName,
        ExtNameBws,
        ExtValFirst,
        ExtVal,
        ExtQuoted,
        ExtEscape,
        ExtQuoteEnd,
        SizeLf,
        Data,
        DataCr,
        DataLf,
        TrailerFirst,
        TrailerName,
        TrailerVal,
        TrailerLf,
        EndLf,
        Done,
        Refused
    };

    int step(char c);
    int step_size(char c);
    int step_extension(char c);
    int step_data_end(char c);
    int step_trailer(char c);
    int end_size(char c);
    int end_of_extension(char c);
    int expect(char c, char wanted, State next);
    int count_bounded();

    State state_ = State::SizeFirst;
    std::uint8_t digits_ = 0;
    std::uint8_t trailer_fields_ = 0;
    std::uint16_t extension_octets_ = 0;
    std::uint16_t trailer_octets_ = 0;
    std::uint16_t refusal_ = 0;
    std::uint64_t left_ = 0;
    std::uint64_t total_ = 0;
    std::uint64_t limit_;
};

}  // namespace carafe::http
