#include "carafe/forms/form.hpp"

#include "carafe/base/numbers.hpp"
#include "carafe/text/email.hpp"
#include "carafe/text/graphemes.hpp"
#include "carafe/text/utf8.hpp"

#include <algorithm>

namespace carafe {

namespace {

constexpr std::size_t kMaxEntries = 1000;

std::string_view trim(std::string_view text) {
    auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; };
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

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
    const auto count = static_cast<std::int64_t>(field.entries().size());
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

bool Form::validate_on_submit() {
    if (!is_submitted()) return false;
    read();
    if (press(op()) || edit_lists()) return false;
    for (auto* field : fields_) {
        if (field->widget_ == Widget::List) {
            auto entries = field->entries_;
            std::erase(entries, std::string());
            field->set_entries(std::move(entries));
        }
        check(*field);
    }
    validate();
    return !has_errors();
}

bool Form::has_errors() const {
    return std::any_of(fields_.begin(), fields_.end(), [](const FormField* field) {
        return !field->errors_.empty() || std::any_of(field->parts_.begin(), field->parts_.end(),
                                                      [](const auto& part) { return !part->errors_.empty(); });
    });
}

FormField* Form::find(std::string_view name) const {
    for (auto* field : fields_) {
        if (field->name_ == name) return field;
    }
    return nullptr;
}

std::string_view Form::op() const { return is_submitted() ? request_->form().get("op") : std::string_view(); }

void Form::read() {
    const auto& sent = request_->form();
    for (auto* field : fields_) read_field(*field, sent);
    for (const auto& file : request_->files()) {
        auto* field = find(file.field);
        if (field != nullptr && field->widget_ == Widget::File && !file.bytes.empty()) field->file_ = &file;
    }
}

void Form::read_field(FormField& field, const Arguments& sent) {
    field.text_.clear();
    field.entries_.clear();
    const auto prefix = field.name_ + '-';
    std::vector<std::pair<std::size_t, std::string>> indexed;
    for (const auto& argument : sent.all()) {
        const bool of_list = field.widget_ == Widget::List && argument.name.starts_with(prefix);
        if (argument.name != field.name_ && !of_list) continue;
        if (!argument.clean) {
            field.error("Invalid characters.");
            continue;
        }
        if (of_list) {
            auto index = parse_decimal<std::size_t>(std::string_view(argument.name).substr(prefix.size()), 0, kMaxEntries - 1);
            if (index) indexed.emplace_back(*index, trim(argument.value));
        } else if (field.widget_ == Widget::MultiSelect) {
            if (field.entries_.size() < kMaxEntries) field.entries_.push_back(argument.value);
        } else if (field.sent_) {
            field.error("This field was sent twice.");
        } else {
            field.sent_ = true;
            field.text_ = field.widget_ == Widget::Password ? argument.value : std::string(trim(argument.value));
        }
    }
    std::stable_sort(indexed.begin(), indexed.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (auto& entry : indexed) field.entries_.push_back(std::move(entry.second));
    field.set_entries(std::move(field.entries_));
    if (field.widget_ == Widget::Checkbox && !field.text_.empty()) field.text_ = "true";
}

/// "rotation-add", "rotation-2-remove", "rotation-2-up", "rotation-2-down".
bool Form::edit_lists() {
    const auto pressed = op();
    for (auto* field : fields_) {
        if (field->widget_ != Widget::List || !pressed.starts_with(field->name_ + '-')) continue;
        auto rest = pressed.substr(field->name_.size() + 1);
        auto entries = field->entries_;
        auto dash = rest.find('-');
        auto at = dash == rest.npos ? std::nullopt : parse_decimal<std::size_t>(rest.substr(0, dash));
        auto verb = dash == rest.npos ? rest : rest.substr(dash + 1);
        if (verb == "add" && entries.size() < kMaxEntries) entries.emplace_back();
        if (at && *at < entries.size()) {
            if (verb == "remove") entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(*at));
            if (verb == "up" && *at > 0) std::swap(entries[*at], entries[*at - 1]);
            if (verb == "down" && *at + 1 < entries.size()) std::swap(entries[*at], entries[*at + 1]);
        }
        field->set_entries(std::move(entries));
        return true;
    }
    return false;
}

void Form::check(FormField& field) {
    if (!field.errors_.empty()) return;
    for (const auto& rule : field.rules_) {
        if (rule.kind == Rule::Kind::Required || rule.kind == Rule::Kind::Custom) {
            auto fault = rule_fault(rule, field);
            if (!fault.empty()) return field.error(std::move(fault));
        }
    }
    auto fault = type_fault(field);
    for (auto rule = field.rules_.begin(); fault.empty() && rule != field.rules_.end(); ++rule) {
        fault = rule_fault(*rule, field);
    }
    if (!fault.empty()) field.error(std::move(fault));
}

bool Form::take_unique_violation(const orm::UniqueViolation& error, std::string message) {
    for (auto* field : fields_) {
        for (const auto& rule : field->rules_) {
            if (rule.kind != Rule::Kind::Column) continue;
            const auto* column = rule.binding.table().column_at(rule.binding.offset);
            const auto& names = error.columns;
            if (column != nullptr && std::find(names.begin(), names.end(), column->name) != names.end()) {
                field->error(std::move(message));
                return true;
            }
        }
    }
    return false;
}

void Form::load(const void* row, const orm::Table& (*table)()) {
    for (auto* field : fields_) {
        for (const auto& rule : field->rules_) {
            if (rule.kind != Rule::Kind::Column || rule.binding.table != table) continue;
            rule.binding.load(static_cast<const char*>(row) + rule.binding.offset, field->text_);
        }
    }
}

void Form::store(void* row, const orm::Table& (*table)()) const {
    for (const auto* field : fields_) {
        for (const auto& rule : field->rules_) {
            if (rule.kind != Rule::Kind::Column || rule.binding.table != table) continue;
            rule.binding.store(static_cast<char*>(row) + rule.binding.offset, field->text_);
        }
    }
}

}  // namespace carafe
