// The wall screen: pairing, the board without a login, and what a tap does.
#pragma once
#include "apps/dinkydash/models/task.hpp"
#include "apps/dinkydash/services/visitor.hpp"

namespace dinkydash {
struct Task;
}

namespace dinkydash::wall {

Response pair(Request& request);
Response pair_token(Request& request, std::string_view token);
Response show(Request& request);
Response content(Request& request);
Response permanent(Request& request, std::string_view token);
Response done(Request& request, FamilyDb& db, const Screen& screen, const FamilyInfo& family, Id<Task> task_id);
Response undo(Request& request, FamilyDb& db, const Screen& screen, const FamilyInfo& family, Id<Task> task_id);
Response skip(Request& request, FamilyDb& db, const Screen& screen, const FamilyInfo& family, Id<Task> task_id);
Response swap(Request& request, FamilyDb& db, const Screen& screen, const FamilyInfo& family, Id<Task> task_id);

}  // namespace dinkydash::wall
