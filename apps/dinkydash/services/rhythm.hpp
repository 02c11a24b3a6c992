// When a task comes, in words: "Every day", "Mondays and Thursdays", "Every second Tuesday".
#pragma once
#include "apps/dinkydash/rules/turns.hpp"

#include <string>

namespace dinkydash {

std::string rhythm_text(const rules::TurnPlan& plan);

}  // namespace dinkydash
