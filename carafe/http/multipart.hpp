// Streaming reader of multipart/form-data: bytes in, events out, no I/O, memory bounded by what is
// fed at once plus one part head.
//
//     http::MultipartReader reader(boundary);
//     reader.feed(chunk);                                     // any size, any cut
//     while (auto event = TRY(reader.next())) { ... }         // empty: feed me more
//     if (!reader.is_complete()) ...                          // the input ended too early: 400
//
// Strict: no preamble but one CRLF, no blanks behind a boundary, CRLF only. Text behind the last
// boundary is dropped. Field values are events of data like files: forms put a cap on them.
// @source RFC 7578, RFC 2046 §5.1.1; HTML standard, multipart/form-data encoding (%22, %0D, %0A in
// names)
#pragma once
#include "carafe/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace carafe::http {

struct MultipartLimits {
    std::size_t parts = 1'000;      ///< over it: 413
    std::size_t part_head = 8'192;  ///< octets of one part's fields with their CRLFs; over it: 413
};

struct MultipartEvent {
    enum class Kind : std::uint8_t { PartBegin, PartData, PartEnd };

    Kind kind;
    // PartBegin:
    std::string name{};  ///< as sent, decoded; `is_clean` says whether it is UTF-8 without NUL
    std::string
        file_name{};  ///< last component, no controls, UTF-8, at most 255 bytes; may be empty
    std::string content_type{};  ///< as the client claims: never trusted
    bool is_file = false;        ///< a file name was given, even an empty one
    bool is_clean = true;
    // PartData:
    std::string_view data{};  ///< valid until the next call of feed() or next()
};

class MultipartReader {
  public:
    /// @param boundary  from multipart_boundary().
    explicit MultipartReader(std::string_view boundary, MultipartLimits limits = {});

    void feed(std::string_view bytes);

    /// @return the next event; empty when more input is needed or the end was read; error http.E201
    ///         (syntax) or http.E202 (limit), and from then on always the same error.
    Result<std::optional<MultipartEvent>> next();

    /// Whether the last boundary was read.
    bool is_complete() const { return state_ == State::Epilogue; }

    /// Status that belongs to the error of next(): 400 or 413.
    int error_status() const { return error_status_; }

  private:
    enum class State : std::uint8_t { Start, AfterBoundary, Head, Data, Epilogue, Failed };
    using Step = Result<std::optional<MultipartEvent>>;

    Step read_start();
    Step read_after_boundary();
    Step read_head();
    Step read_data();
    Step fail(int status, const char* message);

    std::string_view unread() const { return std::string_view(buffer_).substr(position_); }

    static Step need_more() { return std::optional<MultipartEvent>{}; }

    std::string delimiter_;  ///< CRLF "--" boundary
    MultipartLimits limits_;
    std::string buffer_{};
    std::size_t position_ = 0;
    std::size_t parts_ = 0;
    bool skipped_line_ = false;
    int error_status_ = 0;
    Error error_{};
    State state_ = State::Start;
};

/// The boundary of a Content-Type value; nothing when it is not multipart/form-data with a boundary
/// of 1–70 allowed characters.
std::optional<std::string> multipart_boundary(std::string_view content_type);

/// A name that is safe to show and to store beside a file: the part behind the last slash or
/// backslash, controls dropped, broken UTF-8 repaired, cut to 255 bytes; "." and ".." become empty.
std::string safe_file_name(std::string_view claimed);

}  // namespace carafe::http
