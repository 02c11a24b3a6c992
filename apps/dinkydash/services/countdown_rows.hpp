// Countdowns as the admin's page lists them, birthdays included.
#pragma once
#include "apps/dinkydash/services/board_data.hpp"

namespace dinkydash {

/// By days left, then name; those whose day is over come last.
std::vector<CountdownRow> countdown_rows(FamilyDb& db, Date today);

}  // namespace dinkydash
