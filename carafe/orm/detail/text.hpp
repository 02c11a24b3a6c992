// What the data layer asks of text before an engine sees it.
#pragma once
#include <cstddef>
#include <string_view>

namespace carafe::orm::detail {

/// Valid UTF-8 (no surrogates, no overlong forms, at most U+10FFFF) without a NUL byte?
bool is_clean_text(std::string_view text);
/// @throws InvalidText
void require_text(std::string_view text);
/// Code points of valid UTF-8.
std::size_t count_code_points(std::string_view text);

}  // namespace carafe::orm::detail
