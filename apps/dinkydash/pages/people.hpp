// The people of a family: list and order, photo, colour, birthday, times away.
#pragma once
#include "apps/dinkydash/models/person_absence.hpp"
#include "apps/dinkydash/services/visitor.hpp"

namespace dinkydash::people {

Response index(Request& request, FamilyDb& db, const FamilyInfo& family);
Response create(Request& request, FamilyDb& db, const Member& me);
Response edit(
    Request& request, FamilyDb& db, const Member& me, const FamilyInfo& family, Id<Person> id);
Response remove(Request& request, FamilyDb& db, const FamilyInfo& family, Id<Person> id);
Response move(Request& request, FamilyDb& db, Id<Person> id);
Response absence_add(Request& request, FamilyDb& db, Id<Person> id);
Response absence_remove(Request& request,
                        FamilyDb& db,
                        Id<Person> id,
                        Id<PersonAbsence> absence_id);

}  // namespace dinkydash::people
