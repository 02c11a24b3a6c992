// People as pages show them.
#pragma once
#include "apps/dinkydash/models/person.hpp"
#include "apps/dinkydash/views/views.hpp"

#include <string_view>

namespace dinkydash {

Face face_of(const Person& person);
/// A free text of a rotation ("🇩🇪"), "Anyone", "Nobody home": no colour.
Face face_of_text(std::string_view text);
/// One or two letters: "Anna" → "A", "Anna Lena" → "AL".
std::string initials_of(std::string_view name);
/// Age reached on the birthday of `year`; nothing without a year of birth.
std::optional<int> age_reached(const Person& person, int year);

}  // namespace dinkydash
