// Fields that several forms of this application have.
#pragma once
#include "apps/dinkydash/models/dashboard.hpp"
#include "apps/dinkydash/services/pictures.hpp"
#include "carafe/forms/form.hpp"

namespace dinkydash {

using namespace carafe;

/// "" or 1–4 emoji.
struct EmojiField : StringField {
    EmojiField(Form* form, Rule column);
};

/// January to December as 1–12. @param none  label of "", an empty month; without it one must be
/// chosen.
struct MonthField : ChoiceField {
    MonthField(Form* form,
               std::string_view name,
               std::string_view label,
               Rule column,
               std::string_view none = {});
};

/// The family's dashboards, then 0 "Not on any dashboard".
struct DashboardField : RowField<Dashboard> {
    explicit DashboardField(Form* form);
    void offer(FamilyDb& db);
    void show(std::optional<Id<Dashboard>> chosen);
};

/// One of the palette.
struct ColourField : ChoiceField {
    ColourField(Form* form, Rule column);
};

/// For check_that: what was sent is one of the choices.
bool is_offered(const FormField& field);

/// Checks the fields of the chosen icon; those of the others do not count.
/// @return the picture that was uploaded for it.
std::optional<storage::Picture> check_icon(
    Request& request, IconType chosen, FormField& emoji, FormField& image, bool has_image);

}  // namespace dinkydash
