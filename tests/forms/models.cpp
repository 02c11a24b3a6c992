#include "tests/forms/models.hpp"

#include "carafe/orm/define.hpp"

template struct carafe::orm::Define<carafe::orm::ModelList<carafe::form_tests::Chore, carafe::form_tests::Address>>;
