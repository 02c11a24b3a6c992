#include "carafe/web/response.hpp"

namespace carafe {

namespace {
Response with_body(std::string_view type, std::string body) {
    Response response;
    response.content_type = type;
    response.body = std::move(body);
    return response;
}
}  // namespace

Response fixed_text(Literal body) {
    Response response;
    response.content_type = "text/plain; charset=utf-8";
    response.fixed = body.text;
    return response;
}

Response plain_text(std::string body) { return with_body("text/plain; charset=utf-8", std::move(body)); }
Response html(std::string body) { return with_body("text/html; charset=utf-8", std::move(body)); }
Response json_text(std::string body) { return with_body("application/json", std::move(body)); }

Response no_content() {
    Response response;
    response.status = 204;
    response.content_type = {};
    return response;
}

Response not_modified() {
    auto response = no_content();
    response.status = 304;
    return response;
}

Response redirect(Url to, int status) {
    auto response = no_content();
    response.status = static_cast<std::uint16_t>(status);
    response.location = std::make_unique<Url>(std::move(to));
    return response;
}

Response redirect_to_path(std::string local_path, int status) {
    auto response = no_content();
    response.status = static_cast<std::uint16_t>(status);
    response.headers.push_back({"Location", std::move(local_path)});
    return response;
}

void abort(int status, std::string message) { throw HttpError{status, std::move(message)}; }

}  // namespace carafe
