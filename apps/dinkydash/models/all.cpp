#include "apps/dinkydash/models/all.hpp"

#include "carafe/orm/define.hpp"

template struct carafe::orm::Define<dinkydash::Models>;
