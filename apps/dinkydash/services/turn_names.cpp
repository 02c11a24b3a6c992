#include "apps/dinkydash/services/turn_names.hpp"

#include "apps/dinkydash/rules/coming.hpp"
#include "apps/dinkydash/rules/countdowns.hpp"
#include "apps/dinkydash/services/board.hpp"

#include <algorithm>

namespace dinkydash {

namespace {
constexpr std::size_t kPreview = 6;
constexpr int kPreviewDays = 800;
}  // namespace

std::string turn_name(const rules::TurnPlan& plan,
                      const rules::Turn& turn,
                      const FamilyPeople& people) {
    if (turn.nobody_home) {
        return "Nobody home";
    }
    if (plan.mode == TaskMode::Everyone && !plan.entries.empty()) {
        return "Everyone";
    }
    return entry_name(plan, turn, people);
}

std::vector<NextTurn> preview_turns(const rules::TurnPlan& plan,
                                    Date today,
                                    const FamilyPeople& people) {
    std::vector<NextTurn> out;
    const Date from = std::max(today, plan.starts_on);
    for (const auto& [date, turn] :
         rules::coming_turns(plan, from, kPreviewDays, kPreview, people.presence)) {
        auto day =
            date - today < 7 ? std::string(rules::short_weekday(date)) : rules::short_date(date);
        out.push_back({std::move(day), turn_name(plan, turn, people)});
    }
    return out;
}

}  // namespace dinkydash
