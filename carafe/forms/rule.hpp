// What a field demands, as values. Rules are asked in the order written; the first failure is shown.
//
//     StringField name{this, "name", "Task Name", {required("Task name is required."), column(&Task::name)}};
#pragma once
#include "carafe/base/enums.hpp"
#include "carafe/base/id.hpp"
#include "carafe/base/time.hpp"
#include "carafe/orm/model.hpp"
#include "carafe/web/response.hpp"

#include <bit>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace carafe {

class FormField;

struct Rule {
    enum class Kind : std::uint8_t {
        Required, MinLength, MaxLength, Range, Email, MinEntries, MaxEntries, Emoji, Image, Custom, Column
    };
    /// How a field's text and a model's member become each other.
    struct Binding {
        std::size_t offset = 0;
        const orm::Table& (*table)() = nullptr;
        void (*load)(const void* member, std::string& text) = nullptr;
        bool (*store)(void* member, std::string_view text) = nullptr;
    };

    Kind kind = Kind::Required;
    std::string_view message{};
    std::int64_t low = 0;
    std::int64_t high = 0;
    bool (*passes)(const FormField&) = nullptr;
    Binding binding{};
};

inline Rule required(Literal message) { return {Rule::Kind::Required, message.text}; }
/// Lengths are counted in code points.
inline Rule min_length(std::int64_t n, Literal message) { return {Rule::Kind::MinLength, message.text, n}; }
inline Rule max_length(std::int64_t n, Literal message) { return {Rule::Kind::MaxLength, message.text, 0, n}; }
/// Whole numbers from `low` to `high`.
inline Rule number_range(std::int64_t low, std::int64_t high, Literal message) {
    return {Rule::Kind::Range, message.text, low, high};
}
/// One '@', a name before and a domain with a dot behind it, at most 254 octets.
inline Rule email_address(Literal message) { return {Rule::Kind::Email, message.text}; }
inline Rule min_entries(std::int64_t n, Literal message) { return {Rule::Kind::MinEntries, message.text, n}; }
inline Rule max_entries(std::int64_t n, Literal message) { return {Rule::Kind::MaxEntries, message.text, 0, n}; }
/// Passes when `function` says so.
inline Rule check_that(bool (*function)(const FormField&), Literal message) {
    return {Rule::Kind::Custom, message.text, 0, 0, function};
}

namespace detail {

bool store_text(std::string& member, std::string_view text);
bool store_text(std::int64_t& member, std::string_view text);
bool store_text(std::int32_t& member, std::string_view text);
bool store_text(std::int16_t& member, std::string_view text);
bool store_text(bool& member, std::string_view text);
bool store_text(Date& member, std::string_view text);
void load_text(const std::string& member, std::string& text);
void load_text(std::int64_t member, std::string& text);
void load_text(std::int32_t member, std::string& text);
void load_text(std::int16_t member, std::string& text);
void load_text(bool member, std::string& text);
void load_text(Date member, std::string& text);

template <class T>
inline constexpr bool is_optional_v = false;
template <class T>
inline constexpr bool is_optional_v<std::optional<T>> = true;

/// Load and store per member *type*, not per field.
template <class T>
struct MemberText {
    static void load(const void* member, std::string& text) {
        const auto& value = *static_cast<const T*>(member);
        if constexpr (is_optional_v<T>) {
            text.clear();
            if (value) MemberText<typename T::value_type>::load(&*value, text);
        } else if constexpr (NamedEnum<T>) {
            text = enum_name(value);
        } else if constexpr (std::is_base_of_v<Key, T>) {
            value ? load_text(value.value, text) : text.clear();
        } else {
            load_text(value, text);
        }
    }
    static bool store(void* member, std::string_view text) {
        auto& value = *static_cast<T*>(member);
        if constexpr (is_optional_v<T>) {
            value.reset();
            return text.empty() || MemberText<typename T::value_type>::store(&value.emplace(), text);
        } else if constexpr (NamedEnum<T>) {
            auto found = enum_from_name<T>(text);
            if (found) value = *found;
            return found.has_value();
        } else if constexpr (std::is_base_of_v<Key, T>) {
            return store_text(value.value, text);
        } else {
            return store_text(value, text);
        }
    }
};

}  // namespace detail

/// Binds a field to a model's member: `Form{request, row}` shows it, `populate(row)` writes it, and the
/// column's length is a rule of the field.
template <class F, class C>
Rule column(F C::*member) {
    using M = orm::model_of<C>;
    Rule rule{Rule::Kind::Column};
    rule.binding = {orm::offset_of<M>(member), &orm::table<M>, &detail::MemberText<F>::load, &detail::MemberText<F>::store};
    return rule;
}

}  // namespace carafe
