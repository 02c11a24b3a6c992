// E-mail addresses as people type them.
#pragma once
#include <string_view>

namespace carafe::text {

/// Whether `text` looks like an address: one '@', a name of at most 64 octets before and a domain with
/// a dot behind it, at most 254 octets, no blanks and no signs that need quoting. Whether it exists only
/// a mail can tell.
/// @source RFC 5321 §4.5.3.1 (lengths); HTML standard, "valid e-mail address"
bool is_email_address(std::string_view text);

}  // namespace carafe::text
