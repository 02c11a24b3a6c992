// One dashboard of today: page, polled content, and what a tap does.
#pragma once
#include "apps/dinkydash/models/task.hpp"
#include "apps/dinkydash/services/visitor.hpp"

namespace dinkydash {
struct Task;
}

namespace dinkydash::dashboard {

Response show(Request& request, FamilyDb& db, const Member& me, const FamilyInfo& family, Id<Dashboard> id);
Response content(Request& request, FamilyDb& db, const Member& me, const FamilyInfo& family, Id<Dashboard> id);
Response done(Request& request, FamilyDb& db, const Member& me, const FamilyInfo& family, Id<Dashboard> id, Id<Task> task_id);
Response undo(Request& request, FamilyDb& db, const Member& me, const FamilyInfo& family, Id<Dashboard> id, Id<Task> task_id);
Response skip(Request& request, FamilyDb& db, const Member& me, const FamilyInfo& family, Id<Dashboard> id, Id<Task> task_id);
Response swap(Request& request, FamilyDb& db, const Member& me, const FamilyInfo& family, Id<Dashboard> id, Id<Task> task_id);
Response dismiss(Request& request, FamilyDb& db, Id<Dashboard> id);

}  // namespace dinkydash::dashboard
