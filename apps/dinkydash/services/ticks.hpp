// What a tap on a task does: done, undo, skip, swap. Everything is idempotent: two screens at once give
// one row and two equal answers.
#pragma once
#include "apps/dinkydash/services/actor.hpp"
#include "apps/dinkydash/services/board_data.hpp"

#include <string>

namespace dinkydash {

struct TapResult {
    enum class Kind : std::uint8_t {
        Changed,
        Unchanged,
        Refused,  ///< `text` says why
        DayOver,  ///< the page is of another day: 409
    };
    Kind kind = Kind::Changed;
    std::string text{};     ///< for the toast
    bool can_undo = false;  ///< after skip and swap
};

struct Tap {
    FamilyDb& db;
    const FamilyInfo& family;
    Date today;
    Actor actor;
    Id<Task> task;
    Date on_date;
};

/// @param person_id  whose tick: of the turn, or somebody else of the family who did it; 0: anyone.
TapResult tick_off(const Tap& tap, std::int64_t person_id);
/// Takes back a tick of today. @param person_id  for tasks everybody ticks for himself.
TapResult untick(const Tap& tap, std::int64_t person_id);
/// The next person who is home does it that day; the day after is as planned.
TapResult skip_turn(const Tap& tap);
/// `with` does it that day, and the one whose turn it was does `with`'s next turn.
TapResult swap_turn(const Tap& tap, std::int64_t with);
/// Takes back a skip or both halves of a swap.
TapResult undo_turn(const Tap& tap);

}  // namespace dinkydash
