// Removed rows that stay: out of sight everywhere, unless they are asked for.
#include "fixture.hpp"

#include "carafe/orm/bulk.hpp"

namespace carafe::home {

/// A board with the notes "kept" and "gone"; the second is removed, and "kept" answers it.
class SoftDeleteTest : public HomeTest {
  protected:
    SoftDeleteTest() {
        board = db.insert(Board{.name = "Kitchen"});
        gone = db.insert(Note{.board_id = board.id, .title = "gone"});
        kept = db.insert(Note{.board_id = board.id, .answers_id = gone.id, .title = "kept"});
        clock.advance(std::chrono::seconds{5});
        db.remove(gone);
        statements.clear();
    }

    orm::UnitOfWork unit{database};
    Db db = unit.tenant(household_a);
    Board board{};
    Note kept{};
    Note gone{};
};

TEST_F(SoftDeleteTest, RemovingStampsTheRow) {
    EXPECT_EQ(gone.deleted_at, clock.now());
    EXPECT_EQ(gone.updated_at, clock.now());
    EXPECT_EQ(gone.version, 2);
    auto read = db.query<Note>().where(&Note::id, gone.id).with_deleted().one();
    EXPECT_EQ(read.deleted_at, clock.now());
    EXPECT_EQ(read.version, 2);
}

TEST_F(SoftDeleteTest, RemovedRowsAreNotSeen) {
    EXPECT_FALSE(db.find(gone.id));
    EXPECT_THROW(db.get_or_404(gone.id), orm::NotFound);
    EXPECT_THROW(db.edit(gone.id), orm::NotFound);
    EXPECT_EQ(db.query<Note>().all().size(), 1U);
    EXPECT_EQ(db.query<Note>().count(), 1);
    EXPECT_FALSE(db.query<Note>().where(&Note::title, "gone").exists());
    EXPECT_EQ(db.query<Note>().where(col(&Note::title) == "gone" || col(&Note::id) == gone.id).count(), 0);
    EXPECT_EQ(db.query<Note>().page(1, 10).total, 1);
    EXPECT_EQ(db.query<Note>().keyset("", 10).items.size(), 1U);
    EXPECT_EQ(db.query<Board>().where(exists<Note>(col(&Note::title) == "gone")).count(), 0);
    EXPECT_EQ(unit.session().as_system("a test").query<Note>().count(), 1);
}

TEST_F(SoftDeleteTest, JoinsAndRelationsLeaveThemOut) {
    struct Row {
        std::string board;
        std::optional<std::string> note;
    };

    auto joined = db.query<Board>().join(&Note::board_id).into(&Row::board, &Board::name).into(&Row::note, &Note::title).all();
    ASSERT_EQ(joined.size(), 1U);
    EXPECT_EQ(joined[0].note, "kept");
    EXPECT_EQ(db.query<Board>().with(&Board::notes).one().notes.size(), 1U);
    EXPECT_FALSE(db.query<Note>().with(&Note::answers).one().answers);

    db.remove(kept);
    auto left = db.query<Board>().left_join(&Note::board_id).into(&Row::board, &Board::name).into(&Row::note, &Note::title).all();
    ASSERT_EQ(left.size(), 1U);
    EXPECT_EQ(left[0].note, std::nullopt);
}

TEST_F(SoftDeleteTest, WithDeletedShowsThem) {
    EXPECT_EQ(db.query<Note>().with_deleted().count(), 2);
    EXPECT_EQ(db.query<Board>().with_deleted().join(&Note::board_id).count(), 2);
    EXPECT_EQ(db.query<Board>().with_deleted().where(exists<Note>(col(&Note::title) == "gone")).count(), 1);
    EXPECT_EQ(db.query<Board>().with(&Board::notes, with_deleted()).one().notes.size(), 2U);
    EXPECT_EQ(db.query<Note>().with(&Note::answers, with_deleted()).one().answers->title, "gone");
    auto query = db.query<Note>();
    query.with_deleted().where(&Note::title, "gone");
    EXPECT_TRUE(query.exists());
    EXPECT_EQ(query.all().size(), 1U);
}

TEST_F(SoftDeleteTest, TheScopeIsPartOfTheStatement) {
    auto count = [&](bool all) {
        auto query = db.query<Note>();
        if (all) {
            query.with_deleted();
        }
        return query.count();
    };

    EXPECT_EQ(count(false), 1);
    EXPECT_EQ(count(true), 2);
    EXPECT_EQ(count(false), 1);
    EXPECT_EQ(statements[0], statements[2]);
    EXPECT_NE(statements[0], statements[1]);
}

TEST_F(SoftDeleteTest, RemovedRowsAreNotChanged) {
    gone.title = "changed";

    EXPECT_THROW(db.update(gone), orm::StaleRow);
    EXPECT_THROW(db.remove(gone), orm::StaleRow);
    EXPECT_EQ(gone.version, 2);
    EXPECT_EQ(db.query<Note>().everything().set(&Note::title, "x").update(), 1);
    EXPECT_EQ(db.query<Note>().with_deleted().where(&Note::title, "gone").count(), 1);
}

TEST_F(SoftDeleteTest, BulkRemoveStamps) {
    EXPECT_EQ(db.query<Note>().everything().remove(), 1);

    EXPECT_EQ(db.query<Note>().count(), 0);
    auto read = db.query<Note>().with_deleted().where(&Note::id, kept.id).one();
    EXPECT_EQ(read.deleted_at, clock.now());
    EXPECT_EQ(read.updated_at, clock.now());
    EXPECT_EQ(read.version, 2);
    EXPECT_EQ(db.query<Note>().with_deleted().everything().remove(), 0);
}

TEST_F(SoftDeleteTest, RestoreBringsBack) {
    db.restore(gone);

    EXPECT_FALSE(gone.deleted_at);
    EXPECT_EQ(db.get_or_404(gone.id).version, 3);
    EXPECT_THROW(db.restore(gone), orm::StaleRow);
}

TEST_F(SoftDeleteTest, EraseDeletes) {
    db.erase(kept);
    db.erase(gone);
    EXPECT_EQ(db.query<Note>().with_deleted().count(), 0);

    db.insert(Note{.board_id = board.id, .title = "third"});
    EXPECT_THROW(db.query<Note>().erase(), orm::QueryError);
    EXPECT_EQ(db.query<Note>().where(&Note::title, "third").erase(), 1);
    EXPECT_EQ(db.query<Note>().with_deleted().count(), 0);
}

TEST_F(SoftDeleteTest, RemovingWhatIsConstWorksOnACopy) {
    const Note read = db.get_or_404(kept.id);

    db.remove(read);
    EXPECT_FALSE(db.find(kept.id));
    db.restore(gone);
    db.remove(db.get_or_404(gone.id));
    EXPECT_FALSE(db.find(gone.id));
}

TEST_F(SoftDeleteTest, UniqueValuesMayBeUsedAgain) {
    Note second{.board_id = board.id, .title = "gone"};
    db.insert(second);

    Note third{.board_id = board.id, .title = "gone"};
    EXPECT_FALSE(db.try_insert(third));
    EXPECT_THROW(db.nested([&] { db.restore(gone); }), orm::UniqueViolation);
    EXPECT_TRUE(gone.deleted_at);
    db.remove(second);
    db.restore(gone);
    EXPECT_EQ(db.query<Note>().where(&Note::title, "gone").one().id, gone.id);
}

TEST_F(SoftDeleteTest, UpsertMeetsOnlyRowsThatAreThere) {
    Note fresh{.board_id = board.id, .title = "gone"};
    db.upsert(fresh, on_conflict(&Note::title), set(&Note::board_id));
    EXPECT_NE(fresh.id, gone.id);
    Note again{.board_id = board.id, .title = "kept"};
    db.upsert(again, on_conflict(&Note::title), set(&Note::board_id));

    EXPECT_EQ(again.id, kept.id);
    EXPECT_EQ(db.query<Note>().with_deleted().count(), 3);
}

TEST_F(SoftDeleteTest, OtherTenantsNeitherRestoreNorErase) {
    auto b = unit.tenant(household_b);

    EXPECT_THROW(b.restore(gone), orm::TenantViolation);
    EXPECT_THROW(b.erase(gone), orm::TenantViolation);
    EXPECT_EQ(b.query<Note>().with_deleted().count(), 0);
}

TEST_F(SoftDeleteTest, CopiesHoldThem) {
    RowVector rows(table<Note>());

    read_rows(unit.session().as_system("a test").core(), table<Note>(), 0, 10, 0, rows);

    EXPECT_EQ(rows.size(), 2U);
}

}  // namespace carafe::home
