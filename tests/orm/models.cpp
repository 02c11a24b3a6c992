#include "models.hpp"

#include "carafe/orm/define.hpp"

template struct carafe::orm::Define<carafe::home::Models>;
