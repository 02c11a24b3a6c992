// The tasks of a family: list with whose turn it is, form with rotation and preview.
#pragma once
#include "apps/dinkydash/models/task.hpp"
#include "apps/dinkydash/services/visitor.hpp"

namespace dinkydash::tasks {

Response index(Request& request, FamilyDb& db, const FamilyInfo& family);
Response create(Request& request, FamilyDb& db, const Member& me, const FamilyInfo& family);
Response edit(
    Request& request, FamilyDb& db, const Member& me, const FamilyInfo& family, Id<Task> id);
Response remove(Request& request, FamilyDb& db, Id<Task> id);

}  // namespace dinkydash::tasks
