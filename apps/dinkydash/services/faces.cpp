#include "apps/dinkydash/services/faces.hpp"

#include "apps/dinkydash/rules/palette.hpp"
#include "carafe/text/utf8.hpp"

namespace dinkydash {

std::string initials_of(std::string_view name) {
    std::string out;
    int letters = 0;
    bool at_start = true;
    while (!name.empty() && letters < 2) {
        auto point = text::decode_one(name);
        auto length = point ? point->length : 1;
        const bool blank = name[0] == ' ' || name[0] == '-';
        if (at_start && !blank) {
            out += name.substr(0, length);
            ++letters;
        }
        at_start = blank;
        name.remove_prefix(length);
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
