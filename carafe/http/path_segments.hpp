// A request path as the segments a router compares: split at raw '/', each decoded once, dot
// segments resolved after decoding. An encoded slash stays inside its segment, where it is data.
//
//     http::PathSegments path;                       // one per thread: keeps its memory
//     if (!path.assign(request.path())) abort(400);
//     // "/people/a%2Fb/../7/"  →  {"people", "7"}, has_trailing_slash()
//
// @source RFC 3986 §3.3, §5.2.4 (remove_dot_segments)
#pragma once
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace carafe::http {

class PathSegments {
  public:
    /// @param raw_path  begins with '/', still percent-encoded; must outlive the segments.
    /// @return false for a path without a slash in front, a broken '%', a control octet or text
    /// that is
    ///         not UTF-8: 400. The parser has refused those already for the path of a request.
    bool assign(std::string_view raw_path);

    /// Decoded segments, without an empty one for a slash at the end. "//" has one empty segment.
    std::span<const std::string_view> segments() const { return segments_; }

    /// Whether the path, once resolved, ends in '/': true for "/", "/a/", "/a/.." and "/a/.".
    bool has_trailing_slash() const { return has_trailing_slash_; }

  private:
    bool add_segment(std::string_view raw, bool is_last);
    bool decode(std::string_view raw, std::string_view& segment);

    std::vector<std::string_view> segments_{};
    std::string decoded_{};
    bool has_trailing_slash_ = false;
};

}  // namespace carafe::http
