// Answers, and the two ways to end a request early: abort(404) and redirect(url_for<index>()).
#pragma once
#include "carafe/http/message.hpp"
#include "carafe/web/url.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace carafe {

/// Text known while compiling: kept by the program, neither copied nor allocated.
struct Literal {
    std::string_view text;
    template <std::size_t N>
    consteval Literal(const char (&literal)[N]) : text(literal, N - 1) {}  // NOLINT(google-explicit-constructor)
};

/// What a handler returns. Move-only; owns its bytes.
struct Response : http::Response {
    std::unique_ptr<Url> location{};  ///< becomes the Location header once the prefix is known

    Response&& header(Literal name, std::string value) && {
        headers.push_back({name.text, std::move(value)});
        return std::move(*this);
    }
    Response&& with_status(int code) && {
        status = static_cast<std::uint16_t>(code);
        return std::move(*this);
    }
};

Response plain_text(std::string body);
/// Neither copied nor allocated: fixed_text("pong").
Response fixed_text(Literal body);
Response html(std::string body);
/// @param body  valid JSON.
Response json_text(std::string body);
Response no_content();
Response not_modified();
/// 303 See Other by default: what a browser wants after a POST.
Response redirect(Url to, int status = 303);
/// @param local_path  begins with one '/'; made by us, never by a visitor (see safe_next in auth).
Response redirect_to_path(std::string local_path, int status = 303);

/// Ends the request with this status; caught in exactly one place, App::handle.
struct HttpError {
    int status;
    std::string message{};          ///< for people; empty: the standard text of the status
    int retry_after = 0;            ///< seconds, for 429 and 503
};
[[noreturn]] void abort(int status, std::string message = {});

}  // namespace carafe
