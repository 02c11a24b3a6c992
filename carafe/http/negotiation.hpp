// What the client would rather read. Only the choice the framework needs: a page or JSON.
// @source RFC 9110 §12.4.2 (weights), §12.5.1 (Accept)
#pragma once
#include <cstdint>
#include <string_view>

namespace carafe::http {

enum class Preference : std::uint8_t { Html, Json };

/// @param accept  value of the Accept field; empty when there is none.
/// @return Json when application/json (or a type ending in +json) has a greater weight than
///         text/html; else Html. "*/*" and "application/*" count for both and decide nothing.
Preference preferred_format(std::string_view accept);

/// Weight of the most exact range of `accept` that covers `type` ("text/html"), in thousandths; 0
/// when none.
int accept_weight(std::string_view accept, std::string_view type);

}  // namespace carafe::http
