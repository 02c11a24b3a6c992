// Commands of dinkydash beside those every program has.
#pragma once
#include "carafe/cli/command.hpp"

#include <vector>

namespace dinkydash {

std::vector<carafe::cli::Command> commands();

}  // namespace dinkydash
