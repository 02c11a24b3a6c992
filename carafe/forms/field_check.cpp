#include "carafe/forms/field.hpp"

#include "carafe/base/numbers.hpp"
#include "carafe/text/email.hpp"
#include "carafe/text/utf8.hpp"

#include <algorithm>

namespace carafe {

namespace {

std::int64_t length_of(std::string_view text) {
    return static_cast<std::int64_t>(text::count_code_points(text).value_or(text.size()));
}

/// What a column's length demands; the form says it before the database would.
std::string column_fault(const Rule::Binding& binding, const std::string& text) {
    const auto& table = binding.table();
    const auto* column = table.column_at(binding.offset);
    if (column == nullptr || column->size == 0 || length_of(text) <= column->size) return {};
    return "At most " + std::to_string(column->size) + " characters.";
}

std::string rule_fault(const Rule& rule, const FormField& field) {
    const auto& text = field.text();
    const auto count = static_cast<std::int64_t>(field.entry_count());
    auto unless = [&](bool passes) { return passes ? std::string() : std::string(rule.message); };
    switch (rule.kind) {
        case Rule::Kind::Required: return unless(!field.is_empty());
        case Rule::Kind::MinEntries: return unless(count >= rule.low);
        case Rule::Kind::MaxEntries: return unless(count <= rule.high);
        case Rule::Kind::Custom: return unless(rule.passes(field));
        case Rule::Kind::MinLength: return unless(length_of(text) >= rule.low);
        default: break;
    }
    if (text.empty()) return {};
    switch (rule.kind) {
        case Rule::Kind::MaxLength: return unless(length_of(text) <= rule.high);
        case Rule::Kind::Range: return unless(parse_decimal<std::int64_t>(text, rule.low, rule.high).has_value());
        case Rule::Kind::Email: return unless(text::is_email_address(text));
        case Rule::Kind::Column: return column_fault(rule.binding, text);
        default: return {};
    }
}

bool is_choice(const FormField& field, const std::string& value) {
    const auto& choices = field.choices();
    return std::any_of(choices.begin(), choices.end(), [&](const Choice& choice) { return choice.value == value; });
}

std::string type_fault(const FormField& field) {
    switch (field.widget()) {
        case Widget::Number:
            if (!field.text().empty() && !parse_decimal<std::int64_t>(field.text())) return "Please enter a number.";
            return {};
        case Widget::Date:
            if (!field.text().empty() && !parse_iso_date(field.text())) return "This date does not exist.";
            return {};
        case Widget::Time:
            if (!field.text().empty() && !parse_time_of_day(field.text())) return "This time does not exist.";
            return {};
        case Widget::Select: return is_choice(field, field.text()) ? std::string() : "Not a valid choice.";
        case Widget::MultiSelect:
            for (const auto& entry : field.entries()) {
                if (!is_choice(field, entry)) return "Not a valid choice.";
            }
            return {};
        default: return {};
    }
}

}  // namespace

void FormField::check() {
    if (!errors_.empty()) return;
    for (const auto& rule : rules_) {
        if (rule.kind == Rule::Kind::Required || rule.kind == Rule::Kind::Custom) {
            auto fault = rule_fault(rule, *this);
            if (!fault.empty()) return error(std::move(fault));
        }
    }
    auto fault = type_fault(*this);
    for (auto rule = rules_.begin(); fault.empty() && rule != rules_.end(); ++rule) {
        fault = rule_fault(*rule, *this);
    }
    if (!fault.empty()) error(std::move(fault));
}

}  // namespace carafe
