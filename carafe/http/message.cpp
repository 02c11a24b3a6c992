#include "carafe/http/message.hpp"

#include "carafe/http/cookie.hpp"
#include "carafe/http/request_parser.hpp"
#include "carafe/text/ascii.hpp"

namespace carafe::http {

std::string_view method_name(Method method) {
    switch (method) {
        case Method::Get:
            return "GET";
        case Method::Head:
            return "HEAD";
        case Method::Post:
            return "POST";
        case Method::Put:
            return "PUT";
        case Method::Patch:
            return "PATCH";
        case Method::Delete:
            return "DELETE";
        case Method::Options:
            return "OPTIONS";
        case Method::Unknown:
            break;
    }
    return "?";
}

Request::Request(const RequestHead& head, const char* base) : head_(&head), base_(base) {}

Method Request::method() const {
    return head_->method;
}

std::string_view Request::target() const {
    return head_->target.in(base_);
}

std::string_view Request::path() const {
    return head_->path.length == 0 ? std::string_view("/") : head_->path.in(base_);
}

std::string_view Request::query() const {
    return head_->query.in(base_);
}

int Request::minor_version() const {
    return head_->minor_version;
}

std::string_view Request::host() const {
    return head_->authority.in(base_);
}

bool Request::wants_close() const {
    return head_->wants_close || head_->minor_version == 0;
}

std::size_t Request::field_count() const {
    return head_->field_count;
}

Field Request::field_at(std::size_t index) const {
    const auto& field = head_->fields.at(index);
    return {field.name.in(base_), field.value.in(base_)};
}

std::optional<std::string_view> Request::field(std::string_view name) const {
    for (std::size_t i = 0; i < head_->field_count; ++i) {
        const auto& field = head_->fields[i];
        if (text::equals_nocase(field.name.in(base_), name)) {
            return field.value.in(base_);
        }
    }
    return std::nullopt;
}

std::optional<std::string_view> Request::cookie(std::string_view name) const {
    for (std::size_t i = 0; i < head_->field_count; ++i) {
        const auto& field = head_->fields[i];
        if (!text::equals_nocase(field.name.in(base_), "cookie")) {
            continue;
        }
        if (auto value = find_cookie(field.value.in(base_), name)) {
            return value;
        }
    }
    return std::nullopt;
}

}  // namespace carafe::http
