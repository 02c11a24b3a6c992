#include "carafe/web/path.hpp"

#include "carafe/text/percent.hpp"

namespace carafe {

bool RequestPath::parse(std::string_view raw) {
    // Decoded segments are appended here; reserved first, because views into it are kept.
    decoded_.clear();
    decoded_.reserve(raw.size() + 1);
    count_ = 0;
    trailing_slash_ = raw.size() > 1 && raw.back() == '/';
    std::size_t starts[kMaxSegments];
    while (!raw.empty()) {
        raw.remove_prefix(1);
        auto slash = raw.find('/');
        auto segment = raw.substr(0, slash);
        raw.remove_prefix(slash == raw.npos ? raw.size() : slash);
        if (segment.empty()) continue;
        const auto start = decoded_.size();
        decoded_ += '/';
        if (!text::append_decoded(decoded_, segment)) return false;
        auto text = std::string_view(decoded_).substr(start + 1);
        if (text == "." || text == "..") {
            decoded_.resize(start);
            if (text == ".." && count_ > 0) decoded_.resize(starts[--count_]);
            continue;
        }
        if (count_ == kMaxSegments) return false;
        starts[count_++] = start;
    }
    if (decoded_.empty()) decoded_ = "/";
    for (std::size_t i = 0; i < count_; ++i) {
        auto end = i + 1 < count_ ? starts[i + 1] : decoded_.size();
        segments_[i] = std::string_view(decoded_).substr(starts[i] + 1, end - starts[i] - 1);
    }
    text_ = decoded_;
    return true;
}

}  // namespace carafe
