// Fields that several forms of this application have.
#pragma once
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

/// One of the palette.
struct ColourField : ChoiceField {
    ColourField(Form* form, Rule column);
};

}  // namespace dinkydash
