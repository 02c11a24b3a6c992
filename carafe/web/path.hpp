// The decoded path of a request, as segments.
#pragma once
#include <array>
#include <span>
#include <string>
#include <string_view>

namespace carafe {

/// Splits a raw path at '/', decodes each segment once, handles "." and "..". An encoded slash stays data
/// inside its segment. The parser has refused broken escapes, controls and bad UTF-8 before.
class RequestPath {
  public:
    static constexpr std::size_t kMaxSegments = 32;

    /// @param raw  begins with "/" or is empty. @return false when it is no path of ours: more than
    ///             kMaxSegments segments.
    bool parse(std::string_view raw);

    std::span<const std::string_view> segments() const { return {segments_.data(), count_}; }
    bool has_trailing_slash() const { return trailing_slash_; }
    /// Decoded, "/people/7".
    std::string_view text() const { return text_; }

  private:
    std::string decoded_{};
    std::string_view text_{};
    std::array<std::string_view, kMaxSegments> segments_{};
    std::size_t count_ = 0;
    bool trailing_slash_ = false;
};

}  // namespace carafe
