// Fields of a form: what was typed, its label, choices and errors. Names are Flask-WTF's, also in templates:
//
//     {{ form.name.label }} {{ form.name(class="input") }} {{ form.name.errors }}
#pragma once
#include "carafe/base/type.hpp"
#include "carafe/forms/rule.hpp"
#include "carafe/web/arguments.hpp"

#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace carafe {

class Form;

enum class Widget : std::uint8_t {
    Text, TextArea, Password, Number, Date, Time, Checkbox, Select, MultiSelect, File, Hidden, List, Rows
};

/// At most so many entries of a list, or rows, are taken from one form.
inline constexpr std::size_t kMaxEntries = 1000;

/// One entry of a choice list: what is posted, and what people see.
struct Choice {
    std::string value;
    std::string label;
};

/// A value or a file that was sent. `name` counts from the form that reads it: "street" of "addresses-0-street".
struct SentPart {
    std::string_view name;
    const Argument* argument = nullptr;
    const UploadedFile* file = nullptr;
};

class FormField {
  public:
    FormField(Form* form, std::string_view name, std::string_view label, Widget widget,
              std::initializer_list<Rule> rules = {});
    virtual ~FormField() = default;
    FormField(const FormField&) = delete;
    FormField& operator=(const FormField&) = delete;

    const std::string& name() const { return name_; }
    /// Without what a list of forms puts in front: "street" of "addresses-0-street".
    std::string_view own_name() const { return std::string_view(name_).substr(prefix_); }
    std::string_view label() const { return label_; }
    Widget widget() const { return widget_; }
    /// What was typed, trimmed (passwords are not), or what the model holds.
    const std::string& text() const { return text_; }
    /// Several values of one name, or the entries of a list.
    const std::vector<std::string>& entries() const { return entries_; }
    const std::vector<Choice>& choices() const { return choices_; }
    const std::vector<std::string>& errors() const { return errors_; }
    const UploadedFile* file() const { return file_; }
    bool is_empty() const { return text_.empty() && entry_count() == 0 && file_ == nullptr; }
    virtual std::size_t entry_count() const { return entries_.size(); }

    /// Entries of a list as fields of their own ("rotation-2"), for templates.
    const std::vector<std::unique_ptr<FormField>>& parts() const { return parts_; }

    /// For labels that name a row. @param label  must outlive the field.
    void set_label(std::string_view label) { label_ = label; }
    void set(std::string text) { text_ = std::move(text); }
    void set_entries(std::vector<std::string> entries);
    void set_choices(std::vector<Choice> choices) { choices_ = std::move(choices); }
    void add_choice(std::string value, std::string label) { choices_.push_back({std::move(value), std::move(label)}); }
    /// Shown under the field; makes the form invalid.
    void error(std::string message);
    /// Shown under one entry of a list.
    void entry_error(std::size_t entry, std::string message) { parts_.at(entry)->error(std::move(message)); }
    /// For a field that what was chosen elsewhere makes meaningless: its faults do not count.
    virtual void clear_errors();
    /// Of the field itself or of one of its entries.
    virtual bool has_errors() const;

    /// The input element. @param attributes  as in WTForms: class, id, placeholder, aria_label, data_…;
    /// None and False are left out, True is a bare attribute.
    void write_input(std::string& out, Args attributes) const;
    void write_label(std::string& out) const;
    /// How templates see it.
    virtual const Type& template_type() const;

  protected:
    friend class Form;
    Form& form() const { return *form_; }
    /// Takes what was sent under this name, and forgets what was there.
    virtual void read(std::span<const SentPart> sent);
    /// Entries of a list that were left empty do not count.
    virtual void drop_blank_entries();
    /// Applies the rules.
    virtual void check();
    /// A button that changes a list: "add", "2-remove". @return false for a field that is no list.
    virtual bool press(std::string_view button);
    /// What stands in front of the name: "addresses-0-".
    virtual void set_prefix(std::string_view prefix);

  private:
    void take(const Argument& argument);
    /// One entry of a list: belongs to its field, not to the form.
    FormField(Form* form, std::string name, std::string_view label, std::string text);

    Form* form_;
    std::string name_;
    std::size_t prefix_ = 0;  ///< length
    std::string_view label_;
    Widget widget_;
    bool sent_ = false;
    std::string text_{};
    std::vector<std::string> entries_{};
    std::vector<Choice> choices_{};
    std::vector<std::string> errors_{};
    std::vector<std::unique_ptr<FormField>> parts_{};
    std::vector<Rule> rules_{};
    const UploadedFile* file_ = nullptr;
};

struct StringField : FormField {
    StringField(Form* form, std::string_view name, std::string_view label, std::initializer_list<Rule> rules = {})
        : FormField(form, name, label, Widget::Text, rules) {}
};
struct TextField : FormField {
    TextField(Form* form, std::string_view name, std::string_view label, std::initializer_list<Rule> rules = {})
        : FormField(form, name, label, Widget::TextArea, rules) {}
};
/// Never shown again, neither trimmed nor changed.
struct PasswordField : FormField {
    PasswordField(Form* form, std::string_view name, std::string_view label, std::initializer_list<Rule> rules = {})
        : FormField(form, name, label, Widget::Password, rules) {}
};
struct HiddenField : FormField {
    HiddenField(Form* form, std::string_view name, std::initializer_list<Rule> rules = {})
        : FormField(form, name, name, Widget::Hidden, rules) {}
};
/// A whole number; "" is empty. Anything else is refused with "Please enter a number.".
struct IntField : FormField {
    IntField(Form* form, std::string_view name, std::string_view label, std::initializer_list<Rule> rules = {})
        : FormField(form, name, label, Widget::Number, rules) {}
    std::optional<std::int64_t> value() const { return parse_decimal<std::int64_t>(text()); }
    std::int64_t value_or(std::int64_t otherwise) const { return value().value_or(otherwise); }
};
struct DateField : FormField {
    DateField(Form* form, std::string_view name, std::string_view label, std::initializer_list<Rule> rules = {})
        : FormField(form, name, label, Widget::Date, rules) {}
    std::optional<Date> value() const { return parse_iso_date(text()); }
};
/// A time of day; "" is empty. Anything else is refused with "This time does not exist.".
struct TimeField : FormField {
    TimeField(Form* form, std::string_view name, std::string_view label, std::initializer_list<Rule> rules = {})
        : FormField(form, name, label, Widget::Time, rules) {}
    std::optional<TimeOfDay> value() const { return parse_time_of_day(text()); }
    void set_value(std::optional<TimeOfDay> time) { set(time ? format_time_of_day(*time) : std::string()); }
};
struct BoolField : FormField {
    BoolField(Form* form, std::string_view name, std::string_view label, std::initializer_list<Rule> rules = {})
        : FormField(form, name, label, Widget::Checkbox, rules) {}
    bool value() const { return !text().empty(); }
    void set_value(bool on) { set(on ? "true" : ""); }
};
/// One of a list; anything else is refused with "Not a valid choice.".
struct ChoiceField : FormField {
    ChoiceField(Form* form, std::string_view name, std::string_view label, std::initializer_list<Rule> rules = {})
        : FormField(form, name, label, Widget::Select, rules) {}
};
template <NamedEnum E>
struct EnumField : ChoiceField {
    EnumField(Form* form, std::string_view name, std::string_view label, std::initializer_list<Rule> rules = {})
        : ChoiceField(form, name, label, rules) {
        for (const auto& entry : enum_names(E{})) add_choice(std::string(entry.name), std::string(enum_label(entry.value)));
    }
    /// REQUIRES: validated.
    E value() const { return enum_from_name<E>(text()).value_or(E{}); }
    void set_value(E value) { set(std::string(enum_name(value))); }
};
/// A row of model M, chosen from rows that the handler loaded through its tenant.
template <class M>
struct RowField : ChoiceField {
    using ChoiceField::ChoiceField;
    /// Nothing when the empty choice was taken.
    std::optional<Id<M>> value() const {
        auto number = parse_decimal<std::int64_t>(text(), 1);
        return number ? std::optional(Id<M>{*number}) : std::nullopt;
    }
    template <class Rows, class N, class C>
    void set_row_choices(const Rows& rows, N C::*label, std::string_view none = {}) {
        if (!none.empty()) add_choice("", std::string(none));
        for (const auto& row : rows) add_choice(std::to_string(row.id.value), row.*label);
    }
};
/// Several of a list, posted under one name. With numbers 0–30 as values it is a bit mask.
struct MultiChoiceField : FormField {
    MultiChoiceField(Form* form, std::string_view name, std::string_view label, std::initializer_list<Rule> rules = {})
        : FormField(form, name, label, Widget::MultiSelect, rules) {}
    std::int32_t mask() const;
    void set_mask(std::int32_t mask);
};
/// An uploaded file; `file()` is null when none was sent.
struct FileField : FormField {
    FileField(Form* form, std::string_view name, std::string_view label, std::initializer_list<Rule> rules = {})
        : FormField(form, name, label, Widget::File, rules) {}
};
/// `rotation-0`, `rotation-1`, …; submit buttons `op=rotation-add`, `rotation-2-remove`, `rotation-2-up`,
/// `rotation-2-down` change it without scripts. Empty entries are dropped when the form is checked.
struct ListField : FormField {
    ListField(Form* form, std::string_view name, std::string_view label, std::initializer_list<Rule> rules = {})
        : FormField(form, name, label, Widget::List, rules) {}
};

/// How templates read a field.
template <>
struct ValueOf<FormField> {
    static Value load(const FormField& field) { return Value::object(&field, type()); }
    static const Type& type();
};

}  // namespace carafe
