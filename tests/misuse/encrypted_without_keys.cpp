// expect: carafe: models with encrypted columns want orm::DataKey in their ModelList.
#include "tests/misuse/models.hpp"

template struct carafe::orm::Define<carafe::orm::ModelList<carafe::home::Doctor>>;
