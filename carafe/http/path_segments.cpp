#include "carafe/http/path_segments.hpp"

#include "carafe/text/ascii.hpp"
#include "carafe/text/percent.hpp"
#include "carafe/text/utf8.hpp"

namespace carafe::http {

bool PathSegments::assign(std::string_view raw_path) {
    segments_.clear();
    decoded_.clear();
    has_trailing_slash_ = false;
    if (!raw_path.starts_with('/')) {
        return false;
    }
    // Decoding never lengthens, so with this much room views into the buffer stay valid.
    decoded_.reserve(raw_path.size());
    raw_path.remove_prefix(1);
    for (;;) {
        bool is_last = raw_path.find('/') == std::string_view::npos;
        if (!add_segment(text::take_until(raw_path, '/'), is_last)) {
            return false;
        }
        if (is_last) {
            return true;
        }
    }
}

bool PathSegments::add_segment(std::string_view raw, bool is_last) {
    std::string_view segment;
    if (!decode(raw, segment)) {
        return false;
    }
    bool is_parent = segment == "..";
    if (is_parent && !segments_.empty()) {
        segments_.pop_back();
    }
    if (is_parent || segment == "." || (is_last && segment.empty())) {
        has_trailing_slash_ = is_last;
        return true;
    }
    segments_.push_back(segment);
    return true;
}

bool PathSegments::decode(std::string_view raw, std::string_view& segment) {
    if (raw.find('%') == std::string_view::npos) {
        segment = raw;
    } else {
        auto start = decoded_.size();
        if (!text::append_decoded(decoded_, raw)) {
            return false;
        }
        segment = std::string_view(decoded_).substr(start);
    }
    return !text::has_control(segment) && text::is_utf8(segment);
}

}  // namespace carafe::http
