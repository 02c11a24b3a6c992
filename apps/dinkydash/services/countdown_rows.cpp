#include "apps/dinkydash/services/countdown_rows.hpp"

#include "apps/dinkydash/services/board.hpp"
#include "apps/dinkydash/services/task_rows.hpp"

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <tuple>

namespace dinkydash {

namespace {

CountdownRow row_of(CountdownCard card) {
    CountdownRow row;
    row.id = card.id;
    row.name = std::move(card.name);
    row.emoji = std::move(card.emoji);
    row.image_id = card.image_id;
    row.face = std::move(card.face);
    if (card.birthday_of != 0) {
        row.birthday_of = card.birthday_of;
    }
    row.date_text = std::move(card.date_text);
    row.extra = std::move(card.extra);
    row.text = std::move(card.text);
    row.days = card.days;
    return row;
}

auto sort_key(const CountdownRow& row) {
    return std::tuple(row.days < 0, std::abs(row.days), std::string_view(row.name));
}

}  // namespace

std::vector<CountdownRow> countdown_rows(FamilyDb& db, Date today) {
    const auto people = load_people(db);
    const auto dashboards = dashboard_names(db);
    std::vector<CountdownRow> rows;
    for (const auto& countdown : db.query<Countdown>().all()) {
        rows.push_back(row_of(countdown_card(countdown, people, today)));
        if (countdown.dashboard_id) {
            rows.back().dashboard = dashboards.at(countdown.dashboard_id->value);
        }
    }
    for (auto& card : birthday_cards(people, today)) {
        rows.push_back(row_of(std::move(card)));
        rows.back().dashboard = "All dashboards";
    }
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
        return sort_key(a) < sort_key(b);
    });
    return rows;
}

}  // namespace dinkydash
