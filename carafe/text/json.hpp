// Reading JSON from strangers: strict, bounded, types never coerced.
//
//     auto body = TRY(text::parse_json(request.body()));
//     if (const auto* name = body.find("name"); name && name->is_string()) save(name->string());
//
// Refused: duplicate keys, depth over 64, more bytes than allowed, trailing text, comments, NaN,
// lone surrogates, invalid UTF-8, NUL in a string. Writing is in text/json_writer.hpp.
// @source RFC 8259; RFC 8785 is not followed (no canonical form)
#pragma once
#include "carafe/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace carafe::text {

struct JsonMember;

/// One JSON value; owns everything below it. A number is an integer when it is written without
/// fraction and exponent and fits 64 bits with sign; any other number is a double.
class JsonValue {
  public:
    using Array = std::vector<JsonValue>;
    using Object = std::vector<JsonMember>;  ///< in the order of the text, names are unique

    JsonValue() = default;

    explicit JsonValue(bool value) : state_(value) {}

    explicit JsonValue(std::int64_t value) : state_(value) {}

    explicit JsonValue(double value) : state_(value) {}

    explicit JsonValue(std::string value) : state_(std::move(value)) {}

    explicit JsonValue(Array value);
    explicit JsonValue(Object value);

    bool is_null() const { return holds<std::monostate>(); }

    bool is_bool() const { return holds<bool>(); }

    bool is_integer() const { return holds<std::int64_t>(); }

    bool is_number() const { return is_integer() || holds<double>(); }

    bool is_string() const { return holds<std::string>(); }

    bool is_array() const { return holds<Array>(); }

    bool is_object() const { return holds<Object>(); }

    // The getters below throw std::bad_variant_access when the type is another one: ask first.
    bool boolean() const { return std::get<bool>(state_); }

    std::int64_t integer() const { return std::get<std::int64_t>(state_); }

    double number() const;  ///< integers over 2^53 are rounded

    const std::string& string() const { return std::get<std::string>(state_); }

    const Array& array() const { return std::get<Array>(state_); }

    const Object& object() const { return std::get<Object>(state_); }

    Array& array() { return std::get<Array>(state_); }

    Object& object() { return std::get<Object>(state_); }

    /// Member of an object by exact name; null pointer when absent or when this is no object.
    const JsonValue* find(std::string_view name) const;

  private:
    template <class T>
    bool holds() const {
        return std::holds_alternative<T>(state_);
    }

    std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Object> state_;
};

struct JsonMember {
    std::string name;
    JsonValue value;
};

struct JsonLimits {
    std::size_t depth = 64;       ///< arrays and objects inside each other
    std::size_t bytes = 1 << 20;  ///< of the whole text
};

/// Reads one JSON text, blanks around it allowed.
/// @return the value, or an error text.E001 (syntax), text.E002 (too large or deep), text.E003 (two
/// equal keys),
///         text.E004 (NUL in a string). Messages hold no input.
/// @cost   linear in the input; n log n in the number of keys of one object.
Result<JsonValue> parse_json(std::string_view text, JsonLimits limits = {});

}  // namespace carafe::text
