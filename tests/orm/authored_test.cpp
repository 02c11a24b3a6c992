#include "fixture.hpp"

namespace carafe::home {

class AuthoredTest : public HomeTest {
  protected:
    AuthoredTest() {
        as_a([&](Db& db) {
            board = db.insert(Board{.name = "Kitchen"});
            anna = db.insert(Person{.name = "Anna"});
            ben = db.insert(Person{.name = "Ben"});
        });
    }

    /// Runs `work(db)` for household A with an actor.
    template <class Work>
    void as(const Person& actor, Work&& work) {
        orm::UnitOfWork unit(database);
        unit.set_actor(actor.id);
        Db db = unit.tenant(household_a);
        work(db);
        unit.commit();
    }

    Note insert_as(const Person& actor, const std::string& title) {
        Note note{.board_id = board.id, .title = title};
        as(actor, [&](Db& db) { db.insert(note); });
        return note;
    }

    Note read(Id<Note> id) {
        orm::UnitOfWork unit(database);
        return unit.tenant(household_a).query<Note>().where(&Note::id, id).with_deleted().one();
    }

    Board board{};
    Person anna{};
    Person ben{};
};

TEST_F(AuthoredTest, InsertAndUpdateSayWho) {
    Note note = insert_as(anna, "a");
    EXPECT_EQ(note.created_by, anna.id.value);
    EXPECT_EQ(note.updated_by, anna.id.value);

    note.title = "b";
    as(ben, [&](Db& db) { db.update(note, &Note::title); });

    EXPECT_EQ(note.updated_by, ben.id.value);
    EXPECT_EQ(read(note.id).created_by, anna.id.value);
    EXPECT_EQ(read(note.id).updated_by, ben.id.value);
}

TEST_F(AuthoredTest, EveryFormOfWritingSaysWho) {
    std::vector<Note> notes{{.board_id = board.id, .title = "1"}, {.board_id = board.id, .title = "2"}};
    as(anna, [&](Db& db) { db.insert_all(notes); });
    EXPECT_EQ(read(notes[1].id).created_by, anna.id.value);

    as(ben, [&](Db& db) { db.query<Note>().where(&Note::title, "1").set(&Note::title, "one").update(); });
    EXPECT_EQ(read(notes[0].id).updated_by, ben.id.value);
    EXPECT_EQ(read(notes[1].id).updated_by, anna.id.value);

    Note same{.board_id = board.id, .title = "2"};
    as(ben, [&](Db& db) { db.upsert(same, on_conflict(&Note::title), set(&Note::board_id)); });
    EXPECT_EQ(same.id, notes[1].id);
    EXPECT_EQ(read(same.id).created_by, anna.id.value);
    EXPECT_EQ(read(same.id).updated_by, ben.id.value);

    as(anna, [&](Db& db) { db.remove(db.get_or_404(same.id)); });
    EXPECT_EQ(read(same.id).updated_by, anna.id.value);
}

TEST_F(AuthoredTest, WithoutAnActorNobodyIsNamed) {
    Note note = insert_as(anna, "a");
    note.created_by = 7;
    as_a([&](Db& db) { db.update(note); });

    EXPECT_EQ(read(note.id).created_by, anna.id.value);
    EXPECT_EQ(read(note.id).updated_by, std::nullopt);

    Note forged{.board_id = board.id, .title = "b"};
    forged.created_by = 7;
    as_a([&](Db& db) { db.insert(forged); });
    EXPECT_EQ(read(forged.id).created_by, std::nullopt);

    as_a([&](Db& db) { db.query<Note>().everything().set(&Note::board_id, board.id).update(); });
    EXPECT_EQ(read(note.id).updated_by, std::nullopt);
}

TEST_F(AuthoredTest, AFailedUpdateLeavesTheObjectAsItWas) {
    Note note = insert_as(anna, "a");
    note.version = 9;

    as(ben, [&](Db& db) { EXPECT_THROW(db.update(note), orm::StaleRow); });

    EXPECT_EQ(note.updated_by, anna.id.value);
    EXPECT_EQ(note.version, 9);
}

TEST_F(AuthoredTest, AUnitHasOneActor) {
    orm::UnitOfWork unit(database);
    EXPECT_EQ(unit.actor(), std::nullopt);
    EXPECT_THROW(unit.set_actor(Id<Person>{}), orm::QueryError);

    unit.set_actor(anna.id);
    unit.set_actor(anna.id);

    EXPECT_THROW(unit.set_actor(ben.id), orm::QueryError);
    EXPECT_EQ(unit.actor(), anna.id.value);
}

}  // namespace carafe::home
