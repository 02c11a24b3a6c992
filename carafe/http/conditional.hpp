// Conditional requests: has what the client holds not changed?
//
//     if (http::is_not_modified(request, {.etag = "\"r42\""})) { response.status = 304; ... }
//
// @source RFC 9110 §8.8.3, §13.1.2, §13.1.3, §13.2.2
#pragma once
#include "carafe/base/time.hpp"
#include "carafe/http/message.hpp"

#include <optional>
#include <string_view>

namespace carafe::http {

/// What is known about the page as it is now.
struct Validators {
    std::string_view etag{};  ///< with its quotes, "W/" in front when weak; empty: none
    std::optional<Timestamp> last_modified{};
};

/// Whether an If-None-Match value names `etag`, compared weakly, or is "*". A broken list matches
/// only by its good elements before the fault.
bool matches_etag(std::string_view if_none_match, std::string_view etag);

/// Whether a GET or HEAD may be answered with 304. If-None-Match wins over If-Modified-Since; a
/// date that cannot be read is ignored.
bool is_not_modified(const Request& request, const Validators& current);

}  // namespace carafe::http
