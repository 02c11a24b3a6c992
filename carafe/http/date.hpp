// HTTP dates: "Sun, 06 Nov 1994 08:49:37 GMT", always 29 characters.
// @source RFC 9110 §5.6.7 (IMF-fixdate). The two obsolete forms are not read: a condition with one
// is ignored.
#pragma once
#include "carafe/base/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace carafe::http {

/// @param time  years 1–9999; fractions of a second are dropped.
std::string format_date(Timestamp time);

/// Exactly the fixed form with an existing date and the right day of the week; nothing otherwise.
std::optional<Timestamp> parse_date(std::string_view text);

}  // namespace carafe::http
