// Form: a class whose members are its fields. One definition reads, checks, shows again and writes to a model.
//
//     struct TaskForm : Form {
//         StringField         name{this, "name", "Task Name", {required("Task name is required."), column(&Task::name)}};
//         RowField<Dashboard> dashboard{this, "dashboard_id", "Dashboard", {column(&Task::dashboard_id)}};
//         using Form::Form;
//     };
//
//     TaskForm form{request, task};
//     if (form.validate_on_submit()) { form.populate(task); ... }
//
// Order of checks for each field: trim, UTF-8, type, rules in the order written (first failure only),
// choices; then validate(). A form belongs to its request: it can be neither copied nor moved.
#pragma once
#include "carafe/forms/field.hpp"
#include "carafe/orm/errors.hpp"
#include "carafe/web/request.hpp"

#include <concepts>
#include <string>
#include <string_view>
#include <vector>

namespace carafe {

class Form {
  public:
    /// Makes an object only to look at its fields, at start.
    struct Probe {};

    explicit Form(Request& request) : request_(&request) {}
    explicit Form(Probe) {}
    virtual ~Form() = default;
    Form(const Form&) = delete;
    Form& operator=(const Form&) = delete;

    /// POST: reads and checks. False for GET, when something is wrong, and when a button was pressed that
    /// only changes the form.
    bool validate_on_submit();
    bool is_submitted() const { return request_ != nullptr && request_->is_post(); }
    /// Shows what the model holds, unless the form was posted. @param row  of the model the columns name.
    template <class M>
    void fill_from(const M& row) {
        if (!is_submitted()) load(&row, &orm::table<M>);
    }
    /// The same whatever was posted: for a form that stands beside the posted one.
    template <class M>
    void show(const M& row) {
        load(&row, &orm::table<M>);
    }
    /// Writes the fields with column(...) to the row; never its key.
    template <class M>
    void populate(M& row) const {
        store(&row, &orm::table<M>);
    }
    /// Value of the pressed button named `op`; empty for Enter or none.
    std::string_view op() const;
    /// 200 for a page shown first or edited by a list button, 422 for a refused one.
    int status() const { return has_errors() ? 422 : 200; }
    bool has_errors() const;
    /// Puts "already taken" on the field bound to the column. @return false when no field is.
    bool take_unique_violation(const orm::UniqueViolation& error, std::string message);

    Request& request() const { return *request_; }
    const std::vector<FormField*>& fields() const { return fields_; }
    /// @param name  without what a list of forms puts in front.
    FormField* find(std::string_view name) const;

  protected:
    /// Rules over several fields; runs after the fields' own, also when one of those failed.
    virtual void validate() {}
    /// Answers a button of the form's own, such as `op=preview`: may change the fields. @return true when
    /// the page comes back with the values as they are, unchecked.
    virtual bool press(std::string_view /*op*/) { return false; }

  private:
    friend class FormField;
    friend class FormRows;
    void read_request();
    void read(std::span<const SentPart> sent);
    bool press_list(std::string_view button);
    void drop_blank_entries();
    void check();
    void set_prefix(std::string_view prefix);
    bool is_blank() const;
    void load(const void* row, const orm::Table& (*table)());
    void store(void* row, const orm::Table& (*table)()) const;
    /// The field bound to the table's key; null when there is none.
    const FormField* key_field(const orm::Table& (*table)()) const;

    Request* request_ = nullptr;
    std::vector<FormField*> fields_{};
};

namespace detail {

/// What every form class shows to templates: hidden_tag(), errors, and its fields.
/// @param object  address of the most derived object, which field offsets count from.
void collect_form(TypeMembers& members, const Form& probe, const void* object);

template <class F>
void collect_form_of(TypeMembers& members) {
    F probe{Form::Probe{}};
    collect_form(members, probe, &probe);
}

template <class F>
Value load_form(const void* address) {
    return ValueOf<F>::load(*static_cast<const F*>(address));
}

}  // namespace detail

template <std::derived_from<Form> F>
struct ValueOf<F> {
    static Value load(const F& form) { return Value::object(&form, type()); }
    static const Type& type() {
        static constinit Type made{.name = detail::type_name<F>(),
                                   .kind = Kind::Object,
                                   .size = sizeof(F),
                                   .load = &detail::load_form<F>,
                                   .collect = &detail::collect_form_of<F>};
        return made;
    }
};

}  // namespace carafe
