// People as the admin's pages list them.
#pragma once
#include "apps/dinkydash/services/board_data.hpp"

namespace dinkydash {

PersonRow person_row(const Person& person, const rules::Presence& presence, Date today);
PersonHead person_head(const Person& person);
/// Times away of one person, the latest first.
std::vector<AbsenceRow> absence_rows(FamilyDb& db, Id<Person> person);
/// Of the palette, the first colour nobody has; when all are taken they start again.
std::string next_colour(FamilyDb& db);
/// "Anna takes turns in 3 tasks and has a birthday countdown. The tasks go on with the others."
std::string removal_consequence(FamilyDb& db, const Person& person);

}  // namespace dinkydash
