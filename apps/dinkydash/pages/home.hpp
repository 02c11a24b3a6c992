// The list of dashboards.
#pragma once
#include "apps/dinkydash/services/visitor.hpp"

namespace dinkydash::home {

Response index(Request& request, FamilyDb& db);

}  // namespace dinkydash::home
