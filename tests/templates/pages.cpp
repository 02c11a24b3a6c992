#include "tests/templates/pages.hpp"

#include "carafe/base/type_define.hpp"
#include "carafe/templates/define.hpp"

using namespace carafe::templates::testing;

template struct carafe::DefineTypes<carafe::TypeList<Person, Task>>;
template struct carafe::templates::Define<Pages>;
