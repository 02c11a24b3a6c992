// A dashboard as its page shows it: cards, people, countdowns.
#pragma once
#include "apps/dinkydash/services/board_data.hpp"
#include "apps/dinkydash/views/views.hpp"

namespace dinkydash {

/// What the viewer may do on a board.
struct BoardRights {
    bool may_tick = false;
    bool may_swap = false;   ///< skip and swap
    bool may_setup = false;  ///< sees the setup checklist
    bool is_wall = false;
};

/// ETag of a board for this viewer at this moment; needs only family and dashboard.
std::string board_etag(const FamilyInfo& family, const Dashboard& dashboard, const FamilyDay& day,
                       const BoardRights& rights, std::string_view app_version);

Board make_board(const BoardData& data, const FamilyInfo& family, const FamilyDay& day, Timestamp now,
                 const BoardRights& rights, std::string etag);

/// One task's card on a day. @param on_date  today or yesterday.
TaskCard make_card(const PlannedTask& task, const FamilyPeople& people, const FamilyInfo& family, Date on_date,
                   const BoardRights& rights);

Progress progress_of(const std::vector<TaskGroup>& groups);
/// Whether the wall is dimmed at this minute; a window may go over midnight.
bool is_night(const Dashboard& dashboard, int minute);
/// Card of a countdown, whether or not it is shown today.
CountdownCard countdown_card(const Countdown& countdown, const FamilyPeople& people, Date today);
/// Card of a countdown; nothing when it is not shown today.
std::optional<CountdownCard> make_countdown(const Countdown& countdown, const FamilyPeople& people, Date today);
/// Automatic birthday countdowns of the active persons.
std::vector<CountdownCard> birthday_cards(const FamilyPeople& people, Date today);
/// Name shown for an entry of a rotation.
std::string entry_name(const rules::TurnPlan& plan, const rules::Turn& turn, const FamilyPeople& people);

}  // namespace dinkydash
