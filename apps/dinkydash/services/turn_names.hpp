// Turns of the next days in words: for lists and previews.
#pragma once
#include "apps/dinkydash/services/board_data.hpp"

namespace dinkydash {

/// "Anna", "Everyone", "Anyone", "Nobody home".
std::string turn_name(const rules::TurnPlan& plan,
                      const rules::Turn& turn,
                      const FamilyPeople& people);
/// The next six turns of a plan, today's included.
std::vector<NextTurn> preview_turns(const rules::TurnPlan& plan,
                                    Date today,
                                    const FamilyPeople& people);

}  // namespace dinkydash
