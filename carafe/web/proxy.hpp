// What a trusted proxy says about the client. Fields of anybody else are ignored.
#pragma once
#include "carafe/web/request.hpp"

#include <optional>
#include <string_view>

namespace carafe {

/// Last value of a forwarded field, when the connection comes from TRUSTED_PROXIES.
std::optional<std::string_view> forwarded_field(const Request& request, std::string_view name);

/// Address of the client: from the right of X-Forwarded-For the first that is no trusted proxy, else `peer`.
std::string_view forwarded_client(const Request& request, std::string_view peer);

}  // namespace carafe
