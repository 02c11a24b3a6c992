// What dashboard and wall share: the polled answer, and the answers to taps.
#pragma once
#include "apps/dinkydash/pages/board_views.hpp"
#include "apps/dinkydash/services/board.hpp"
#include "apps/dinkydash/services/ticks.hpp"

namespace dinkydash {

/// A board being looked at: whose, when, and with which rights.
struct BoardView {
    Dashboard dashboard{};
    FamilyDay day{};
    BoardRights rights{};
    std::string etag{};
};

BoardView view_board(Request& request, const FamilyInfo& family, Dashboard dashboard, const BoardRights& rights);

/// 304 when the page the browser holds is still right. Needs no further statement.
std::optional<Response> unchanged(Request& request, const BoardView& view);

Board read_board(Request& request, FamilyDb& db, const FamilyInfo& family, BoardView view);

/// Fields every tap posts. Ends the request with 400 for a date that is none.
Tap read_tap(Request& request, FamilyDb& db, const FamilyInfo& family, Actor actor, Id<Task> task);
/// A posted id; 0 when the field is missing. Ends the request with 400 for anything else.
std::int64_t posted_person(Request& request, std::string_view field);
/// Who is ticked off: of the turn, or with another button the chosen other person.
std::int64_t posted_doer(Request& request);

/// Version of the program's own pages, part of every ETag: a new one reloads the screens once.
std::string app_version(const App& app);

}  // namespace dinkydash
