#include "carafe/text/json_writer.hpp"

#include "carafe/text/utf8.hpp"

#include <charconv>
#include <cmath>

namespace carafe::text {

namespace {

void append_escaped_point(std::string& out, char32_t point) {
    constexpr std::string_view digits = "0123456789abcdef";
    out += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4) {
        out += digits[point >> shift & 15];
    }
}

/// Two-character escape of a control or special character; empty when it has none.
constexpr std::string_view short_escape(char32_t point) {
    switch (point) {
        case '"':
            return "\\\"";
        case '\\':
            return "\\\\";
        case '\b':
            return "\\b";
        case '\f':
            return "\\f";
        case '\n':
            return "\\n";
        case '\r':
            return "\\r";
        case '\t':
            return "\\t";
        default:
            return {};
    }
}

constexpr bool is_escaped(char32_t point) {
    return point < 0x20 || point == '"' || point == '\\' || point == '<' || point == '>' ||
           point == '&' || point == 0x7F || point == 0x2028 || point == 0x2029;
}

void append_point(std::string& out, std::string_view bytes, char32_t point) {
    if (!is_escaped(point)) {
        out += bytes;
    } else if (auto escape = short_escape(point); !escape.empty()) {
        out += escape;
    } else {
        append_escaped_point(out, point);
    }
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
    out += '"';
    std::size_t copied = 0;
    for (std::size_t i = 0; i < text.size();) {
        auto point = decode_one(text.substr(i));
        auto length = point ? point->length : 1;
        if (!point || is_escaped(point->value)) {
            out.append(text, copied, i - copied);
            append_point(out, "\xEF\xBF\xBD", point ? point->value : 0xFFFD);
            copied = i + length;
        }
        i += length;
    }
    out.append(text, copied);
    out += '"';
}

void JsonWriter::separate() {
    if (needs_comma_) {
        out_ += ',';
    }
    needs_comma_ = true;
}

JsonWriter& JsonWriter::open(char bracket) {
    separate();
    out_ += bracket;
    needs_comma_ = false;
    return *this;
}

JsonWriter& JsonWriter::close(char bracket) {
    out_ += bracket;
    needs_comma_ = true;
    return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
    separate();
    append_json_string(out_, name);
    out_ += ':';
    needs_comma_ = false;
    return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
    separate();
    append_json_string(out_, text);
    return *this;
}

JsonWriter& JsonWriter::raw(std::string_view json) {
    separate();
    out_ += json;
    return *this;
}

JsonWriter& JsonWriter::integer(std::int64_t number) {
    char digits[24];
    auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    return raw({digits, static_cast<std::size_t>(end - digits)});
}

JsonWriter& JsonWriter::value(double number) {
    if (!std::isfinite(number)) {
        return null();
    }
    char digits[32];
    auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    return raw({digits, static_cast<std::size_t>(end - digits)});
}

}  // namespace carafe::text
