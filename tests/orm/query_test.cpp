#include "carafe/orm/query.hpp"

#include "fixture.hpp"

namespace carafe::home {

/// Five chores on two boards: names A to E, rewards 0 to 400, due dates none, 1, 2, none, 3.
class QueryTest : public HomeTest {
  protected:
    QueryTest() {
        kitchen = db.insert(Board{.name = "Kitchen"}).id;
        hall = db.insert(Board{.name = "Hall"}).id;
        anna = db.insert(Person{.name = "Anna"}).id;
        ben = db.insert(Person{.name = "Ben"}).id;
        add("A", kitchen, anna, std::nullopt, Rotation::Daily);
        add("B", kitchen, ben, Date{1}, Rotation::Daily);
        add("C", hall, std::nullopt, Date{2}, Rotation::Weekly);
        add("D", hall, anna, std::nullopt, Rotation::Weekly);
        add("E", kitchen, std::nullopt, Date{3}, Rotation::Monthly);
        statements.clear();
    }

    void add(const std::string& name,
             Id<Board> board,
             std::optional<Id<Person>> person,
             std::optional<Date> due,
             Rotation rotation) {
        Chore chore{.board_id = board,
                    .person_id = person,
                    .name = name,
                    .rotation = rotation,
                    .reward = Money{100 * (name[0] - 'A')},
                    .due = due};
        Db session = unit.tenant(household_a);
        session.insert(chore);
        chores.push_back(chore);
    }

    template <class... M>
    std::string found(const orm::Pred<M...>& condition) {
        return names(db.query<Chore>().where(condition).order_by(&Chore::name).all());
    }

    static std::string names(const std::vector<Chore>& rows) {
        std::string text;
        for (const auto& row : rows) {
            text += row.name;
        }
        return text;
    }

    orm::UnitOfWork unit{database};
    Db db = unit.tenant(household_a);
    Id<Board> kitchen{}, hall{};
    Id<Person> anna{}, ben{};
    std::vector<Chore> chores{};
};

TEST_F(QueryTest, EveryOperatorFindsWhatSqlSays) {
    EXPECT_EQ(found(col(&Chore::name) == "C"), "C");
    EXPECT_EQ(found(col(&Chore::name) != "C"), "ABDE");
    EXPECT_EQ(found(col(&Chore::reward) < Money{200}), "AB");
    EXPECT_EQ(found(col(&Chore::reward) <= Money{200}), "ABC");
    EXPECT_EQ(found(col(&Chore::reward) > Money{200}), "DE");
    EXPECT_EQ(found(col(&Chore::reward) >= Money{200}), "CDE");
    EXPECT_EQ(found(col(&Chore::due) > Date{1}), "CE");
    EXPECT_EQ(found(col(&Chore::rotation) == Rotation::Weekly), "CD");
    EXPECT_EQ(found(col(&Chore::board_id) == kitchen), "ABE");
    EXPECT_EQ(found(col(&Chore::active) == true), "ABCDE");
}

TEST_F(QueryTest, ConditionsCombine) {
    auto rich = col(&Chore::reward) >= Money{200};
    auto here = col(&Chore::board_id) == kitchen;

    EXPECT_EQ(found(rich && here), "E");
    EXPECT_EQ(found(rich || here), "ABCDE");
    EXPECT_EQ(found(!rich && here), "AB");
    EXPECT_EQ(found(!(rich || here)), "");
    EXPECT_EQ(found((rich && here) || col(&Chore::name) == "A"), "AE");
}

TEST_F(QueryTest, NullsAreAskedForByName) {
    EXPECT_EQ(found(is_null(col(&Chore::due))), "AD");
    EXPECT_EQ(found(!is_null(col(&Chore::due))), "BCE");
    EXPECT_EQ(found(col(&Chore::due) == std::nullopt), "AD");
    EXPECT_EQ(found(col(&Chore::due) != std::nullopt), "BCE");
    EXPECT_EQ(found(col(&Chore::due) == std::optional<Date>{}), "AD");
    EXPECT_EQ(found(col(&Chore::due) == std::optional<Date>{Date{2}}), "C");
    EXPECT_EQ(found(col(&Chore::due) != Date{2}), "BE");
    EXPECT_EQ(db.query<Chore>().where(&Chore::person_id, std::optional<Id<Person>>{}).count(), 2);
}

TEST_F(QueryTest, ListsMayBeEmptyOrOfAnyType) {
    std::vector<Id<Chore>> ids{chores[0].id, chores[3].id, Id<Chore>{999}};

    EXPECT_EQ(found(in(col(&Chore::id), ids)), "AD");
    EXPECT_EQ(found(in(col(&Chore::id), std::vector<Id<Chore>>{})), "");
    EXPECT_EQ(found(!in(col(&Chore::name), std::vector<std::string>{"A", "B\"\\\n", "ü"})), "BCDE");
    EXPECT_EQ(found(in(col(&Chore::rotation), std::array{Rotation::Daily, Rotation::Monthly})),
              "ABE");
    EXPECT_EQ(found(in(col(&Chore::due), std::array{Date{1}, Date{3}})), "BE");
}

TEST_F(QueryTest, ListsMayBeLong) {
    // One more than an engine's places in a statement, which SQLite and MariaDB limit.
    std::vector<Id<Chore>> ids(70'000, Id<Chore>{999'999});
    ids.back() = chores[1].id;
    std::vector<Id<Chore>> some(ids.end() - 700, ids.end());

    EXPECT_EQ(found(in(col(&Chore::id), ids)), "B");
    EXPECT_EQ(found(in(col(&Chore::id), some)), "B");
    EXPECT_EQ(found(!in(col(&Chore::id), some)), "ACDE");
    EXPECT_EQ(found(!in(col(&Chore::id), std::vector<Id<Chore>>{})), "ABCDE");
    EXPECT_EQ(found(in(col(&Chore::id), some) || in(col(&Chore::name), std::array{"D", "E", "X"})), "BDE");
}

TEST_F(QueryTest, ListsOfOtherLengthsFollowEachOther) {
    std::vector<std::string> wanted;
    for (std::size_t length = 0; length < 20; ++length) {
        EXPECT_EQ(db.query<Chore>().where(in(col(&Chore::name), wanted)).count(), std::min<int>(static_cast<int>(length), 5));
        wanted.push_back(length < 5 ? chores[length].name : "none" + std::to_string(length));
    }
}

TEST_F(QueryTest, BulkWritesTakeLists) {
    EXPECT_EQ(db.query<Chore>()
                  .where(in(col(&Chore::name), std::array{"A", "C", "Z"}))
                  .set(&Chore::reward, Money{7})
                  .update(),
              2);
    EXPECT_EQ(db.query<Chore>().where(in(col(&Chore::reward), std::array{Money{7}})).remove(), 2);
    EXPECT_EQ(found(col(&Chore::active) == true), "BDE");
}

TEST_F(QueryTest, TextIsSearchedLiterally) {
    add("50% off_\\", hall, std::nullopt, std::nullopt, Rotation::Daily);
    add("50 off", hall, std::nullopt, std::nullopt, Rotation::Daily);

    EXPECT_EQ(found(icontains(col(&Chore::name), "0%")), "50% off_\\");
    EXPECT_EQ(found(icontains(col(&Chore::name), "OFF_")), "50% off_\\");
    EXPECT_EQ(found(icontains(col(&Chore::name), "\\")), "50% off_\\");
    EXPECT_EQ(found(icontains(col(&Chore::name), "off")), "50 off50% off_\\");
    EXPECT_EQ(found(like(col(&Chore::name), "50\\%%")), "50% off_\\");
    EXPECT_EQ(found(like(col(&Chore::name), "_")), "ABCDE");
}

TEST_F(QueryTest, TextWithQuotesChangesNoStatement) {
    const std::string hostile = "x' OR '1'='1\"; DROP TABLE chores; --";
    EXPECT_EQ(db.query<Chore>().where(&Chore::name, hostile).count(), 0);
    auto text = statements.back();

    EXPECT_EQ(db.query<Chore>().where(&Chore::name, "A").count(), 1);

    EXPECT_EQ(text, statements.back());
}

TEST_F(QueryTest, NullsComeFirstAscending) {
    EXPECT_EQ(names(db.query<Chore>().order_by(&Chore::due, desc(&Chore::name)).all()), "DABCE");
    EXPECT_EQ(names(db.query<Chore>().order_by(desc(&Chore::due), &Chore::name).all()), "ECBAD");
}

TEST_F(QueryTest, OrderByKeyTakesOnlyWhatIsListed) {
    auto sorted = [&](std::string_view key) {
        return names(
            db.query<Chore>()
                .order_by_key(key, {{"name", asc(&Chore::name)}, {"reward", desc(&Chore::reward)}})
                .all());
    };

    EXPECT_EQ(sorted("reward"), "EDCBA");
    EXPECT_EQ(sorted("name"), "ABCDE");
    EXPECT_EQ(sorted("id; DROP TABLE chores"), "ABCDE");
}

TEST_F(QueryTest, EndingsAnswer) {
    auto query = [&] { return db.query<Chore>().where(&Chore::board_id, kitchen); };

    EXPECT_EQ(query().count(), 3);
    EXPECT_TRUE(query().exists());
    EXPECT_EQ(query().order_by(desc(&Chore::name)).first()->name, "E");
    EXPECT_EQ(query().where(&Chore::name, "B").one().name, "B");
    EXPECT_THROW(query().one(), orm::MultipleRows);
    EXPECT_THROW(query().where(&Chore::name, "Z").one(), orm::NotFound);
    EXPECT_FALSE(query().where(&Chore::name, "Z").first());
    EXPECT_FALSE(query().where(&Chore::name, "Z").exists());
    EXPECT_EQ(names(query().order_by(&Chore::name).limit(1).offset(1).all()), "B");
    EXPECT_EQ(names(query().order_by(&Chore::name).offset(2).all()), "E");
}

TEST_F(QueryTest, NamedQueryTakesConditionsOneByOne) {
    auto query = db.query<Chore>();
    query.where(&Chore::board_id, kitchen);
    query.where(col(&Chore::reward) > Money{0});
    query.order_by(&Chore::name).limit(10);

    EXPECT_EQ(names(query.all()), "BE");
}

TEST_F(QueryTest, EachReadsOneRowAtATimeAndMayQueryInside) {
    std::string seen;

    db.query<Chore>().order_by(&Chore::name).each([&](Chore& chore) {
        seen += chore.name;
        // The same statement again, while the outer one is still running.
        if (chore.name == "A") {
            db.query<Chore>().order_by(&Chore::name).each([&](Chore& inner) {
                seen += inner.name;
            });
        }
    });

    EXPECT_EQ(seen, "AABCDEBCDE");
    EXPECT_THROW(db.query<Chore>().each([](Chore&) { throw std::runtime_error("stop"); }),
                 std::runtime_error);
    EXPECT_EQ(db.query<Chore>().count(), 5);
}

TEST_F(QueryTest, JoinsGoAlongForeignKeysAndBack) {
    struct Row {
        std::string chore, board;
    };

    auto rows = db.query<Chore>()
                    .join(&Chore::board_id)
                    .where(col(&Board::name) == "Hall")
                    .into(&Row::chore, &Chore::name)
                    .into(&Row::board, &Board::name)
                    .order_by(&Chore::name)
                    .all();
    auto boards = db.query<Board>().join(&Chore::board_id).where(&Chore::name, "C").all();

    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].chore + rows[0].board, "CHall");
    EXPECT_EQ(rows[1].chore, "D");
    ASSERT_EQ(boards.size(), 1U);
    EXPECT_EQ(boards[0].id, hall);
}

TEST_F(QueryTest, LeftJoinKeepsRowsWithoutPartner) {
    struct Row {
        std::string chore;
        std::optional<std::string> person;
    };

    auto rows = db.query<Chore>()
                    .left_join(&Chore::person_id)
                    .order_by(&Chore::name)
                    .into(&Row::chore, &Chore::name)
                    .into(&Row::person, &Person::name)
                    .all();

    ASSERT_EQ(rows.size(), 5U);
    EXPECT_EQ(rows[0].person, "Anna");
    EXPECT_EQ(rows[2].person, std::nullopt);
}

TEST_F(QueryTest, AggregatesGroup) {
    struct Sum {
        Rotation rotation{};
        std::int64_t n = 0;
        std::optional<Money> total, most;
        std::optional<double> average;
        std::int64_t persons = 0;
    };

    auto rows = db.query<Chore>()
                    .into(&Sum::rotation, &Chore::rotation)
                    .into(&Sum::n, count())
                    .into(&Sum::total, sum(&Chore::reward))
                    .into(&Sum::most, max(&Chore::reward))
                    .into(&Sum::average, avg(&Chore::reward))
                    .into(&Sum::persons, count_distinct(&Chore::person_id))
                    .group_by(&Chore::rotation)
                    .having(count() > 1 && sum(&Chore::reward) > Money{100})
                    .order_by(&Chore::rotation)
                    .all();
    auto none = db.query<Chore>()
                    .where(&Chore::name, "Z")
                    .into(&Sum::total, sum(&Chore::reward))
                    .into(&Sum::n, count())
                    .first();

    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].rotation, Rotation::Weekly);
    EXPECT_EQ(rows[0].n, 2);
    EXPECT_EQ(rows[0].total, Money{500});
    EXPECT_EQ(rows[0].most, Money{300});
    EXPECT_EQ(rows[0].average, 250.0);
    EXPECT_EQ(rows[0].persons, 1);
    ASSERT_TRUE(none);
    EXPECT_EQ(none->total, std::nullopt);
    EXPECT_EQ(none->n, 0);
}

TEST_F(QueryTest, ExistsAsksAnotherTable) {
    auto with_monthly = exists<Chore>(col(&Chore::board_id) == col(&Board::id) &&
                                      col(&Chore::rotation) == Rotation::Monthly);

    auto boards = db.query<Board>().where(with_monthly).all();
    auto others = db.query<Board>().where(!with_monthly && col(&Board::name) != "x").all();

    ASSERT_EQ(boards.size(), 1U);
    EXPECT_EQ(boards[0].id, kitchen);
    ASSERT_EQ(others.size(), 1U);
    EXPECT_EQ(others[0].id, hall);
}

TEST_F(QueryTest, PagesCountAndClamp) {
    auto page = [&](std::int64_t number) {
        return db.query<Chore>().order_by(&Chore::name).page(number, 2);
    };

    auto second = page(2);
    EXPECT_EQ(names(second.items), "CD");
    EXPECT_EQ(second.total, 5);
    EXPECT_EQ(second.pages(), 3);
    EXPECT_TRUE(second.has_next() && second.has_previous());
    EXPECT_EQ(names(page(99).items), "E");
    EXPECT_EQ(page(99).number, 3);
    EXPECT_EQ(names(page(-5).items), "AB");
    auto empty = db.query<Chore>().where(&Chore::name, "Z").page(3, 2);
    EXPECT_EQ(empty.number, 1);
    EXPECT_EQ(empty.pages(), 1);
}

TEST_F(QueryTest, KeysetWalksForwardAndBack) {
    auto slice = [&](std::string_view cursor) {
        return db.query<Chore>().order_by(desc(&Chore::active), &Chore::name).keyset(cursor, 2);
    };

    auto first = slice("");
    auto second = slice(first.next);
    auto third = slice(second.next);
    auto back = slice(third.previous);

    EXPECT_EQ(names(first.items) + names(second.items) + names(third.items), "ABCDE");
    EXPECT_FALSE(first.has_previous());
    EXPECT_FALSE(third.has_next());
    EXPECT_EQ(names(back.items), "CD");
    EXPECT_EQ(names(slice(back.previous).items), "AB");
    EXPECT_FALSE(slice(back.previous).has_previous());
    EXPECT_EQ(names(slice(back.next).items), "E");
}

TEST_F(QueryTest, KeysetOrdersByTimesAndFlags) {
    for (auto name : {"F", "G"}) {
        clock.advance(std::chrono::microseconds{1});
        add(name, hall, std::nullopt, std::nullopt, Rotation::Daily);
    }
    auto slice = [&](std::string_view cursor) {
        return db.query<Chore>().order_by(&Chore::active, desc(&Chore::created_at)).keyset(cursor, 2);
    };

    auto first = slice("");
    auto second = slice(first.next);

    EXPECT_EQ(names(first.items), "GF");
    EXPECT_EQ(names(second.items).size(), 2U);
    EXPECT_EQ(names(slice(second.previous).items), "GF");
}

/// Whether a list of all chores by name takes the cursor.
bool takes(Db& db, std::string_view cursor) {
    try {
        db.query<Chore>().order_by(&Chore::name).keyset(cursor, 2);
        return true;
    } catch (const orm::BadCursor&) {
        return false;
    }
}

TEST_F(QueryTest, KeysetRefusesTheCursorOfAnotherList) {
    auto cursor = db.query<Chore>().order_by(&Chore::name).keyset("", 2).next;
    const orm::OrderKey<Chore> by_name{"name", asc(&Chore::name)};

    EXPECT_TRUE(takes(db, cursor));
    EXPECT_EQ(names(db.query<Chore>().order_by_key("", {by_name}).keyset(cursor, 4).items), "CDE");
    auto refused = [&](auto&& query) { EXPECT_THROW(query.keyset(cursor, 2), orm::BadCursor); };
    refused(db.query<Chore>().order_by(&Chore::reward));
    refused(db.query<Chore>().order_by(desc(&Chore::name)));
    refused(db.query<Chore>().order_by(&Chore::name, &Chore::reward));
    refused(db.query<Chore>().where(&Chore::active, true).order_by(&Chore::name));
    refused(db.query<Board>().order_by(&Board::name));
    refused(db.as_system("test").query<Chore>().order_by(&Chore::name));
    EXPECT_THROW(db.query<Chore>().order_by(&Chore::due).keyset("", 2), orm::QueryError);
}

TEST_F(QueryTest, KeysetCursorsOutliveChangedValues) {
    auto slice = [&](Id<Board> board, std::string_view cursor) {
        return db.query<Chore>()
            .where(&Chore::board_id, board)
            .order_by(&Chore::name)
            .keyset(cursor, 2);
    };

    auto cursor = slice(kitchen, "").next;

    EXPECT_EQ(names(slice(kitchen, cursor).items), "E");
    EXPECT_EQ(names(slice(hall, cursor).items), "CD");
}

TEST_F(QueryTest, KeysetRefusesTheCursorOfAnotherTenant) {
    Db other = unit.tenant(household_b);
    auto cursor = db.query<Chore>().order_by(&Chore::name).keyset("", 2).next;

    EXPECT_TRUE(takes(db, cursor));
    EXPECT_FALSE(takes(other, cursor));
}

TEST_F(QueryTest, KeysetRefusesChangedCursors) {
    auto cursor = db.query<Chore>().order_by(&Chore::name).keyset("", 2).next;

    for (std::size_t length = 1; length < cursor.size(); ++length) {
        EXPECT_FALSE(takes(db, cursor.substr(0, length))) << length;
    }
    for (std::size_t i = 0; i < cursor.size(); ++i) {
        auto changed = cursor;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        EXPECT_FALSE(takes(db, changed)) << i;
    }
    for (auto text : {"n", "p", "0", "AA", "%", "next", "n0123", "\xff"}) {
        EXPECT_FALSE(takes(db, text)) << text;
    }
    EXPECT_FALSE(takes(db, cursor + "A"));
    EXPECT_FALSE(takes(db, cursor + "AAAA"));
    EXPECT_FALSE(takes(db, std::string(100'000, 'A')));
}

TEST_F(QueryTest, KeysetCursorsBelongToTheKey) {
    auto cursor = db.query<Chore>().order_by(&Chore::name).keyset("", 2).next;
    const auto key = database.cursor_key();

    database.set_cursor_key("another key of thirty-two bytes.");
    EXPECT_FALSE(takes(db, cursor));
    database.set_cursor_key(key);
    EXPECT_TRUE(takes(db, cursor));
}

TEST_F(QueryTest, BulkUpdateMovesVersionAndTime) {
    clock.advance(std::chrono::seconds{1});

    auto changed = db.query<Chore>()
                       .where(&Chore::board_id, kitchen)
                       .set(&Chore::reward, col(&Chore::reward) + Money{7})
                       .set(&Chore::person_id, std::nullopt)
                       .set(&Chore::due, std::optional<Date>{Date{9}})
                       .update();

    EXPECT_EQ(changed, 3);
    auto chore = db.get_or_404(chores[1].id);
    EXPECT_EQ(chore.reward, Money{107});
    EXPECT_EQ(chore.person_id, std::nullopt);
    EXPECT_EQ(chore.due, Date{9});
    EXPECT_EQ(chore.version, 2);
    EXPECT_EQ(chore.updated_at, clock.now());
    EXPECT_EQ(db.get_or_404(chores[2].id).version, 1);
}

TEST_F(QueryTest, BulkUpdateReadsTheOldValues) {
    db.query<Chore>()
        .where(&Chore::name, "E")
        .set(&Chore::reward, col(&Chore::reward) - Money{1})
        .set(&Chore::emoji, std::string("was"))
        .update();
    db.execute("UPDATE chores SET name = emoji, emoji = name WHERE household_id = :tenant AND emoji IS NOT NULL");

    auto swapped = db.get_or_404(chores[4].id);
    EXPECT_EQ(swapped.name, "was");
    EXPECT_EQ(swapped.emoji, "E");
    EXPECT_EQ(swapped.reward, Money{399});
}

TEST_F(QueryTest, BulkWritesWantACondition) {
    EXPECT_THROW(db.query<Chore>().remove(), orm::QueryError);
    EXPECT_THROW(db.query<Chore>().set(&Chore::active, false).update(), orm::QueryError);
    EXPECT_THROW(db.query<Chore>().where(&Chore::name, "A").limit(1).remove(), orm::QueryError);
    EXPECT_THROW(db.query<Chore>().where(&Chore::name, "A").update(), orm::QueryError);
    EXPECT_EQ(db.query<Chore>().where(&Chore::name, "A").remove(), 1);
    EXPECT_EQ(db.query<Chore>().everything().set(&Chore::active, false).update(), 4);
    EXPECT_EQ(db.query<Chore>().everything().remove(), 4);
}

// A property: random conditions find exactly what the same condition in C++ finds.
TEST_F(QueryTest, RandomConditionsAgreeWithAFilter) {
    std::uint32_t seed = 42;
    auto random = [&](int below) {
        seed = seed * 1664525U + 1013904223U;
        return static_cast<int>((seed >> 16) % static_cast<std::uint32_t>(below));
    };
    using Filter = std::function<bool(const Chore&)>;

    struct Both {
        orm::Pred<Chore> pred;
        Filter test;
    };

    std::function<Both(int)> make = [&](int depth) -> Both {
        if (depth == 0) {
            Money limit{100 * random(5)};
            Date day{random(4)};
            switch (random(4)) {
                case 0:
                    return {col(&Chore::reward) < limit,
                            [=](const Chore& c) { return c.reward < limit; }};
                case 1:
                    return {col(&Chore::due) == std::nullopt,
                            [](const Chore& c) { return !c.due; }};
                case 2:
                    // Behind the NULL test the comparison has two values, as in C++.
                    return {col(&Chore::due) != std::nullopt && col(&Chore::due) >= day,
                            [=](const Chore& c) { return c.due && *c.due >= day; }};
                default:
                    return {col(&Chore::board_id) == kitchen,
                            [=, this](const Chore& c) { return c.board_id == kitchen; }};
            }
        }
        Both a = make(depth - 1);
        Both b = make(depth - 1);
        switch (random(3)) {
            case 0:
                return {a.pred && b.pred, [=](const Chore& c) { return a.test(c) && b.test(c); }};
            case 1:
                return {a.pred || b.pred, [=](const Chore& c) { return a.test(c) || b.test(c); }};
            default:
                // NOT of an unknown stays unknown in SQL, so the NULLs are kept out.
                return {!(a.pred) && col(&Chore::due) != std::nullopt,
                        [=](const Chore& c) { return !a.test(c) && c.due; }};
        }
    };
    for (int round = 0; round < 200; ++round) {
        Both both = make(round % 4);
        std::string expected;
        for (const auto& chore : chores) {
            expected += both.test(chore) ? chore.name : "";
        }
        EXPECT_EQ(found(both.pred), expected) << statements.back();
    }
}

}  // namespace carafe::home
