// Names of status codes. @source RFC 9110 §15, RFC 6585, RFC 8470; IANA HTTP Status Code Registry
#pragma once
#include <string_view>

namespace carafe::http {

/// "Not Found" for 404; "Status" for a code without a name here.
std::string_view reason_phrase(int status);

/// 1xx, 204 and 304: answers that never have a body. @source RFC 9110 §6.4.1
constexpr bool is_bodyless(int status) {
    return status < 200 || status == 204 || status == 304;
}

}  // namespace carafe::http
