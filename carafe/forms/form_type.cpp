// What templates see of forms and fields; the names are Flask-WTF's.
#include "carafe/forms/form_list.hpp"
#include "carafe/web/csrf.hpp"

namespace carafe {

namespace {

const FormField& field_of(const void* self) { return *static_cast<const FormField*>(self); }
const Form& form_of(const void* self) { return *static_cast<const Form*>(self); }

Value print_label(CallContext& context, const void* self) {
    std::string out;
    field_of(self).write_label(out);
    return context.markup(out);
}

Value call_label(CallContext& context, const void* self, Args) { return print_label(context, self); }

Value label_text(CallContext&, const void* self, Args) { return Value::text(field_of(self).label()); }

constinit Type label_type{
    .name = "label",
    .load = [](const void* address) { return Value::object(address, label_type); },
    .collect = [](TypeMembers& members) { add_property(members, "text", label_text, &static_type<std::string_view>()); },
    .call = call_label,
    .print = print_label};

Value field_label(CallContext&, const void* self, Args) { return Value::object(self, label_type); }
Value field_name(CallContext&, const void* self, Args) { return Value::text(field_of(self).name()); }
Value field_errors(CallContext&, const void* self, Args) { return to_value(field_of(self).errors()); }

Value field_data(CallContext&, const void* self, Args) {
    const auto& field = field_of(self);
    switch (field.widget()) {
        case Widget::MultiSelect:
        case Widget::List: return to_value(field.entries());
        case Widget::Checkbox: return Value::boolean(!field.text().empty());
        case Widget::Password:
        case Widget::File: return Value::text("");
        default: return Value::text(field.text());
    }
}

const FormRows& rows_of(const void* self) { return static_cast<const FormRows&>(field_of(self)); }

Value iterate_field(CallContext& context, const void* self) {
    std::vector<Value> out;
    for (const auto& part : field_of(self).parts()) out.push_back(ValueOf<FormField>::load(*part));
    return context.list(out);
}

Value field_choices(CallContext& context, const void* self, Args) {
    std::vector<Value> out;
    for (const auto& choice : field_of(self).choices()) {
        const Value pair[] = {Value::text(choice.value), Value::text(choice.label)};
        out.push_back(context.tuple(pair));
    }
    return context.list(out);
}

Value call_field(CallContext& context, const void* self, Args arguments) {
    std::string out;
    field_of(self).write_input(out, arguments);
    return context.markup(out);
}

Value print_field(CallContext& context, const void* self) { return call_field(context, self, {}); }

void collect_field(TypeMembers& members) {
    add_property(members, "label", field_label, &label_type);
    add_property(members, "name", field_name, &static_type<std::string_view>());
    add_property(members, "id", field_name, &static_type<std::string_view>());
    add_property(members, "errors", field_errors, &static_type<std::vector<std::string>>());
    add_property(members, "data", field_data);
    add_property(members, "choices", field_choices);
}

constinit Type field_type{.name = "form field",
                          .size = sizeof(FormField),
                          .load = [](const void* address) { return Value::object(address, field_type); },
                          .collect = collect_field,
                          .call = call_field,
                          .print = print_field,
                          .iterate = iterate_field,
                          .item = &ValueOf<FormField>::type};

Value hidden_tag(CallContext& context, const void* self, Args) {
    const auto& form = form_of(self);
    std::string out = csrf_field(context.request_as<Request>());
    for (const auto* field : form.fields()) {
        if (field->widget() == Widget::Hidden) field->write_input(out, {});
    }
    return context.markup(out);
}

void add_errors(std::vector<DictData::Entry>& entries, const Form& form) {
    for (const auto* field : form.fields()) {
        if (!field->errors().empty()) entries.push_back({Value::text(field->name()), to_value(field->errors())});
        for (const auto& part : field->parts()) {
            if (!part->errors().empty()) entries.push_back({Value::text(part->name()), to_value(part->errors())});
        }
        const auto* list = field->widget() == Widget::Rows ? static_cast<const FormRows*>(field) : nullptr;
        for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) add_errors(entries, list->row(i));
    }
}

Value form_errors(CallContext& context, const void* self, Args) {
    std::vector<DictData::Entry> entries;
    add_errors(entries, form_of(self));
    return context.dict(entries);
}

/// A copy for the life of the program, like the members it stands in: the probe is gone soon.
std::string_view keep(std::string_view name) {
    auto* copy = new char[name.size()];
    name.copy(copy, name.size());
    return {copy, name.size()};
}

}  // namespace

const Type& ValueOf<FormField>::type() { return field_type; }
const Type& FormField::template_type() const { return field_type; }

namespace detail {

void collect_form_rows(TypeMembers& members) {
    add_property(members, "label", field_label, &label_type);
    add_property(members, "name", field_name, &static_type<std::string_view>());
    add_property(members, "id", field_name, &static_type<std::string_view>());
    add_property(members, "errors", field_errors, &static_type<std::vector<std::string>>());
}

Value iterate_form_rows(CallContext& context, const void* self) {
    std::vector<Value> out;
    for (std::size_t i = 0; i < rows_of(self).size(); ++i) out.push_back(rows_of(self).row_value(i));
    return context.list(out);
}

void collect_form(TypeMembers& members, const Form& probe, const void* object) {
    for (const auto* field : probe.fields()) {
        auto offset = reinterpret_cast<const char*>(field) - static_cast<const char*>(object);
        members.fields.push_back(
            make_object_field(keep(field->name()), static_cast<std::size_t>(offset), field->template_type()));
    }
    add_function(members, "hidden_tag", hidden_tag);
    add_property(members, "errors", form_errors);
}

}  // namespace detail
}  // namespace carafe
