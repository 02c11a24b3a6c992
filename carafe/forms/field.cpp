#include "carafe/forms/field.hpp"

#include "carafe/forms/form.hpp"
#include "carafe/text/escape.hpp"

#include <algorithm>

namespace carafe {

namespace {

std::string_view input_type(Widget widget) {
    switch (widget) {
        case Widget::Password: return "password";
        case Widget::Number: return "number";
        case Widget::Date: return "date";
        case Widget::Time: return "time";
        case Widget::Checkbox: return "checkbox";
        case Widget::File: return "file";
        case Widget::Hidden: return "hidden";
        default: return "text";
    }
}

void write_attribute(std::string& out, std::string_view name, std::string_view value) {
    out.append(" ").append(name).append("=\"");
    text::append_html(out, value);
    out += '"';
}

/// "aria_label" and "data_id" are written with dashes, "class_" without its underscore.
std::string html_name(std::string_view name) {
    std::string out(name);
    if (out.starts_with("aria_") || out.starts_with("data_") || out.starts_with("hx_")) {
        for (char& c : out) c = c == '_' ? '-' : c;
    }
    if (out.ends_with('_')) out.pop_back();
    return out;
}

/// The caller's attributes; None, False and undefined are left out, True is bare.
void write_given(std::string& out, Args attributes, std::initializer_list<std::string_view> skip) {
    for (std::size_t i = 0; i < attributes.names.size(); ++i) {
        const auto name = attributes.names[i];
        const Value value = attributes.values[attributes.positional_count() + i];
        if (std::find(skip.begin(), skip.end(), name) != skip.end()) continue;
        if (value.is_undefined() || value.is(Kind::None)) continue;
        if (value.is(Kind::Bool)) {
            if (value.as_integer() != 0) out.append(" ").append(html_name(name));
        } else if (value.is(Kind::Int)) {
            write_attribute(out, html_name(name), std::to_string(value.as_integer()));
        } else if (value.is(Kind::Text)) {
            write_attribute(out, html_name(name), value.as_text());
        }
    }
}

std::string_view text_argument(Args attributes, std::string_view name, std::string_view otherwise) {
    const Value* value = attributes.find(name);
    return value != nullptr && value->is(Kind::Text) ? value->as_text() : otherwise;
}

void write_options(std::string& out, const FormField& field) {
    for (const auto& choice : field.choices()) {
        const auto& chosen = field.entries();
        bool selected = field.widget() == Widget::MultiSelect
                            ? std::find(chosen.begin(), chosen.end(), choice.value) != chosen.end()
                            : choice.value == field.text();
        out += "<option";
        if (selected) out += " selected";
        write_attribute(out, "value", choice.value);
        out += '>';
        text::append_html(out, choice.label);
        out += "</option>";
    }
}

}  // namespace

FormField::FormField(Form* form, std::string_view name, std::string_view label, Widget widget,
                     std::initializer_list<Rule> rules)
    : form_(form), name_(name), label_(label), widget_(widget), rules_(rules) {
    form->fields_.push_back(this);
}

void FormField::error(std::string message) {
    errors_.push_back(std::move(message));
    form_->request().refuse_input();
}

FormField::FormField(Form* form, std::string name, std::string_view label, std::string text)
    : form_(form), name_(std::move(name)), label_(label), widget_(Widget::Text), text_(std::move(text)) {}

void FormField::set_entries(std::vector<std::string> entries) {
    entries_ = std::move(entries);
    parts_.clear();
    if (widget_ != Widget::List) return;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        parts_.emplace_back(new FormField(form_, name_ + '-' + std::to_string(i), label_, entries_[i]));
    }
}

void FormField::clear_errors() {
    errors_.clear();
    for (auto& part : parts_) part->errors_.clear();
}

bool FormField::has_errors() const {
    return !errors_.empty() ||
           std::any_of(parts_.begin(), parts_.end(), [](const auto& part) { return !part->errors_.empty(); });
}

void FormField::write_label(std::string& out) const {
    out += "<label";
    write_attribute(out, "for", name_);
    out += '>';
    text::append_html(out, label_);
    out += "</label>";
}

void FormField::write_input(std::string& out, Args attributes) const {
    const auto id = text_argument(attributes, "id", name_);
    auto open = [&](std::string_view tag) {
        out.append("<").append(tag);
        write_attribute(out, "id", id);
        write_attribute(out, "name", name_);
    };
    switch (widget_) {
        case Widget::TextArea:
            open("textarea");
            write_given(out, attributes, {"id"});
            out += '>';
            text::append_html(out, text_);
            out += "</textarea>";
            return;
        case Widget::Select:
        case Widget::MultiSelect:
            open("select");
            if (widget_ == Widget::MultiSelect) out += " multiple";
            write_given(out, attributes, {"id"});
            out += '>';
            write_options(out, *this);
            out += "</select>";
            return;
        default: break;
    }
    open("input");
    write_attribute(out, "type", text_argument(attributes, "type", input_type(widget_)));
    write_given(out, attributes, {"id", "type", "value"});
    if (widget_ == Widget::Checkbox) {
        out += " value=\"y\"";
        if (!text_.empty()) out += " checked";
    } else if (widget_ != Widget::Password && widget_ != Widget::File) {
        write_attribute(out, "value", text_);
    }
    out += '>';
}

std::int32_t MultiChoiceField::mask() const {
    std::int32_t mask = 0;
    for (const auto& entry : entries()) {
        if (auto bit = parse_decimal<int>(entry, 0, 30)) mask |= 1 << *bit;
    }
    return mask;
}

void MultiChoiceField::set_mask(std::int32_t mask) {
    std::vector<std::string> values;
    for (int bit = 0; bit <= 30; ++bit) {
        if ((mask >> bit) & 1) values.push_back(std::to_string(bit));
    }
    set_entries(std::move(values));
}

}  // namespace carafe
