// What the family decides about itself: name, time zone, begin of week and day.
#pragma once
#include "apps/dinkydash/services/visitor.hpp"

namespace dinkydash::settings {

Response index(Request& request, FamilyDb& db, const FamilyInfo& family);

}  // namespace dinkydash::settings
