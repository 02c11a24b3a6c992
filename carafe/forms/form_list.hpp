// FormList: rows that are forms of their own, as many as a visitor wants. Names are those of Flask-WTF's
// FieldList(FormField(...)): addresses-0-street, addresses-1-street.
//
//     struct AddressForm : Form {
//         HiddenField id{this, "id", {column(&Address::id)}};
//         StringField street{this, "street", "Street", {required("Street is required."), column(&Address::street)}};
//         using Form::Form;
//     };
//     struct CustomerForm : Form {
//         FormList<AddressForm> addresses{this, "addresses", "Addresses", {max_entries(5, "At most 5 addresses.")}};
//         using Form::Form;
//     };
//
// Submit buttons `op=addresses-add`, `addresses-2-remove`, `addresses-2-up`, `addresses-2-down` change the rows without
// scripts; lists inside rows have theirs, `addresses-0-phones-add`. Rows that were left empty are dropped when the form
// is checked. Numbers may have gaps; rows are numbered anew in their order. Numbers from 1000 on are an error.
#pragma once
#include "carafe/forms/form.hpp"

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace carafe {

/// A FormList without the type of its rows.
class FormRows : public FormField {
  public:
    std::size_t size() const { return rows_.size(); }
    std::size_t entry_count() const override { return rows_.size(); }
    void clear_errors() override;
    bool has_errors() const override;
    const Form& row(std::size_t i) const { return *rows_.at(i); }
    /// For templates: a value of the row's own type.
    virtual Value row_value(std::size_t i) const = 0;

  protected:
    using TableFunction = const orm::Table& (*)();

    FormRows(Form* form, std::string_view name, std::string_view label, std::initializer_list<Rule> rules)
        : FormField(form, name, label, Widget::Rows, rules) {}

    virtual std::unique_ptr<Form> make_row(Request& request) const = 0;
    Form& add_row();
    Form& form_of_row(std::size_t i) const { return *rows_.at(i); }
    bool is_submitted() const { return form().is_submitted(); }
    void load(std::span<const void* const> models, TableFunction table);
    /// For each row the position of its model, or models.size() for a row without one.
    std::vector<std::size_t> match(std::span<const void* const> models, TableFunction table) const;
    void store(std::size_t row, void* model, TableFunction table) const { rows_.at(row)->store(model, table); }

    void read(std::span<const SentPart> sent) override;
    void drop_blank_entries() override;
    void check() override;
    bool press(std::string_view button) override;
    void set_prefix(std::string_view prefix) override;

  private:
    void number_rows();
    std::string prefix_of(std::size_t row) const { return name() + '-' + std::to_string(row) + '-'; }
    std::map<std::size_t, std::vector<SentPart>> sort_by_row(std::span<const SentPart> sent);

    std::vector<std::unique_ptr<Form>> rows_{};
};

namespace detail {
/// What templates see of every list of forms.
void collect_form_rows(TypeMembers& members);
Value iterate_form_rows(CallContext& context, const void* self);
}  // namespace detail

template <std::derived_from<Form> F>
class FormList final : public FormRows {
  public:
    FormList(Form* form, std::string_view name, std::string_view label, std::initializer_list<Rule> rules = {})
        : FormRows(form, name, label, rules) {}

    F& operator[](std::size_t i) const { return static_cast<F&>(form_of_row(i)); }

    /// A further row at the end, as by the button "add". @throws std::length_error past 1000 rows.
    F& add() { return static_cast<F&>(add_row()); }

    /// Called with each row when it is made, before values are read: for choices and defaults. Given before
    /// fill_from() and validate_on_submit().
    void set_up_rows(std::function<void(F&)> function) { set_up_ = std::move(function); }

    /// A row for each model, unless the form was posted. @throws std::length_error past 1000 models.
    template <class M>
    void fill_from(const std::vector<M>& models) {
        if (!is_submitted()) load(addresses_of(models), &orm::table<M>);
    }

    /// Makes `models` what the rows say, in their order. A row finds its model by the key, when a field of the row
    /// is bound to it, else by position; a row with a key that is not among `models` becomes a new model. Keys are
    /// never written, so a changed page reaches no row that the handler did not load.
    /// @return the models no row names any more; the handler removes them.
    template <class M>
    std::vector<M> populate(std::vector<M>& models) const {
        const auto sources = match(addresses_of(models), &orm::table<M>);
        std::vector<M> old = std::exchange(models, {});
        std::vector<bool> used(old.size());
        for (std::size_t i = 0; i < sources.size(); ++i) {
            const bool known = sources[i] < old.size();
            models.push_back(known ? std::move(old[sources[i]]) : M{});
            if (known) used[sources[i]] = true;
            store(i, &models.back(), &orm::table<M>);
        }
        std::vector<M> removed;
        for (std::size_t i = 0; i < old.size(); ++i) {
            if (!used[i]) removed.push_back(std::move(old[i]));
        }
        return removed;
    }

    Value row_value(std::size_t i) const override { return ValueOf<F>::load((*this)[i]); }
    const Type& template_type() const override {
        static constinit Type made{.name = "list of forms",
                                   .size = sizeof(FormField),
                                   .collect = &detail::collect_form_rows,
                                   .iterate = &detail::iterate_form_rows,
                                   .item = &ValueOf<F>::type};
        return made;
    }

  private:
    template <class M>
    static std::vector<const void*> addresses_of(const std::vector<M>& models) {
        std::vector<const void*> addresses;
        for (const auto& model : models) addresses.push_back(&model);
        return addresses;
    }
    std::unique_ptr<Form> make_row(Request& request) const override {
        auto row = std::make_unique<F>(request);
        if (set_up_) set_up_(*row);
        return row;
    }

    std::function<void(F&)> set_up_{};
};

}  // namespace carafe
