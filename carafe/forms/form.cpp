#include "carafe/forms/form.hpp"

#include <algorithm>

namespace carafe {

bool Form::validate_on_submit() {
    if (!is_submitted()) return false;
    read_request();
    if (press(op()) || press_list(op())) return false;
    drop_blank_entries();
    check();
    return !has_errors();
}

bool Form::has_errors() const {
    return std::any_of(fields_.begin(), fields_.end(), [](const FormField* field) { return field->has_errors(); });
}

FormField* Form::find(std::string_view name) const {
    for (auto* field : fields_) {
        if (field->own_name() == name) return field;
    }
    return nullptr;
}

std::string_view Form::op() const { return is_submitted() ? request_->form().get("op") : std::string_view(); }

void Form::read_request() {
    std::vector<SentPart> sent;
    for (const auto& argument : request_->form().all()) sent.push_back({.name = argument.name, .argument = &argument});
    for (const auto& file : request_->files()) sent.push_back({.name = file.field, .file = &file});
    read(sent);
}

void Form::read(std::span<const SentPart> sent) {
    for (auto* field : fields_) field->read(sent);
}

/// @param button  "rotation-add", "rotation-2-remove".
bool Form::press_list(std::string_view button) {
    for (auto* field : fields_) {
        const auto name = field->own_name();
        if (!button.starts_with(name) || !button.substr(name.size()).starts_with('-')) continue;
        if (field->press(button.substr(name.size() + 1))) return true;
    }
    return false;
}

void Form::drop_blank_entries() {
    for (auto* field : fields_) field->drop_blank_entries();
}

void Form::check() {
    for (auto* field : fields_) field->check();
    validate();
}

void Form::set_prefix(std::string_view prefix) {
    for (auto* field : fields_) field->set_prefix(prefix);
}

bool Form::is_blank() const {
    return std::all_of(fields_.begin(), fields_.end(),
                       [](const FormField* field) { return field->is_empty() && !field->has_errors(); });
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
            if (rule.binding.offset == table().key->offset) continue;
            rule.binding.store(static_cast<char*>(row) + rule.binding.offset, field->text_);
        }
    }
}

const FormField* Form::key_field(const orm::Table& (*table)()) const {
    for (const auto* field : fields_) {
        for (const auto& rule : field->rules_) {
            const bool bound = rule.kind == Rule::Kind::Column && rule.binding.table == table;
            if (bound && rule.binding.offset == table().key->offset) return field;
        }
    }
    return nullptr;
}

}  // namespace carafe
