// Four walls: here the predicate and the composite keys. The wall of types is tested in
// tests/misuse.
#include "fixture.hpp"

namespace carafe::home {

/// Household B has a board, a person and a chore; household A asks.
class TenantTest : public HomeTest {
  protected:
    TenantTest() {
        as_b([&](Db& db) {
            theirs = db.insert(Board{.name = "Secret"});
            person = db.insert(Person{.name = "Bob"});
            chore =
                db.insert(Chore{.board_id = theirs.id, .person_id = person.id, .name = "Hidden"});
        });
        statements.clear();
    }

    std::int64_t count_of_b() {
        orm::UnitOfWork check(database);
        auto db_b = check.tenant(household_b);
        return db_b.query<Board>().where(&Board::name, "Secret").count() +
               db_b.query<Chore>().where(&Chore::name, "Hidden").count();
    }

    Board theirs{};
    Person person{};
    Chore chore{};
};

TEST_F(TenantTest, RowsOfOthersAreNotSeen) {
    orm::UnitOfWork unit(database);
    auto db = unit.tenant(household_a);

    struct Row {
        std::string name;
    };

    EXPECT_FALSE(db.find(theirs.id));
    EXPECT_THROW(db.get_or_404(chore.id), orm::NotFound);
    EXPECT_TRUE(db.query<Chore>().all().empty());
    EXPECT_FALSE(db.query<Board>().where(&Board::id, theirs.id).first());
    EXPECT_EQ(db.query<Board>().count(), 0);
    EXPECT_FALSE(db.query<Board>().where(&Board::name, "Secret").exists());
    EXPECT_TRUE(db.query<Chore>().join(&Chore::board_id).all().empty());
    EXPECT_TRUE(
        db.query<Account>().where(exists<Board>(col(&Board::name) == "Secret")).all().empty());
    EXPECT_TRUE(db.sql<Row>("SELECT name FROM boards WHERE household_id = :tenant").empty());
    EXPECT_EQ(db.query<Board>().page(1, 10).total, 0);
    EXPECT_TRUE(db.query<Board>().keyset("", 10).items.empty());
    int seen = 0;
    db.query<Board>().each([&](Board&) { ++seen; });
    EXPECT_EQ(seen, 0);
}

TEST_F(TenantTest, ConditionsCannotWidenTheView) {
    orm::UnitOfWork unit(database);
    auto db = unit.tenant(household_a);

    EXPECT_EQ(db.query<Board>()
                  .where(col(&Board::tenant_id) == household_b || col(&Board::id) == theirs.id)
                  .count(),
              0);
    EXPECT_EQ(db.query<Board>().where(!(col(&Board::name) == "x")).count(), 0);
}

TEST_F(TenantTest, RelationsStayInside) {
    orm::UnitOfWork unit(database);
    auto db = unit.tenant(household_a);
    // A row as a bug might make it up: the id of another household's board.
    std::vector<Board> forged(1);
    forged[0].id = theirs.id;
    Chore forged_chore{.board_id = theirs.id, .person_id = person.id};

    db.load(forged, &Board::chores);
    db.load(forged_chore, &Chore::person);

    EXPECT_TRUE(forged[0].chores.empty());
    EXPECT_FALSE(forged_chore.person);
}

TEST_F(TenantTest, LeftJoinDoesNotReachOver) {
    as_a([&](Db& db) {
        Board own = db.insert(Board{.name = "Own"});
        db.insert(Chore{.board_id = own.id, .name = "Mine"});
    });
    orm::UnitOfWork unit(database);
    auto system = unit.session().as_system("test of the join rule");
    system.query<Chore>().where(&Chore::name, "Mine").count();
    auto db = unit.tenant(household_a);

    struct Row {
        std::string chore;
        std::optional<std::string> person;
    };

    auto rows = db.query<Chore>()
                    .left_join(&Chore::person_id)
                    .into(&Row::chore, &Chore::name)
                    .into(&Row::person, &Person::name)
                    .all();

    ASSERT_EQ(rows.size(), 1U);
    EXPECT_NE(statements.back().find("ON t0.\"person_id\" = t1.\"id\" AND t1.\"household_id\" = "),
              std::string::npos);
}

TEST_F(TenantTest, RowsOfOthersAreNotChanged) {
    orm::UnitOfWork unit(database);
    auto db = unit.tenant(household_a);

    EXPECT_THROW(db.update(theirs), orm::TenantViolation);
    EXPECT_THROW(db.remove(chore), orm::TenantViolation);
    EXPECT_THROW(db.save(theirs), orm::TenantViolation);
    Board forged = theirs;
    forged.tenant_id = household_a;
    EXPECT_THROW(db.update(forged), orm::StaleRow);
    EXPECT_THROW(db.remove(forged), orm::StaleRow);
    EXPECT_EQ(db.query<Board>().where(&Board::id, theirs.id).set(&Board::name, "x").update(), 0);
    EXPECT_EQ(db.query<Chore>().everything().remove(), 0);
    EXPECT_EQ(db.execute("DELETE FROM boards WHERE household_id = :tenant"), 0);
    EXPECT_THROW(db.query<Board>().everything().set(&Board::tenant_id, household_b).update(),
                 orm::TenantViolation);
    unit.commit();
    EXPECT_EQ(count_of_b(), 2);
}

TEST_F(TenantTest, InsertStampsAndRefusesOthers) {
    orm::UnitOfWork unit(database);
    auto db = unit.tenant(household_a);
    Board stamped{.name = "Mine"};
    Board foreign{.name = "Foreign"};
    foreign.tenant_id = household_b;

    db.insert(stamped);

    EXPECT_EQ(stamped.tenant_id, household_a);
    EXPECT_THROW(db.insert(foreign), orm::TenantViolation);
    EXPECT_THROW(db.insert_or_ignore(foreign), orm::TenantViolation);
    EXPECT_THROW(db.upsert(foreign, on_conflict(&Board::is_default), set(&Board::name)),
                 orm::TenantViolation);
}

TEST_F(TenantTest, UpsertMeetsOwnRowsOnly) {
    Person same_name{.name = "Bob"};

    as_a([&](Db& db) { db.upsert(same_name, on_conflict(&Person::name), set(&Person::name)); });

    EXPECT_NE(same_name.id, person.id);
    orm::UnitOfWork unit(database);
    EXPECT_EQ(unit.tenant(household_b).get_or_404(person.id).tenant_id, household_b);
}

TEST_F(TenantTest, UpsertDoesNotTakeOverAValueOfOthers) {
    as_b([&](Db& db) { db.insert(Picture{.path = "same.png"}); });
    Picture mine{.path = "same.png"};

    EXPECT_THROW(as_a([&](Db& db) {
                     db.upsert(mine, on_conflict(&Picture::path), set(&Picture::uploaded_by));
                 }),
                 orm::UniqueViolation);
    EXPECT_FALSE(mine.id);
}

TEST_F(TenantTest, TheEngineRefusesForeignKeysAcrossTenants) {
    orm::UnitOfWork unit(database);
    auto db = unit.tenant(household_a);
    Board own = db.insert(Board{.name = "Own"});
    Chore on_their_board{.board_id = theirs.id, .name = "x"};
    Chore for_their_person{.board_id = own.id, .person_id = person.id, .name = "x"};

    EXPECT_THROW(db.insert(on_their_board), orm::ForeignKeyViolation);
    EXPECT_THROW(db.insert(for_their_person), orm::ForeignKeyViolation);
    Chore fine = db.insert(Chore{.board_id = own.id, .name = "fine"});
    EXPECT_THROW(
        db.query<Chore>().where(&Chore::id, fine.id).set(&Chore::person_id, person.id).update(),
        orm::ForeignKeyViolation);
}

TEST_F(TenantTest, SetNullKeepsTheTenant) {
    as_b([&](Db& db) { db.remove(person); });

    orm::UnitOfWork unit(database);
    auto read = unit.tenant(household_b).get_or_404(chore.id);
    EXPECT_EQ(read.person_id, std::nullopt);
    EXPECT_EQ(read.tenant_id, household_b);
}

TEST_F(TenantTest, CascadeRemovesChildren) {
    as_b([&](Db& db) { db.remove(theirs); });

    EXPECT_EQ(count_of_b(), 0);
}

TEST_F(TenantTest, TheTenantItselfIsSeenByItselfOnly) {
    orm::UnitOfWork unit(database);
    auto db = unit.tenant(household_a);

    EXPECT_EQ(db.get_or_404(household_a).name, "A");
    EXPECT_FALSE(db.find(household_b));
    EXPECT_EQ(db.query<Household>().count(), 1);
    EXPECT_EQ(unit.session().query<Household>().count(), 2);
    Household other = *unit.session().find(household_b);
    EXPECT_THROW(db.update(other), orm::TenantViolation);
    EXPECT_EQ(db.query<Household>().everything().set(&Household::name, "Z").update(), 1);
    EXPECT_EQ(unit.session().find(household_b)->name, "B");
}

TEST_F(TenantTest, SystemSessionsSeeAllAndAreLogged) {
    orm::UnitOfWork unit(database);
    auto system = unit.session().as_system("nightly report");

    EXPECT_EQ(system.query<Board>().count(), 1);
    EXPECT_EQ(reasons, std::vector<std::string>{"nightly report"});
    Board without{.name = "x"};
    EXPECT_THROW(system.insert(without), orm::TenantViolation);
    Board with{.name = "x"};
    with.tenant_id = household_a;
    system.insert(with);
    with.name = "y";
    system.update(with);
    system.remove(with);
}

TEST_F(TenantTest, DeleteTenantTakesEverythingItOwns) {
    as_a([&](Db& db) { db.insert(Board{.name = "Stays"}); });
    as_b([&](Db& db) {
        Picture picture = db.insert(Picture{.path = "b.png", .uploaded_by = person.id});
        person.picture_id = picture.id;
        db.update(person);
    });
    database.transact([&](orm::Session& session) {
        session.insert(Account{.household_id = household_b, .email = "b@example.org"});
        session.as_system("the owner asked for it").delete_tenant(household_b);
    });

    EXPECT_EQ(count_of_b(), 0);
    orm::UnitOfWork unit(database);
    auto system = unit.session().as_system("counting");
    EXPECT_EQ(system.query<Household>().count(), 1);
    EXPECT_EQ(system.query<Account>().count(), 0);
    EXPECT_EQ(system.query<Picture>().count() + system.query<Person>().count(), 0);
    EXPECT_EQ(system.query<Board>().one().name, "Stays");
    EXPECT_THROW(system.delete_tenant(household_b), orm::NotFound);
}

TEST_F(TenantTest, HandWrittenSqlWithoutTenantTouchesNoRowsOfTenants) {
    orm::UnitOfWork unit(database);
    auto session = unit.session();

    struct Row {
        std::string name;
    };

    EXPECT_THROW(session.sql<Row>("SELECT name FROM Boards"), orm::TenantViolation);
    EXPECT_THROW(session.execute("DELETE FROM \"boards\""), orm::TenantViolation);
    EXPECT_THROW(session.sql<Row>("SELECT email FROM accounts WHERE id = :tenant"),
                 orm::QueryError);
    EXPECT_TRUE(session.sql<Row>("SELECT email FROM accounts").empty());
    EXPECT_EQ(session.as_system("test").sql<Row>("SELECT name FROM boards").size(), 1U);
}

TEST_F(TenantTest, ASessionWantsAStoredTenant) {
    orm::UnitOfWork unit(database);

    EXPECT_THROW(unit.tenant(Id<Household>{}), orm::TenantViolation);
}

}  // namespace carafe::home
