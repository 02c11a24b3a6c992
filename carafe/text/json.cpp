#include "carafe/text/json.hpp"

#include <boost/json/basic_parser_impl.hpp>

#include <algorithm>

namespace carafe::text {

JsonValue::JsonValue(Array value) : state_(std::move(value)) {}

JsonValue::JsonValue(Object value) : state_(std::move(value)) {}

double JsonValue::number() const {
    return is_integer() ? static_cast<double>(integer()) : std::get<double>(state_);
}

const JsonValue* JsonValue::find(std::string_view name) const {
    const auto* members = std::get_if<Object>(&state_);
    if (members == nullptr) {
        return nullptr;
    }
    for (const auto& member : *members) {
        if (member.name == name) {
            return &member.value;
        }
    }
    return nullptr;
}

namespace {

namespace json = boost::json;

bool has_equal_names(const JsonValue::Object& members) {
    std::vector<std::string_view> names;
    names.reserve(members.size());
    for (const auto& member : members) {
        names.push_back(member.name);
    }
    std::sort(names.begin(), names.end());
    return std::adjacent_find(names.begin(), names.end()) != names.end();
}

/// What boost::json::basic_parser calls for each piece; builds the tree from the inside out.
struct TreeBuilder {
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);

    using View = json::string_view;
    using Code = json::error_code;

    bool on_document_begin(Code&) { return true; }

    bool on_document_end(Code&) { return true; }

    bool on_array_begin(Code&) { return open(JsonValue(JsonValue::Array{})); }

    bool on_array_end(std::size_t, Code&) { return close(); }

    bool on_object_begin(Code&) { return open(JsonValue(JsonValue::Object{})); }

    bool on_object_end(std::size_t, Code& code) {
        if (has_equal_names(open_.back().object())) {
            return fail(code, "text.E003", "two members have the same name");
        }
        return close();
    }

    bool on_string_part(View part, std::size_t, Code&) { return collect(part); }

    bool on_string(View part, std::size_t, Code& code) {
        collect(part);
        return check_text(code) && add(JsonValue(take_text()));
    }

    bool on_key_part(View part, std::size_t, Code&) { return collect(part); }

    bool on_key(View part, std::size_t, Code& code) {
        collect(part);
        if (!check_text(code)) {
            return false;
        }
        open_.back().object().push_back({take_text(), {}});
        return true;
    }

    bool on_number_part(View, Code&) { return true; }

    bool on_int64(std::int64_t value, View, Code&) { return add(JsonValue(value)); }

    bool on_uint64(std::uint64_t value, View, Code&) {
        return add(JsonValue(static_cast<double>(value)));
    }

    bool on_double(double value, View, Code&) { return add(JsonValue(value)); }

    bool on_bool(bool value, Code&) { return add(JsonValue(value)); }

    bool on_null(Code&) { return add(JsonValue()); }

    bool on_comment_part(View, Code&) { return true; }

    bool on_comment(View, Code&) { return true; }

    JsonValue root{};
    Error failure{};

  private:
    bool open(JsonValue value) {
        open_.push_back(std::move(value));
        return true;
    }

    bool close() {
        auto value = std::move(open_.back());
        open_.pop_back();
        return add(std::move(value));
    }

    bool add(JsonValue value) {
        if (open_.empty()) {
            root = std::move(value);
        } else if (open_.back().is_array()) {
            open_.back().array().push_back(std::move(value));
        } else {
            open_.back().object().back().value = std::move(value);
        }
        return true;
    }

    bool collect(View part) {
        text_.append(part.data(), part.size());
        return true;
    }

    bool check_text(Code& code) {
        if (text_.find('\0') == std::string::npos) {
            return true;
        }
        return fail(code, "text.E004", "a string holds U+0000");
    }

    std::string take_text() { return std::exchange(text_, {}); }

    bool fail(Code& code, const char* id, const char* message) {
        failure = {id, message};
        code = json::make_error_code(json::error::exception);
        return false;
    }

    std::vector<JsonValue> open_{};
    std::string text_{};
};

}  // namespace

Result<JsonValue> parse_json(std::string_view text, JsonLimits limits) {
    if (text.size() > limits.bytes) {
        return Error{"text.E002", "the JSON text is too large"};
    }
    json::parse_options options;
    options.max_depth = limits.depth;
    json::basic_parser<TreeBuilder> parser(options);
    json::error_code code;
    auto used = parser.write_some(false, text.data(), text.size(), code);
    if (!parser.handler().failure.id.empty()) {
        return std::move(parser.handler().failure);
    }
    if (code == json::error::too_deep) {
        return Error{"text.E002", "the JSON text is nested too deeply"};
    }
    if (code || used != text.size()) {
        return Error{"text.E001", "the text is not valid JSON"};
    }
    return std::move(parser.handler().root);
}

}  // namespace carafe::text
