// People as pages show them.
#pragma once
#include "apps/dinkydash/models/person.hpp"
#include "apps/dinkydash/views/views.hpp"

#include <string_view>

namespace dinkydash {

Face face_of(const Person& person);
/// A free text of a rotation ("🇩🇪"), "Anyone", "Nobody home": no colour.
Face face_of_text(std::string_view text);
/// First characters, as people count them, of the first two words: "Anna" → "A", "Anna Lena" → "AL",
/// "🇩🇪 / 🇬🇧" → "🇩🇪🇬🇧". Empty when there is no word.
std::string initials_of(std::string_view name);
/// Age reached on the birthday of `year`; nothing without a year of birth.
std::optional<int> age_reached(const Person& person, int year);

}  // namespace dinkydash
