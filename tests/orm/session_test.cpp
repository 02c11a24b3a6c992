#include "carafe/orm/session.hpp"

#include "fixture.hpp"
#include <limits>

namespace carafe::home {

using SessionTest = HomeTest;

template <class T>
constexpr T kLowest = std::numeric_limits<T>::min();
template <class T>
constexpr T kHighest = std::numeric_limits<T>::max();

Everything fill_with_extremes() {
    Everything row;
    row.flag = true;
    row.small = kLowest<std::int16_t>;
    row.medium = kLowest<std::int32_t>;
    row.large = kLowest<std::int64_t>;
    row.real = kHighest<double>;
    row.text = "Grüße 👨‍👩‍👧 'quoted' \"too\" % _ \\";
    row.bytes.data = std::string("\0\xff\x80 ", 4);
    row.moment = parse_iso_time("9999-12-31T23:59:59.999999Z").value();
    row.date = make_date(9999, 12, 31);
    row.time = {1439};
    row.money = {kLowest<std::int64_t>};
    row.rotation = Rotation::Monthly;
    row.json.text = R"({"a":[1,null]})";
    row.flag_or_none = false;
    row.small_or_none = kHighest<std::int16_t>;
    row.medium_or_none = kHighest<std::int32_t>;
    row.large_or_none = kHighest<std::int64_t>;
    row.real_or_none = -0.1;
    row.text_or_none = "";
    row.bytes_or_none = Bytes{};
    row.moment_or_none = Timestamp{-1};
    row.date_or_none = make_date(1, 1, 1);
    row.time_or_none = TimeOfDay{0};
    row.money_or_none = Money{-1};
    row.rotation_or_none = Rotation::Daily;
    row.json_or_none = Json{"[]"};
    return row;
}

void expect_same(const Everything& a, const Everything& b) {
    EXPECT_EQ(a.id, b.id);
    EXPECT_EQ(a.flag, b.flag);
    EXPECT_EQ(a.small, b.small);
    EXPECT_EQ(a.medium, b.medium);
    EXPECT_EQ(a.large, b.large);
    EXPECT_EQ(a.real, b.real);
    EXPECT_EQ(a.text, b.text);
    EXPECT_EQ(a.bytes, b.bytes);
    EXPECT_EQ(a.moment, b.moment);
    EXPECT_EQ(a.date, b.date);
    EXPECT_EQ(a.time, b.time);
    EXPECT_EQ(a.money, b.money);
    EXPECT_EQ(a.rotation, b.rotation);
    EXPECT_EQ(a.json, b.json);
    EXPECT_EQ(a.flag_or_none, b.flag_or_none);
    EXPECT_EQ(a.small_or_none, b.small_or_none);
    EXPECT_EQ(a.medium_or_none, b.medium_or_none);
    EXPECT_EQ(a.large_or_none, b.large_or_none);
    EXPECT_EQ(a.real_or_none, b.real_or_none);
    EXPECT_EQ(a.text_or_none, b.text_or_none);
    EXPECT_EQ(a.bytes_or_none, b.bytes_or_none);
    EXPECT_EQ(a.moment_or_none, b.moment_or_none);
    EXPECT_EQ(a.date_or_none, b.date_or_none);
    EXPECT_EQ(a.time_or_none, b.time_or_none);
    EXPECT_EQ(a.money_or_none, b.money_or_none);
    EXPECT_EQ(a.rotation_or_none, b.rotation_or_none);
    EXPECT_EQ(a.json_or_none, b.json_or_none);
    EXPECT_EQ(a.other_id, b.other_id);
    EXPECT_EQ(a.created_at, b.created_at);
    EXPECT_EQ(a.updated_at, b.updated_at);
}

TEST_F(SessionTest, EveryFieldComesBackAsItWent) {
    orm::UnitOfWork unit(database);
    auto db = unit.session();
    Everything full = db.insert(fill_with_extremes());
    Everything empty = db.insert(Everything{});
    full.other_id = full.id;
    db.update(full);

    auto read_full = db.find(full.id);
    auto read_empty = db.find(empty.id);

    ASSERT_TRUE(read_full && read_empty);
    expect_same(full, *read_full);
    expect_same(empty, *read_empty);
}

TEST_F(SessionTest, OptionalFieldsBecomeEmptyAgain) {
    orm::UnitOfWork unit(database);
    auto db = unit.session();
    Everything row = db.insert(fill_with_extremes());
    Everything cleared;
    cleared.id = row.id;

    db.update(cleared);

    expect_same(cleared, [&] {
        auto read = db.get_or_404(row.id);
        read.created_at = cleared.created_at;
        return read;
    }());
}

TEST_F(SessionTest, InsertFillsWhatTheSessionKnows) {
    auto board = make_board(household_a);
    Chore chore{.board_id = board, .name = "Dishes"};

    as_a([&](Db& db) { db.insert(chore); });

    EXPECT_TRUE(chore.id);
    EXPECT_EQ(chore.tenant_id, household_a);
    EXPECT_EQ(chore.created_at, clock.now());
    EXPECT_EQ(chore.updated_at, clock.now());
    EXPECT_EQ(chore.version, 1);
}

TEST_F(SessionTest, UpdateWritesNamedColumnsOnly) {
    auto board = make_board(household_a);
    orm::UnitOfWork unit(database);
    auto db = unit.tenant(household_a);
    Chore chore = db.insert(Chore{.board_id = board, .name = "Dishes"});
    clock.advance(std::chrono::seconds{5});
    chore.name = "Cook";
    chore.reward = Money{500};

    db.update(chore, &Chore::name);

    auto read = db.get_or_404(chore.id);
    EXPECT_EQ(read.name, "Cook");
    EXPECT_EQ(read.reward, Money{0});
    EXPECT_EQ(read.version, 2);
    EXPECT_EQ(chore.version, 2);
    EXPECT_EQ(read.updated_at, clock.now());
    EXPECT_EQ(read.created_at, clock.now() - std::chrono::seconds{5});
}

TEST_F(SessionTest, StaleRowIsRefusedAndKeepsItsVersion) {
    auto board = make_board(household_a);
    orm::UnitOfWork unit(database);
    auto db = unit.tenant(household_a);
    Chore mine = db.insert(Chore{.board_id = board, .name = "Dishes"});
    Chore theirs = mine;
    db.update(theirs, &Chore::name);

    try {
        db.update(mine);
        FAIL() << "expected StaleRow";
    } catch (const orm::StaleRow& stale) {
        EXPECT_EQ(stale.table, "chores");
        EXPECT_EQ(stale.key, mine.id.value);
        EXPECT_EQ(stale.current_version, 2);
    }
    EXPECT_EQ(mine.version, 1);
    EXPECT_THROW(db.remove(mine), orm::StaleRow);

    db.remove(theirs);
    EXPECT_THROW(db.update(theirs), orm::StaleRow);
    EXPECT_FALSE(db.find(mine.id));
}

TEST_F(SessionTest, SaveInsertsAndUpdates) {
    orm::UnitOfWork unit(database);
    auto db = unit.tenant(household_a);
    Board board{.name = "Hall"};

    db.save(board);
    board.name = "Garden";
    db.save(board);

    EXPECT_EQ(db.get_or_404(board.id).name, "Garden");
    EXPECT_EQ(db.query<Board>().count(), 1);
}

TEST_F(SessionTest, InsertAllFillsIdsInOrder) {
    orm::UnitOfWork unit(database);
    auto db = unit.tenant(household_a);
    std::vector<Person> persons{{.name = "Anna"}, {.name = "Ben"}, {.name = "Cleo"}};

    db.insert_all(persons);

    EXPECT_LT(persons[0].id, persons[1].id);
    EXPECT_LT(persons[1].id, persons[2].id);
    for (const auto& person : persons) {
        EXPECT_EQ(db.get_or_404(person.id).name, person.name);
    }
}

TEST_F(SessionTest, InsertAllNeedsFewStatements) {
    auto board = make_board(household_a);
    orm::UnitOfWork unit(database);
    auto db = unit.tenant(household_a);
    std::vector<Chore> chores;
    for (int i = 0; i < 1200; ++i) {
        chores.push_back({.board_id = board, .name = std::to_string(i)});
    }
    statements.clear();

    db.insert_all(chores);

    EXPECT_EQ(statements.size(), 3U);
    EXPECT_EQ(db.query<Chore>().count(), 1200);
    for (const auto& chore : {chores.front(), chores[499], chores[500], chores.back()}) {
        EXPECT_EQ(db.get_or_404(chore.id).name, chore.name);
        EXPECT_EQ(chore.tenant_id, household_a);
        EXPECT_EQ(chore.created_at, clock.now());
        EXPECT_EQ(chore.version, 1);
    }
}

TEST_F(SessionTest, InsertAllKeepsKeysThatRowsBring) {
    orm::UnitOfWork unit(database);
    auto db = unit.tenant(household_a);
    std::vector<Person> persons{{.name = "Anna"}, {.name = "Ben"}, {.name = "Cleo"}};
    persons[1].id = Id<Person>{1000};

    db.insert_all(persons);

    EXPECT_EQ(db.get_or_404(Id<Person>{1000}).name, "Ben");
    EXPECT_EQ(db.get_or_404(persons[0].id).name, "Anna");
    EXPECT_EQ(db.get_or_404(persons[2].id).name, "Cleo");
}

TEST_F(SessionTest, InsertAllRefusesRowsOfOthers) {
    orm::UnitOfWork unit(database);
    auto db = unit.tenant(household_a);
    std::vector<Person> persons{{.name = "Anna"}, {.name = "Ben"}};
    persons[1].tenant_id = household_b;
    std::vector<Person> none;

    EXPECT_THROW(db.insert_all(persons), orm::TenantViolation);
    db.insert_all(none);

    EXPECT_EQ(db.query<Person>().count(), 0);
}

TEST_F(SessionTest, DeletedIdsDoNotReturn) {
    orm::UnitOfWork unit(database);
    auto db = unit.tenant(household_a);
    Board first = db.insert(Board{.name = "1"});
    db.remove(first);

    Board second = db.insert(Board{.name = "2"});

    EXPECT_GT(second.id, first.id);
}

TEST_F(SessionTest, UniqueViolationNamesTableAndColumns) {
    orm::UnitOfWork unit(database);
    auto db = unit.tenant(household_a);
    db.insert(Person{.name = "Anna"});
    Person again{.name = "ANNA"};

    try {
        db.insert(again);
        FAIL() << "expected UniqueViolation";
    } catch (const orm::UniqueViolation& taken) {
        EXPECT_EQ(taken.table, "persons");
        EXPECT_EQ(taken.columns, std::vector<std::string>{"name"});
        EXPECT_EQ(std::string(taken.what()).find("ANNA"), std::string::npos);
    }
}

TEST_F(SessionTest, ConstraintErrorsHaveTheirClasses) {
    auto board = make_board(household_a);
    orm::UnitOfWork unit(database);
    auto db = unit.tenant(household_a);
    Chore blank{.board_id = board, .name = "  "};
    Chore lost{.board_id = Id<Board>{999}, .name = "x"};
    Chore long_name{.board_id = board, .name = std::string(101, 'x')};
    Chore long_umlauts{.board_id = board, .name = std::string()};
    for (int i = 0; i < 100; ++i) {
        long_umlauts.name += "ü";
    }

    try {
        db.insert(blank);
        FAIL() << "expected CheckViolation";
    } catch (const orm::CheckViolation& error) {
        EXPECT_EQ(error.table, "chores");
        EXPECT_EQ(error.columns, std::vector<std::string>{"name"});
    }
    EXPECT_THROW(db.insert(lost), orm::ForeignKeyViolation);
    EXPECT_THROW(db.insert(long_name), orm::CheckViolation);
    EXPECT_NO_THROW(db.insert(long_umlauts));
    EXPECT_THROW(db.query<Chore>().everything().set(&Chore::name, "").update(),
                 orm::CheckViolation);
}

TEST_F(SessionTest, UniqueForSomeRowsHoldsForThoseOnly) {
    orm::UnitOfWork unit(database);
    auto db = unit.tenant(household_a);
    db.insert(Board{.name = "1"});
    db.insert(Board{.name = "2"});
    Board usual = db.insert(Board{.name = "3", .is_default = true});
    Board second{.name = "4", .is_default = true};

    EXPECT_THROW(db.insert(second), orm::UniqueViolation);
    unit.tenant(household_b).insert(Board{.name = "5", .is_default = true});
    usual.is_default = false;
    db.update(usual);
    EXPECT_NO_THROW(db.insert(second));
}

TEST_F(SessionTest, UpsertOfSomeRowsMeetsThoseOnly) {
    orm::UnitOfWork unit(database);
    auto db = unit.tenant(household_a);
    Board plain{.name = "plain"};
    Board usual{.name = "usual", .is_default = true};
    Board other{.name = "other", .is_default = true};
    const auto one_default = on_conflict(&Board::is_default);

    db.upsert(plain, one_default, set(&Board::name));
    db.upsert(usual, one_default, set(&Board::name));
    db.upsert(other, one_default, set(&Board::name));

    EXPECT_NE(plain.id, usual.id);
    EXPECT_EQ(other.id, usual.id);
    EXPECT_EQ(db.get_or_404(usual.id).name, "other");
    EXPECT_EQ(db.query<Board>().count(), 2);
}

TEST_F(SessionTest, UpsertThatMeetsAnotherRuleIsRefused) {
    orm::UnitOfWork unit(database);
    auto db = unit.tenant(household_a);
    Picture picture = db.insert(Picture{.path = "a.png"});
    Person anna = db.insert(Person{.name = "Anna", .picture_id = picture.id});
    Person ben{.name = "Ben", .picture_id = picture.id};

    EXPECT_THROW(db.nested([&] { db.upsert(ben, on_conflict(&Person::name), set(&Person::name)); }),
                 orm::UniqueViolation);

    EXPECT_EQ(db.get_or_404(anna.id).name, "Anna");
    EXPECT_EQ(db.query<Person>().count(), 1);
}

TEST_F(SessionTest, IdsAreUniqueOverAllTenants) {
    Board board{.id = make_board(household_a), .name = "taken"};

    EXPECT_THROW(as_b([&](Db& db) { db.insert(board); }), orm::UniqueViolation);
    EXPECT_THROW(as_b([&](Db& db) { db.upsert(board, on_conflict(&Board::is_default), set(&Board::name)); }),
                 orm::UniqueViolation);
    as_a([&](Db& db) { EXPECT_EQ(db.query<Board>().one().name, "Kitchen"); });
}

TEST_F(SessionTest, BlanksAtTheEndCountForTheSize) {
    const std::string fits(99, 'x');
    orm::UnitOfWork unit(database);
    auto db = unit.tenant(household_a);
    Chore chore = db.insert(Chore{.board_id = db.insert(Board{.name = "b"}).id, .name = fits + " "});

    EXPECT_EQ(db.get_or_404(chore.id).name, fits + " ");
    EXPECT_THROW(db.execute("UPDATE chores SET name = :1 WHERE household_id = :tenant", fits + "  "),
                 orm::CheckViolation);
}

TEST_F(SessionTest, BadTextIsRefused) {
    orm::UnitOfWork unit(database);
    auto db = unit.tenant(household_a);
    const std::string bad[] = {std::string("a\0b", 3),
                               "\xff",
                               "\xc0\xaf",
                               "\xed\xa0\x80",
                               "\xf5\x80\x80\x80",
                               "12345678\x80",
                               "\xe2\x82",
                               "\xf4\x90\x80\x80"};
    for (const auto& text : bad) {
        EXPECT_THROW(db.insert(Board{.name = text}), orm::InvalidText) << text;
        EXPECT_THROW(db.query<Board>().where(&Board::name, text).all(), orm::InvalidText);
        EXPECT_THROW(db.query<Board>().where(icontains(col(&Board::name), text)).all(),
                     orm::InvalidText);
    }
    EXPECT_NO_THROW(db.insert(Board{.name = "\xf4\x8f\xbf\xbf \xed\x9f\xbf"}));
}

TEST_F(SessionTest, TrySaveGivesConflictsAsValues) {
    auto board = make_board(household_a);
    orm::UnitOfWork unit(database);
    auto db = unit.tenant(household_a);
    db.insert(Person{.name = "Anna"});
    Person taken{.name = "Anna"};
    Person free{.name = "Ben"};
    Chore lost{.board_id = Id<Board>{board.value + 100}, .name = "x"};

    auto first = db.try_save(taken);
    auto second = db.try_save(free);
    auto third = db.try_save(lost);

    ASSERT_FALSE(first);
    EXPECT_EQ(first.error().id, "orm.E201");
    EXPECT_EQ(first.error().message, "persons.name");
    EXPECT_TRUE(second);
    ASSERT_FALSE(third);
    EXPECT_EQ(third.error().id, "orm.E202");
    EXPECT_EQ(db.query<Person>().count(), 2);
}

TEST_F(SessionTest, UpsertInsertsThenUpdates) {
    auto board = make_board(household_a);
    orm::UnitOfWork unit(database);
    auto db = unit.tenant(household_a);
    Chore first{.board_id = board, .name = "Dishes", .reward = Money{1}};
    Chore second{.board_id = board, .name = "Dishes", .emoji = "x", .reward = Money{2}};
    const auto same = on_conflict(&Chore::board_id, &Chore::name);

    db.upsert(first, same, set(&Chore::reward));
    db.upsert(second, same, set(&Chore::reward));

    EXPECT_EQ(first.id, second.id);
    EXPECT_EQ(second.version, 2);
    auto read = db.get_or_404(first.id);
    EXPECT_EQ(read.reward, Money{2});
    EXPECT_EQ(read.emoji, std::nullopt);
    EXPECT_EQ(db.query<Chore>().count(), 1);
    EXPECT_THROW(db.upsert(first, on_conflict(&Chore::reward), set(&Chore::name)), orm::QueryError);
}

TEST_F(SessionTest, InsertOrIgnoreTellsWhatHappened) {
    orm::UnitOfWork unit(database);
    auto db = unit.tenant(household_a);
    Person anna{.name = "Anna"};
    Person again{.name = "anna"};

    EXPECT_TRUE(db.insert_or_ignore(anna));
    EXPECT_FALSE(db.insert_or_ignore(again));
    EXPECT_TRUE(anna.id);
    EXPECT_FALSE(again.id);
}

TEST_F(SessionTest, GetOr404ThrowsNotFound) {
    orm::UnitOfWork unit(database);
    auto db = unit.tenant(household_a);

    EXPECT_THROW(db.get_or_404(Id<Board>{12345}), orm::NotFound);
    EXPECT_THROW(db.get_or_404<Board>(Id<Board>{-1}), orm::NotFound);
}

TEST_F(SessionTest, HandWrittenSqlReadsPlainStructs) {
    auto board = make_board(household_a);
    orm::UnitOfWork unit(database);
    auto db = unit.tenant(household_a);
    db.insert(Chore{.board_id = board, .name = "Dishes", .reward = Money{5}});
    db.insert(Chore{.board_id = board, .name = "Cook", .due = Date{7}});

    struct Row {
        std::string name;
        std::optional<Date> due;
        Money reward;
        std::int64_t n = 0;
    };

    auto rows = db.sql<Row>(
        "SELECT name, due, reward, (SELECT count(*) FROM chores WHERE household_id = :tenant) "
        "FROM chores WHERE household_id = :tenant AND name <> ':1 ?' AND reward >= :2 AND "
        "board_id = :1 ORDER BY name -- :3",
        board,
        0);

    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].name, "Cook");
    EXPECT_EQ(rows[0].due, Date{7});
    EXPECT_EQ(rows[1].reward, Money{5});
    EXPECT_EQ(rows[1].n, 2);
    EXPECT_EQ(db.execute("UPDATE chores SET reward = :1 WHERE household_id = :tenant", Money{9}),
              2);
    EXPECT_THROW(db.execute("DELETE FROM chores WHERE household_id = :tenant AND id = :2", 1),
                 orm::QueryError);
    EXPECT_THROW(db.execute("DELETE FROM chores WHERE household_id = :tenant; DELETE FROM boards"),
                 orm::QueryError);
}

TEST_F(SessionTest, ALastingNullIsADecodeError) {
    orm::UnitOfWork unit(database);
    auto db = unit.session();

    struct Row {
        std::string text;
    };

    struct Small {
        std::int16_t number = 0;
    };

    EXPECT_THROW(db.sql<Row>("SELECT NULL"), orm::DecodeError);
    EXPECT_THROW(db.sql<Row>("SELECT 1"), orm::DecodeError);
    EXPECT_THROW(db.sql<Small>("SELECT 70000"), orm::DecodeError);
    EXPECT_THROW(db.sql<Row>("SELECT 'a', 'b'"), orm::QueryError);
}

}  // namespace carafe::home
