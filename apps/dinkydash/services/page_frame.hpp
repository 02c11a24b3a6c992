// What the frame around every page shows: who is logged in, and whose family it is.
//
//     app: the template globals `current_user` and `family` are these two.
#pragma once
#include "apps/dinkydash/services/visitor.hpp"
#include "apps/dinkydash/views/views.hpp"

namespace dinkydash {

/// The member who is logged in; nothing for visitors and wall screens.
std::optional<CurrentUser> current_user(Request& request);
std::optional<CurrentFamily> current_family(Request& request);

/// From now on the frame shows only what this request has found out already: pages about a fault
/// must not depend on a database that may be the fault.
void freeze_frame(Request& request);

}  // namespace dinkydash
