// Where to go next when the address comes from outside.
#pragma once
#include "carafe/web/request.hpp"

#include <string_view>

namespace carafe {

/// Whether `target` is a path of this application that answers GET: begins with one '/', no backslash,
/// control or blank, at most 2,000 octets, and our own router resolves it.
/// @source OWASP unvalidated redirects cheat sheet; Django's url_has_allowed_host_and_scheme history
bool is_safe_target(const Request& request, std::string_view target);

/// Redirects to `target` when it is safe, else to `otherwise`.
Response redirect_safely(const Request& request, std::string_view target, Url otherwise);

}  // namespace carafe
