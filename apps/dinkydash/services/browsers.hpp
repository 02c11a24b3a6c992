// Browsers in the words of people.
#pragma once
#include <string>
#include <string_view>

namespace dinkydash {

/// "Chrome on Android", "Firefox on Linux", "Safari on iPad" out of a User-Agent field; "Unknown
/// browser" when it says nothing that is known.
std::string browser_text(std::string_view user_agent);

}  // namespace dinkydash
