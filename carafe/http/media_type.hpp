// Values of the form `word; name=value; name="quoted"`: Content-Type and Content-Disposition.
//
//     auto type = http::parse_parameterized(request.field("Content-Type").value_or(""));
//     if (type && type->is("multipart/form-data")) boundary = type->parameter("boundary");
//
// @source RFC 9110 §5.6.6, §8.3; RFC 6266 §4.1
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace carafe::http {

struct Parameter {
    std::string_view name;
    std::string value;  ///< unquoted, escapes resolved
};

struct Parameterized {
    std::string_view word;  ///< "text/html", "form-data": view into the input
    std::vector<Parameter> parameters{};

    /// Compares without case.
    bool is(std::string_view wanted) const;
    /// First parameter of that name, compared without case; null pointer when absent.
    const std::string* parameter(std::string_view name) const;
};

/// @return nothing when the text does not follow the grammar, has over 20 parameters or one name
/// twice.
std::optional<Parameterized> parse_parameterized(std::string_view text);

}  // namespace carafe::http
