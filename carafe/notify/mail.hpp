// A mail, and its form on the wire.
#pragma once
#include "carafe/base/result.hpp"
#include "carafe/base/time.hpp"

#include <string>
#include <string_view>

namespace carafe::notify {

/// Plain text always; HTML beside it when not empty. UTF-8.
struct Mail {
    std::string from;  ///< address, or "Name <address>"
    std::string to;    ///< one address
    std::string subject;
    std::string text;
    std::string html{};
};

/// notify.E101: an address or subject with a control character, or an address without '@'.
Result<void> check_mail(const Mail& mail);

/// Complete message with CRLF line ends: multipart/alternative, bodies in base64.
/// @param id  unique text for Message-ID.  @source RFC 5322, RFC 2045–2047
std::string format_mail(const Mail& mail, Timestamp date, std::string_view id);

/// "anna@example.org" out of "Anna <anna@example.org>".
std::string_view address_of(std::string_view mailbox);

}  // namespace carafe::notify
