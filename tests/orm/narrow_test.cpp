// Sessions that see a part of their tenant's rows.
#include "fixture.hpp"

namespace carafe::home {

/// Two boards with a chore each; `narrow` sees the first one only.
class NarrowTest : public HomeTest {
  protected:
    NarrowTest() {
        kitchen = db.insert(Board{.name = "Kitchen"});
        garden = db.insert(Board{.name = "Garden"});
        dishes = db.insert(Chore{.board_id = kitchen.id, .name = "Dishes"});
        weeds = db.insert(Chore{.board_id = garden.id, .name = "Weeds"});
        statements.clear();
    }

    orm::UnitOfWork unit{database};
    Db db = unit.tenant(household_a);
    Board kitchen{};
    Board garden{};
    Chore dishes{};
    Chore weeds{};
};

TEST_F(NarrowTest, SeesOnlyWhatIsAllowed) {
    auto narrow = db.narrow<Board>({kitchen.id});

    struct Row {
        std::string board;
        std::optional<std::string> chore;
    };

    EXPECT_EQ(narrow.query<Chore>().one().name, "Dishes");
    EXPECT_EQ(narrow.query<Chore>().count(), 1);
    EXPECT_TRUE(narrow.find(dishes.id));
    EXPECT_FALSE(narrow.find(weeds.id));
    EXPECT_THROW(narrow.edit(weeds.id), orm::NotFound);
    EXPECT_EQ(narrow.query<Chore>().where(col(&Chore::name) == "Weeds" || col(&Chore::id) == weeds.id).count(), 0);
    EXPECT_EQ(narrow.query<Board>().with(&Board::chores).one().chores.size(), 1U);
    EXPECT_EQ(narrow.query<Person>().where(exists<Chore>(col(&Chore::name) == "Weeds")).count(), 0);
    EXPECT_EQ(narrow.query<Board>().join(&Chore::board_id).count(), 1);
    EXPECT_EQ(narrow.query<Chore>().keyset("", 10).items.size(), 1U);
    auto rows = narrow.query<Board>().left_join(&Chore::board_id).into(&Row::board, &Board::name).into(&Row::chore, &Chore::name).all();
    EXPECT_EQ(rows.size(), 1U);
    std::vector<Board> both{kitchen, garden};
    narrow.load(both, &Board::chores);
    EXPECT_TRUE(both[1].chores.empty());
}

TEST_F(NarrowTest, AnEmptyListShowsNothing) {
    auto narrow = db.narrow<Board>({});

    EXPECT_EQ(narrow.query<Chore>().count(), 0);
    EXPECT_EQ(narrow.query<Board>().count(), 0);
    EXPECT_FALSE(narrow.find(dishes.id));
    EXPECT_THROW(narrow.insert(Chore{.board_id = kitchen.id, .name = "x"}), orm::TenantViolation);
    EXPECT_EQ(narrow.query<Chore>().everything().remove(), 0);
    EXPECT_EQ(db.query<Chore>().count(), 2);
}

TEST_F(NarrowTest, WritesNothingOutside) {
    auto narrow = db.narrow<Board>({kitchen.id});
    std::vector<Chore> chores{{.board_id = kitchen.id, .name = "a"}, {.board_id = garden.id, .name = "b"}};

    EXPECT_THROW(narrow.insert(Chore{.board_id = garden.id, .name = "x"}), orm::TenantViolation);
    EXPECT_THROW(narrow.insert_all(chores), orm::TenantViolation);
    EXPECT_THROW(narrow.insert(Board{.name = "new"}), orm::TenantViolation);
    EXPECT_THROW(narrow.update(weeds), orm::TenantViolation);
    EXPECT_THROW(narrow.remove(weeds), orm::TenantViolation);
    Chore moved = dishes;
    moved.board_id = garden.id;
    EXPECT_THROW(narrow.update(moved), orm::TenantViolation);
    Chore forged = weeds;
    forged.board_id = kitchen.id;
    EXPECT_THROW(narrow.update(forged), orm::StaleRow);
    EXPECT_THROW(narrow.remove(forged), orm::StaleRow);
    EXPECT_THROW(narrow.query<Chore>().everything().set(&Chore::board_id, garden.id).update(), orm::TenantViolation);
    EXPECT_THROW(narrow.upsert(dishes, on_conflict(&Chore::board_id, &Chore::name), set(&Chore::reward)), orm::QueryError);
    EXPECT_EQ(narrow.query<Chore>().everything().set(&Chore::active, false).update(), 1);
    EXPECT_EQ(narrow.query<Chore>().everything().remove(), 1);

    EXPECT_TRUE(db.get_or_404(weeds.id).active);
    EXPECT_EQ(db.query<Chore>().count(), 1);
}

TEST_F(NarrowTest, WritesInside) {
    auto narrow = db.narrow<Board>({kitchen.id, garden.id});

    Chore fresh = narrow.insert(Chore{.board_id = garden.id, .name = "Mow"});
    weeds.name = "Weed";
    narrow.update(weeds);
    narrow.remove(dishes);

    EXPECT_EQ(db.get_or_404(weeds.id).name, "Weed");
    EXPECT_EQ(db.query<Chore>().count(), 2);
    EXPECT_EQ(narrow.get_or_404(fresh.id).name, "Mow");
}

TEST_F(NarrowTest, EmptyReferencesAreOutside) {
    Person anna = db.insert(Person{.name = "Anna"});
    db.insert(Picture{.path = "nobody's"});
    auto narrow = db.narrow<Person>({anna.id});

    EXPECT_EQ(narrow.query<Picture>().count(), 0);
    EXPECT_THROW(narrow.insert(Picture{.path = "x"}), orm::TenantViolation);
    narrow.insert(Picture{.path = "hers", .uploaded_by = anna.id});
    EXPECT_EQ(narrow.query<Picture>().count(), 1);
    EXPECT_EQ(narrow.query<Chore>().count(), 2);
}

TEST_F(NarrowTest, NarrowingAgainNeverWidens) {
    auto narrow = db.narrow<Board>({kitchen.id});

    EXPECT_EQ(narrow.narrow<Board>({kitchen.id, garden.id}).query<Chore>().one().id, dishes.id);
    EXPECT_EQ(narrow.narrow<Board>({garden.id}).query<Chore>().count(), 0);
    EXPECT_EQ(narrow.narrow<Person>({}).query<Chore>().count(), 1);
    EXPECT_EQ(narrow.narrow<Person>({}).query<Picture>().count(), 0);
}

TEST_F(NarrowTest, TheRuleIsPartOfTheStatement) {
    db.query<Chore>().count();
    db.narrow<Board>({kitchen.id}).query<Chore>().count();
    db.narrow<Board>({garden.id, kitchen.id}).query<Chore>().count();
    db.query<Chore>().count();

    ASSERT_EQ(statements.size(), 4U);
    EXPECT_EQ(statements[0], statements[3]);
    EXPECT_EQ(statements[1], statements[2]);
    EXPECT_NE(statements[0], statements[1]);
}

TEST_F(NarrowTest, HandWrittenSqlOfNarrowedModelsIsRefused) {
    auto narrow = db.narrow<Board>({kitchen.id});

    struct Row {
        std::string name;
    };

    EXPECT_THROW(narrow.sql<Row>("SELECT name FROM chores WHERE household_id = :tenant"), orm::QueryError);
    EXPECT_TRUE(narrow.sql<Row>("SELECT name FROM persons WHERE household_id = :tenant").empty());
    EXPECT_EQ(db.sql<Row>("SELECT name FROM chores WHERE household_id = :tenant").size(), 2U);
}

}  // namespace carafe::home
