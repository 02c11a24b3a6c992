// Writing JSON into a growing string; the output is always valid UTF-8 JSON.
//
//     std::string out;
//     text::JsonWriter json(out);
//     json.begin_object().key("id").value(7).key("name").value(task.name).end_object();
//
// `<`, `>`, `&`, U+2028 and U+2029 are escaped as \uXXXX, so that the text may stand in a <script>.
// @source RFC 8259 §7; ECMA-262 (U+2028/9)
#pragma once
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace carafe::text {

/// Appends `text` as a JSON string with its quotes. Bytes that are not UTF-8 become U+FFFD.
void append_json_string(std::string& out, std::string_view text);

/// Sets commas and colons by itself. The caller opens and closes in the right order; wrong nesting
/// is not detected. Numbers that are not finite are written as null.
class JsonWriter {
  public:
    /// @param out  appended to; must outlive the writer.
    explicit JsonWriter(std::string& out) : out_(out) {}

    JsonWriter& begin_object() { return open('{'); }

    JsonWriter& end_object() { return close('}'); }

    JsonWriter& begin_array() { return open('['); }

    JsonWriter& end_array() { return close(']'); }

    JsonWriter& key(std::string_view name);
    JsonWriter& value(std::string_view text);

    JsonWriter& value(const char* text) { return value(std::string_view(text)); }

    JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }

    JsonWriter& value(bool truth) { return raw(truth ? "true" : "false"); }

    JsonWriter& value(double number);

    template <std::integral T>
    JsonWriter& value(T number) {
        return integer(static_cast<std::int64_t>(number));
    }

    JsonWriter& null() { return raw("null"); }

    /// Appends `json` as it is: text that is already JSON.
    JsonWriter& raw(std::string_view json);

  private:
    JsonWriter& open(char bracket);
    JsonWriter& close(char bracket);
    JsonWriter& integer(std::int64_t number);
    void separate();

    std::string& out_;
    bool needs_comma_ = false;
};

}  // namespace carafe::text
