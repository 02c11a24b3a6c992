// Forms and pages of pages/people.cpp.
#pragma once
#include "apps/dinkydash/models/person_absence.hpp"
#include "apps/dinkydash/pages/fields.hpp"
#include "apps/dinkydash/services/pictures.hpp"
#include "apps/dinkydash/views/views.hpp"
#include "carafe/templates/page.hpp"

namespace dinkydash {

using templates::Page;
using templates::PageInfo;

struct PersonForm : Form {
    StringField name{this, "name", "Name", {required("Name is required."), column(&Person::name)}};
    ColourField colour{this, column(&Person::colour)};
    EmojiField emoji{this, column(&Person::emoji)};
    FileField image{this, "image", "Photo"};
    BoolField remove_image{this, "remove_image", "Remove the photo"};
    StringField birth_day{this, "birth_day", "Day of birth", {column(&Person::birth_day)}};
    MonthField birth_month{
        this, "birth_month", "Month of birth", column(&Person::birth_month), "–"};
    StringField birth_year{this, "birth_year", "Year of birth", {column(&Person::birth_year)}};
    BoolField active{this, "active", "Takes part", {column(&Person::active)}};
    std::optional<storage::Picture> picture{};  ///< of `image`, read by validate()
    using Form::Form;
    void validate() override;
};

/// "Once", "Every week", "Every second week" … every eighth.
struct RepeatField : ChoiceField {
    RepeatField(Form* form, std::string_view name, std::string_view label, Rule column);
};

struct AbsenceForm : Form {
    DateField starts_on{this,
                        "starts_on",
                        "From",
                        {required("Please enter a date."), column(&PersonAbsence::starts_on)}};
    DateField ends_on{this, "ends_on", "Until", {column(&PersonAbsence::ends_on)}};
    RepeatField repeat_weeks{this, "repeat_weeks", "Repeats", column(&PersonAbsence::repeat_weeks)};
    StringField reason{this, "reason", "Reason", {column(&PersonAbsence::reason)}};
    using Form::Form;
    void validate() override;
};

struct PeoplePage : Page<std::vector<PersonRow>> {
    using Page::Page;
    static constexpr PageInfo info{"people/index.html", {"people"}};
};

struct PersonCreatePage : Page<PersonForm> {
    using Page::Page;
    static constexpr PageInfo info{"people/create.html", {"form"}};
};

struct PersonEditPage : Page<PersonForm, PersonHead, std::vector<AbsenceRow>, AbsenceForm> {
    using Page::Page;
    static constexpr PageInfo info{"people/edit.html",
                                   {"form", "person", "absences", "absence_form"}};
};

struct PersonRemovePage : Page<PersonHead, std::string> {
    using Page::Page;
    static constexpr PageInfo info{"people/remove.html", {"person", "consequence"}};
};

}  // namespace dinkydash
