#include "apps/dinkydash/services/faces.hpp"

#include "apps/dinkydash/rules/palette.hpp"
#include "carafe/text/graphemes.hpp"

#include <algorithm>

namespace dinkydash {

std::string initials_of(std::string_view name) {
    constexpr std::string_view kBetweenWords = " -/&+,";
    std::string out;
    for (int i = 0; i < 2; ++i) {
        name.remove_prefix(std::min(name.find_first_not_of(kBetweenWords), name.size()));
        out += text::first_grapheme(name);
        name.remove_prefix(std::min(name.find_first_of(kBetweenWords), name.size()));
    }
    return out;
}

Face face_of(const Person& person) {
    Face face;
    face.name = person.name;
    face.initials = initials_of(person.name);
    face.colour_index = rules::colour_index(person.colour);
    face.emoji = person.emoji;
    if (person.image_id) face.image_id = person.image_id->value;
    return face;
}

Face face_of_text(std::string_view text) {
    Face face;
    face.name = text;
    face.initials = initials_of(text);
    return face;
}

std::optional<int> age_reached(const Person& person, int year) {
    if (!person.birth_year || *person.birth_year > year) return std::nullopt;
    return year - *person.birth_year;
}

}  // namespace dinkydash
