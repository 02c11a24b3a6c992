#include "carafe/orm/relation.hpp"

#include "fixture.hpp"

namespace carafe::home {

/// Three boards with 3, 0 and 2 chores; the first chore of each belongs to Anna.
class RelationTest : public HomeTest {
  protected:
    RelationTest() {
        Db db_a = unit.tenant(household_a);
        Person anna = db_a.insert(Person{.name = "Anna"});
        for (int chores : {3, 0, 2}) {
            Board board = db_a.insert(Board{.name = "Board " + std::to_string(chores)});
            for (int i = 0; i < chores; ++i) {
                Chore chore{.board_id = board.id, .name = "Chore " + std::to_string(chores - i)};
                if (i == 0) {
                    chore.person_id = anna.id;
                }
                db_a.insert(chore);
            }
        }
        statements.clear();
    }

    orm::UnitOfWork unit{database};
    Db db = unit.tenant(household_a);
};

TEST_F(RelationTest, OneStatementLoadsAllChildren) {
    auto boards = db.query<Board>().with(&Board::chores).order_by(&Board::id).all();

    EXPECT_EQ(statements.size(), 2U);
    ASSERT_EQ(boards.size(), 3U);
    EXPECT_EQ(boards[0].chores.size(), 3U);
    EXPECT_TRUE(boards[1].chores.empty());
    EXPECT_EQ(boards[2].chores.size(), 2U);
    EXPECT_EQ(boards[2].chores[0].name, "Chore 2");
}

TEST_F(RelationTest, NestedRelationsCostOneStatementEach) {
    auto boards = db.query<Board>()
                      .with(&Board::chores)
                      .with(&Board::chores, &Chore::person)
                      .order_by(&Board::id)
                      .all();

    EXPECT_EQ(statements.size(), 3U);
    EXPECT_EQ(boards[0].chores[0].person->name, "Anna");
    EXPECT_FALSE(boards[0].chores[1].person);
    EXPECT_EQ(boards[2].chores[0].person->name, "Anna");
}

TEST_F(RelationTest, ManyRowsCostNoMoreStatements) {
    for (int i = 0; i < 1200; ++i) {
        db.insert(Board{.name = "more"});
    }
    statements.clear();

    auto boards = db.query<Board>().with(&Board::chores, &Chore::person).all();

    EXPECT_EQ(boards.size(), 1203U);
    EXPECT_EQ(statements.size(), 3U);
}

TEST_F(RelationTest, ChildrenMayBeFilteredAndOrdered) {
    auto boards = db.query<Board>()
                      .with(&Board::chores,
                            where(col(&Chore::person_id) == std::nullopt),
                            order_by(&Chore::name))
                      .order_by(&Board::id)
                      .all();

    ASSERT_EQ(boards[0].chores.size(), 2U);
    EXPECT_EQ(boards[0].chores[0].name, "Chore 1");
    EXPECT_EQ(boards[0].chores[1].name, "Chore 2");
}

TEST_F(RelationTest, FirstAndOneLoadToo) {
    auto chore = db.query<Chore>().order_by(&Chore::id).with(&Chore::board, &Board::chores).first();

    ASSERT_TRUE(chore);
    EXPECT_EQ(chore->board->chores.size(), 3U);
}

TEST_F(RelationTest, ReadingWhatWasNotLoadedThrows) {
    auto boards = db.query<Board>().all();
    auto chore = db.query<Chore>().first();

    try {
        boards[0].chores.size();
        FAIL() << "expected NotLoaded";
    } catch (const orm::NotLoaded& error) {
        EXPECT_NE(std::string(error.what()).find("chores"), std::string::npos);
    }
    EXPECT_THROW(static_cast<void>(static_cast<bool>(chore->person)), orm::NotLoaded);
    EXPECT_FALSE(boards[0].chores.loaded());
}

TEST_F(RelationTest, LoadFillsRowsThatAreHere) {
    auto boards = db.query<Board>().order_by(&Board::id).all();
    statements.clear();

    db.load(boards, &Board::chores, &Chore::person);
    EXPECT_EQ(statements.size(), 2U);
    EXPECT_EQ(boards[0].chores[0].person->name, "Anna");

    db.load(boards[0], &Board::chores);
    EXPECT_EQ(boards[0].chores.size(), 3U);
    std::vector<Board> none;
    db.load(none, &Board::chores);
    EXPECT_EQ(statements.size(), 3U);
}

TEST_F(RelationTest, ARowThatComesTwiceIsLoadedTwice) {
    auto boards = db.query<Board>().join(&Chore::board_id).with(&Board::chores).all();

    ASSERT_EQ(boards.size(), 5U);
    for (const auto& board : boards) {
        EXPECT_EQ(board.chores.size(), board.name == "Board 3" ? 3U : 2U);
    }
}

TEST_F(RelationTest, CopiesAreDeep) {
    auto boards = db.query<Board>().with(&Board::chores, &Chore::person).order_by(&Board::id).all();
    Board copy = boards[0];
    boards[0].chores.get().clear();
    Board moved = std::move(copy);
    boards.clear();

    EXPECT_EQ(moved.chores.size(), 3U);
    EXPECT_EQ(moved.chores[0].person->name, "Anna");
    EXPECT_FALSE(copy.chores.loaded());
    copy = moved;
    EXPECT_EQ(copy.chores.size(), 3U);
}

/// Anna cooks and sings, Ben sings, Cleo does nothing; household B has a singer of its own.
class ManyToManyTest : public HomeTest {
  protected:
    ManyToManyTest() {
        std::vector<Person> persons{{.name = "Anna"}, {.name = "Ben"}, {.name = "Cleo"}};
        std::vector<Skill> skills{{.name = "cook"}, {.name = "sing"}};
        db.insert_all(persons);
        db.insert_all(skills);
        std::vector<PersonSkill> pairs{{.person_id = persons[0].id, .skill_id = skills[1].id},
                                       {.person_id = persons[0].id, .skill_id = skills[0].id},
                                       {.person_id = persons[1].id, .skill_id = skills[1].id}};
        db.insert_all(pairs);
        anna = persons[0].id;
        sing = skills[1];
        Person dora = db_b.insert(Person{.name = "Dora"});
        Skill dance = db_b.insert(Skill{.name = "dance"});
        db_b.insert(PersonSkill{.person_id = dora.id, .skill_id = dance.id});
        statements.clear();
    }

    static std::string names(const HasMany<Skill>& skills) {
        std::string joined;
        for (const auto& skill : skills) {
            joined += skill.name + " ";
        }
        return joined;
    }

    orm::UnitOfWork unit{database};
    Db db = unit.tenant(household_a);
    Db db_b = unit.tenant(household_b);
    Id<Person> anna{};
    Skill sing{};
};

TEST_F(ManyToManyTest, TwoStatementsWhateverTheNumberOfParents) {
    auto persons = db.query<Person>().with(&Person::skills).order_by(&Person::id).all();

    EXPECT_EQ(statements.size(), 2U);
    ASSERT_EQ(persons.size(), 3U);
    EXPECT_EQ(names(persons[0].skills), "cook sing ");
    EXPECT_EQ(names(persons[1].skills), "sing ");
    EXPECT_TRUE(persons[2].skills.empty());
}

TEST_F(ManyToManyTest, GoesBothWaysAndFurther) {
    auto skills = db.query<Skill>()
                      .with(&Skill::persons, order_by(desc(&Person::name)))
                      .with(&Skill::persons, &Person::skills)
                      .order_by(&Skill::name)
                      .all();

    EXPECT_EQ(statements.size(), 3U);
    ASSERT_EQ(skills.size(), 2U);
    ASSERT_EQ(skills[1].persons.size(), 2U);
    EXPECT_EQ(skills[1].persons[0].name, "Ben");
    EXPECT_EQ(names(skills[1].persons[1].skills), "cook sing ");
}

TEST_F(ManyToManyTest, TakesConditionsAndLoadsLater) {
    Person person = db.get_or_404(anna);
    db.load(person, &Person::skills, where(col(&Skill::name) == "sing"));

    EXPECT_EQ(names(person.skills), "sing ");
}

TEST_F(ManyToManyTest, RemovedRowsAndOtherTenantsStayOut) {
    db.remove(sing);
    Person person = db.get_or_404(anna);
    db.load(person, &Person::skills);
    EXPECT_EQ(names(person.skills), "cook ");
    db.load(person, &Person::skills, with_deleted());
    EXPECT_EQ(names(person.skills), "cook sing ");

    // A row as a bug might make it up: the id of another household's person.
    Person forged{};
    forged.id = anna;
    db_b.load(forged, &Person::skills);
    EXPECT_TRUE(forged.skills.empty());
}

}  // namespace carafe::home
