#include "carafe/http/response_writer.hpp"

#include "carafe/base/assert.hpp"
#include "carafe/http/detail/octets.hpp"
#include "carafe/http/status.hpp"
#include "carafe/text/ascii.hpp"

#include <charconv>

namespace carafe::http {

namespace {

constexpr std::string_view kOwnedFields[] = {
    "Date", "Content-Length", "Content-Type", "Connection", "Transfer-Encoding", "Server"};

void append_number(std::string& out, std::size_t number) {
    char digits[24];
    auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    out.append(digits, end);
}

bool is_owned(std::string_view name) {
    for (auto owned : kOwnedFields) {
        if (text::equals_nocase(owned, name)) {
            return true;
        }
    }
    return false;
}

void append_header(std::string& out, const Header& header) {
    CARAFE_ASSERT(detail::is_all(detail::kToken, header.name), "the name of a header is a token");
    CARAFE_ASSERT(!is_owned(header.name), "this header is written by the server");
    out += header.name;
    out += ": ";
    append_field_value(out, header.value);
    out += "\r\n";
}

void append_body_fields(std::string& out, const Response& response) {
    if (!response.content_type.empty()) {
        out += "Content-Type: ";
        append_field_value(out, response.content_type);
        out += "\r\nX-Content-Type-Options: nosniff\r\n";
    }
    out += "Content-Length: ";
    append_number(out, response.bytes().size());
    out += "\r\n";
}

}  // namespace

void append_field_value(std::string& out, std::string_view value) {
    auto start = out.size();
    out += value;
    for (auto i = start; i < out.size(); ++i) {
        if (!detail::is_octet(detail::kValue, out[i])) {
            out[i] = ' ';
        }
    }
}

void append_head(std::string& out, const Response& response, const HeadOptions& options) {
    out += "HTTP/1.1 ";
    append_number(out, response.status);
    out += ' ';
    out += reason_phrase(response.status);
    out += "\r\nDate: ";
    out += options.date;
    out += "\r\n";
    if (!is_bodyless(response.status)) {
        append_body_fields(out, response);
    }
    out += response.header_block;
    for (const auto& header : response.headers) {
        append_header(out, header);
    }
    if (options.close) {
        out += "Connection: close\r\n";
    }
    out += "\r\n";
}

bool has_body(const Response& response, Method method) {
    return method != Method::Head && !is_bodyless(response.status);
}

Response make_refusal(int status) {
    Response response;
    response.status = static_cast<std::uint16_t>(status);
    response.content_type = "text/plain; charset=utf-8";
    response.body.append(reason_phrase(status)) += '\n';
    response.close = true;
    if (status == 503) {
        response.headers.push_back({"Retry-After", "1"});
    }
    return response;
}

}  // namespace carafe::http
