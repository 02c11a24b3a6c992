// Single byte ranges, for resumed downloads and players.
//
//     auto range = http::parse_range(request.field("Range").value_or(""), file.size());
//     if (range.kind == http::RangeKind::Unsatisfiable) ... 416, Content-Range: bytes */SIZE
//
// Several ranges in one request are answered whole, as if Range were not there:
// multipart/byteranges is a gift to attackers and nobody needs it.
// @source RFC 9110 §14.1.2, §14.2, §14.4
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace carafe::http {

enum class RangeKind : std::uint8_t {
    Whole,          ///< no range, several, or one we cannot read: answer 200 with everything
    Part,           ///< answer 206 with first…last
    Unsatisfiable,  ///< answer 416
};

struct ByteRange {
    RangeKind kind = RangeKind::Whole;
    std::uint64_t first = 0;
    std::uint64_t last = 0;  ///< inclusive

    std::uint64_t length() const { return last - first + 1; }
};

/// @param field  value of Range, empty when there is none.  @param size  octets of the whole file.
ByteRange parse_range(std::string_view field, std::uint64_t size);

/// Value of Content-Range: "bytes 0-99/1234", or "bytes */1234" for an unsatisfiable one.
std::string content_range(const ByteRange& range, std::uint64_t size);

}  // namespace carafe::http
