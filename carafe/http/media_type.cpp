#include "carafe/http/media_type.hpp"

#include "carafe/http/detail/octets.hpp"
#include "carafe/text/ascii.hpp"

namespace carafe::http {

namespace {

constexpr std::size_t kMaxParameters = 20;

bool is_word(std::string_view text) {
    auto subtype = text;
    auto type = text::take_until(subtype, '/');
    bool has_slash = type.size() != text.size();
    return detail::is_all(detail::kToken, type) &&
           (!has_slash || detail::is_all(detail::kToken, subtype));
}

void skip_blanks(std::string_view& text) {
    while (!text.empty() && text::is_blank(text.front())) {
        text.remove_prefix(1);
    }
}

std::string_view take_token(std::string_view& text) {
    std::size_t length = 0;
    while (length < text.size() && detail::is_octet(detail::kToken, text[length])) {
        ++length;
    }
    auto token = text.substr(0, length);
    text.remove_prefix(length);
    return token;
}

/// Behind the opening quote. Only `\"` and `\\` are escapes; other backslashes stay, since browsers
/// send paths of Windows unescaped.
std::optional<std::string> take_quoted(std::string_view& text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"') {
            text.remove_prefix(i + 1);
            return out;
        }
        bool is_escape =
            text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == '"' || text[i + 1] == '\\');
        out += text[is_escape ? ++i : i];
    }
    return std::nullopt;
}

std::optional<std::string> take_value(std::string_view& text) {
    if (text.starts_with('"')) {
        text.remove_prefix(1);
        return take_quoted(text);
    }
    auto token = take_token(text);
    return token.empty() ? std::nullopt : std::optional<std::string>(token);
}

std::optional<Parameter> take_parameter(std::string_view& text) {
    auto name = take_token(text);
    if (name.empty() || !text.starts_with('=')) {
        return std::nullopt;
    }
    text.remove_prefix(1);
    auto value = take_value(text);
    if (!value) {
        return std::nullopt;
    }
    return Parameter{name, std::move(*value)};
}

}  // namespace

bool Parameterized::is(std::string_view wanted) const {
    return text::equals_nocase(word, wanted);
}

const std::string* Parameterized::parameter(std::string_view name) const {
    for (const auto& parameter : parameters) {
        if (text::equals_nocase(parameter.name, name)) {
            return &parameter.value;
        }
    }
    return nullptr;
}

std::optional<Parameterized> parse_parameterized(std::string_view text) {
    auto rest = text.substr(std::min(text.find(';'), text.size()));
    Parameterized out{text::trim_blanks(text.substr(0, text.size() - rest.size()))};
    if (!is_word(out.word)) {
        return std::nullopt;
    }
    while (!rest.empty()) {
        if (rest.front() != ';') {
            return std::nullopt;
        }
        rest.remove_prefix(1);
        skip_blanks(rest);
        if (rest.empty()) {
            break;
        }
        auto parameter = take_parameter(rest);
        if (!parameter || out.parameter(parameter->name) != nullptr) {
            return std::nullopt;
        }
        if (out.parameters.size() == kMaxParameters) {
            return std::nullopt;
        }
        out.parameters.push_back(std::move(*parameter));
        skip_blanks(rest);
    }
    return out;
}

}  // namespace carafe::http
