// Wall screens as the admin sees them: adding, connecting, disconnecting.
#pragma once
#include "apps/dinkydash/models/device.hpp"
#include "apps/dinkydash/services/visitor.hpp"

namespace dinkydash::screens {

Response index(Request& request, FamilyDb& db, const FamilyInfo& family);
Response create(Request& request, FamilyDb& db, const Member& me, const FamilyInfo& family);
Response edit(Request& request, FamilyDb& db, Id<Device> id);
Response revoke(Request& request, FamilyDb& db, Id<Device> id);
Response new_code(Request& request, FamilyDb& db, const FamilyInfo& family, Id<Device> id);
Response permanent_link(Request& request, FamilyDb& db, Id<Device> id);

}  // namespace dinkydash::screens
