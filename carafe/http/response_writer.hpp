// Answers as octets: the head of a response appended to a growing buffer.
//
// The server owns Date, Content-Length, Connection and the framing; an answer that brings one of
// them (or a second Content-Type) as a header is a bug and throws. Values cannot carry CR, LF or
// NUL.
// @source RFC 9112 §4, RFC 9110 §6.4, §8.6
#pragma once
#include "carafe/http/message.hpp"

#include <string>
#include <string_view>

namespace carafe::http {

struct HeadOptions {
    std::string_view date;  ///< 29 characters, http::format_date
    bool close = false;     ///< say that the connection ends
};

/// Appends status line, fields and the empty line of `response`. Length and type are left out for
/// 204 and 304; the head of an answer to HEAD is the same as to GET.
/// @throws AssertionFailed for a header name that is not a token or is the server's own.
void append_head(std::string& out, const Response& response, const HeadOptions& options);

/// Whether the octets of `response.bytes()` follow its head.
bool has_body(const Response& response, Method method);

/// Appends `value` with each control octet but HTAB as a blank.
void append_field_value(std::string& out, std::string_view value);

/// Short complete text answer of the server itself: "Bad Request\n"; 503 gets Retry-After.
Response make_refusal(int status);

}  // namespace carafe::http
