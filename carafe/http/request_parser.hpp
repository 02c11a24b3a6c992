// The strict parser of request heads: one pass, each octet looked at once whatever the cuts of the
// input, no I/O, and no allocation but for the check of a target with a percent sign. What is
// ambiguous is refused, never guessed.
//
//     http::RequestParser parser;
//     auto step = parser.feed(octets_so_far);        // always from the first octet of the message
//     if (step.is_done()) http::Request request(parser.head(), octets_so_far.data());
//
// Not its job: whether we serve that host (421), routes, the body.
// @source RFC 9112 §2–7, RFC 9110 §5–7
#pragma once
#include "carafe/http/message.hpp"
#include "carafe/http/parse_step.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

namespace carafe::http {

/// Limits of one head. Positions of octets, not buffer sizes: a cut cannot change the outcome.
struct HeadLimits {
    /// Request line with its CRLF; over it 414.
    std::uint16_t line = 8'192;
    /// Whole head, with an empty line before it; over it 431. Ceiling 60,000.
    std::uint16_t head = 16'384;
    /// Over it 431. Ceiling 100.
    std::uint8_t fields = 100;
    /// Greatest body any route takes; a Content-Length over it is 413.
    std::uint64_t body = std::numeric_limits<std::uint64_t>::max();
};

/// Part of a message as offset from its first octet: moving the buffer changes nothing.
struct Span {
    std::uint16_t at;
    std::uint16_t length;

    std::string_view in(const char* base) const { return {base + at, length}; }
};

struct FieldSpan {
    Span name;
    Span value;
};

/// A head as offsets. Trivially copyable (about 0.9 KiB), so an unfinished one can move with its
/// buffer. Everything is set once feed() said done; `fields` beyond `field_count` hold rubbish.
struct RequestHead {
    Method method;
    std::uint8_t minor_version;  ///< 0 or 1
    std::uint8_t field_count;
    bool has_percent;  ///< a '%' is in the target
    bool has_query;    ///< a '?' is in the target
    bool is_chunked;
    bool wants_close;       ///< `Connection: close` in any line
    bool expects_continue;  ///< HTTP/1.1 only
    bool has_upgrade;
    bool has_content_encoding;
    std::uint16_t length;  ///< octets of the head, the empty line at its end included
    Span method_text;
    Span target;
    Span path;  ///< length 0: an absolute target without path, which means "/"
    Span query;
    Span authority;  ///< of an absolute target, else of Host; length 0 only in HTTP/1.0
    std::uint64_t content_length;  ///< 0 when absent or chunked
    std::array<FieldSpan, 100> fields;

    bool has_body() const { return is_chunked || content_length != 0; }
};

class RequestParser {
  public:
    /// @param limits  values over their ceilings are lowered to them.
    explicit RequestParser(const HeadLimits& limits = {});

    /// Forgets everything: the next feed() begins a new message.
    void reset();

    /// @param message  all octets received so far from the start of this message; may hold more
    /// than the
    ///                 head, may lie elsewhere than at the last call.
    /// @return done: the head is complete and good, head().length octets were used.
    ///         Refused: 400, 413, 414, 417, 431, 501 or 505; the connection has to end after the
    ///         answer.
    ParseStep feed(std::string_view message);

    const RequestHead& head() const { return head_; }

    /// Whether an octet of a message was seen (the skipped empty line counts).
    bool has_begun() const { return position_ > 0; }

  private:
    enum class State : std::uint8_t {
        Start,
        StartLf,
        Method,
        Target,
        Query,
        Version,
        LineStart,
        Name,
        Blanks,
        Value,
        ValueLf,
        EndLf,
        Done,
        Refused
    };

    /// The octets of this call, and where we are.
    struct Input {
        const char* octets;
        std::size_t at;
        std::size_t received;
    };

    /// What the functions of one state answer: go on with the next state, or stop with a step.
    enum class Next : std::uint8_t { Continue, NeedMore, Stop };

    Next advance(Input& in);
    Next read_start(Input& in);
    Next read_start_lf(Input& in);
    Next read_method(Input& in);
    Next read_target(Input& in);
    Next read_query(Input& in);
    Next read_version(Input& in);
    Next read_line_start(Input& in);
    Next read_name(Input& in);
    Next read_blanks(Input& in);
    Next read_value(Input& in);
    Next read_value_lf(Input& in);
    Next read_end_lf(Input& in);

    Next end_target(Input& in);
    Next refuse(int status);
    Next want(const Input& in, std::size_t limit, int status);
    std::size_t line_end(const Input& in) const;
    std::size_t head_end(const Input& in) const;

    void set_method(std::string_view text);
    void note_field(const char* base, const FieldSpan& field);
    void note_content_length(std::string_view value);
    void note_transfer_encoding(std::string_view value);
    void note_connection(std::string_view value);
    void note_expect(std::string_view value);

    int check_head(const char* base);
    int check_framing() const;
    int check_host(const char* base);
    int check_target(const char* base);
    int check_absolute_target(const char* base);

    HeadLimits limits_;
    RequestHead head_;
    State state_ = State::Start;
    bool skipped_line_ = false;
    bool value_has_high_ = false;
    bool has_bad_expect_ = false;
    std::uint8_t host_count_ = 0;
    std::uint8_t length_count_ = 0;
    std::uint8_t coding_count_ = 0;
    std::uint16_t length_status_ = 0;
    std::uint16_t coding_status_ = 0;
    std::uint16_t refusal_ = 0;
    std::uint16_t position_ = 0;
    std::uint16_t line_start_ = 0;
    FieldSpan field_{};
};

/// Whether `authority` is a host with an optional port: a name, IPv4 address or bracketed IPv6
/// literal, port 0–65535. No user part. Letters of either case.
/// @source RFC 3986 §3.2.2, RFC 9110 §7.2
bool is_authority(std::string_view authority);

}  // namespace carafe::http
