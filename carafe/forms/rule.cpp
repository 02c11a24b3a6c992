#include "carafe/forms/rule.hpp"

#include "carafe/base/numbers.hpp"

namespace carafe::detail {

namespace {
template <class T>
bool store_number(T& member, std::string_view text) {
    auto number = parse_decimal<T>(text);
    if (number) member = *number;
    return number.has_value();
}
}  // namespace

bool store_text(std::string& member, std::string_view text) { return member = text, true; }
bool store_text(std::int64_t& member, std::string_view text) { return store_number(member, text); }
bool store_text(std::int32_t& member, std::string_view text) { return store_number(member, text); }
bool store_text(std::int16_t& member, std::string_view text) { return store_number(member, text); }
bool store_text(bool& member, std::string_view text) { return member = !text.empty(), true; }

bool store_text(Date& member, std::string_view text) {
    auto date = parse_iso_date(text);
    if (date) member = *date;
    return date.has_value();
}

void load_text(const std::string& member, std::string& text) { text = member; }
void load_text(std::int64_t member, std::string& text) { text = std::to_string(member); }
void load_text(std::int32_t member, std::string& text) { text = std::to_string(member); }
void load_text(std::int16_t member, std::string& text) { text = std::to_string(member); }
void load_text(bool member, std::string& text) { text = member ? "true" : ""; }
void load_text(Date member, std::string& text) { text = format_iso(member); }

}  // namespace carafe::detail
