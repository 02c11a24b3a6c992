// The family's dashboards: list and order, look, the default one.
#pragma once
#include "apps/dinkydash/models/dashboard.hpp"
#include "apps/dinkydash/services/visitor.hpp"

namespace dinkydash::dashboards {

Response index(Request& request, FamilyDb& db);
Response create(Request& request, FamilyDb& db);
Response edit(Request& request, FamilyDb& db, Id<Dashboard> id);
Response remove(Request& request, FamilyDb& db, Id<Dashboard> id);
Response move(Request& request, FamilyDb& db, Id<Dashboard> id);
Response make_default(Request& request, FamilyDb& db, Id<Dashboard> id);

}  // namespace dinkydash::dashboards
