// A database in memory with two households, and helpers that every test uses.
#pragma once
#include "carafe/base/clock.hpp"
#include "carafe/migrate/schema_writer.hpp"
#include "carafe/orm/database.hpp"
#include "carafe/testing/test_database.hpp"

#include <gtest/gtest.h>

#include "models.hpp"
#include <string>
#include <vector>

namespace carafe::home {

using Db = orm::TenantSession<Household>;

class HomeTest : public ::testing::Test {
  protected:
    HomeTest() {
        migrate::create_schema(database);
        database.transact([&](orm::Session& session) {
            Household a{.name = "A"};
            Household b{.name = "B"};
            session.create_tenant(a);
            session.create_tenant(b);
            household_a = a.id;
            household_b = b.id;
        });
        statements.clear();
    }

    /// Runs `work(db)` for household A and commits.
    template <class Work>
    void as_a(Work&& work) {
        database.transact<Household>(household_a, work);
    }

    template <class Work>
    void as_b(Work&& work) {
        database.transact<Household>(household_b, work);
    }

    Id<Board> make_board(Id<Household> household, const std::string& name = "Kitchen") {
        Board board{.name = name};
        database.transact<Household>(household, [&](Db& db) { db.insert(board); });
        return board.id;
    }

    SimulatedClock clock{"2028-02-29T12:00:00Z"};
    std::vector<std::string> statements{};
    std::vector<std::string> reasons{};
    carafe::testing::TestDatabase place{};
    orm::Database database{
        place.url(),
        Models{},
        clock,
        {.on_statement = [this](const orm::StatementEvent& e) { statements.emplace_back(e.sql); },
         .on_system_session = [this](std::string_view why) { reasons.emplace_back(why); }}};
    Id<Household> household_a{};
    Id<Household> household_b{};
};

}  // namespace carafe::home
