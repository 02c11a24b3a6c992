// Encrypted columns: what the database holds, what opens and what does not, keys, blind indexes.
#include "carafe/crypto/encoding.hpp"

#include "fixture.hpp"

namespace carafe::home {

namespace {

constexpr const char* kSecret = "a secret of the configuration, long enough";

struct Stored {
    Bytes phone{};
    Bytes diagnosis{};
};

/// A master key of 32 equal bytes as DATA_KEYS writes it.
std::string data_key(const std::string& id, char byte) {
    return id + ":" + crypto::encode_base64(std::string(32, byte)) + "=";
}

}  // namespace

class EncryptedTest : public HomeTest {
  protected:
    EncryptedTest() { database.set_master_keys(orm::master_keys("", kSecret)); }

    Patient insert(Db& db, const std::string& name = "Asha") {
        return db.insert(Patient{.name = name, .phone = "98450 12345", .diagnosis = "migraine"});
    }

    Id<Patient> insert_of(Id<Household> household, const std::string& name = "Asha") {
        Id<Patient> id{};
        database.transact<Household>(household, [&](Db& db) { id = insert(db, name).id; });
        return id;
    }

    Patient patient(Id<Household> household, Id<Patient> id) {
        orm::UnitOfWork unit(database, orm::Access::ReadOnly);
        return unit.tenant(household).get_or_404(id);
    }

    Stored stored(Id<Patient> id) {
        orm::UnitOfWork unit(database, orm::Access::ReadOnly);
        auto db = unit.session().as_system("test");
        return db.sql<Stored>("SELECT phone, diagnosis FROM patients WHERE id = :1", id).at(0);
    }

    void store_phone(Id<Patient> id, const std::string& bytes) {
        database.transact([&](orm::Session& session) {
            session.as_system("test").execute(
                "UPDATE patients SET phone = :1 WHERE id = :2", Bytes{bytes}, id);
        });
    }

    std::int64_t keys_of(Id<Household> household) {
        orm::UnitOfWork unit(database, orm::Access::ReadOnly);
        return unit.session().query<DataKey>().where(&DataKey::owner, household.value).count();
    }

    std::int64_t found(Id<Household> household, std::string_view phone) {
        orm::UnitOfWork unit(database, orm::Access::ReadOnly);
        return unit.tenant(household).query<Patient>().where(matches(&Patient::phone, phone)).count();
    }
};

TEST_F(EncryptedTest, TheDatabaseHoldsSealedBytes) {
    auto id = insert_of(household_a);

    auto row = stored(id);
    EXPECT_EQ(row.diagnosis.data.size(), 1 + 4 + 12 + std::string("migraine").size() + 16);
    EXPECT_EQ(row.diagnosis.data.front(), '\1');
    EXPECT_EQ(row.diagnosis.data.find("migraine"), std::string::npos);
    auto read = patient(household_a, id);
    EXPECT_EQ(read.phone.reveal(), "98450 12345");
    EXPECT_EQ(read.diagnosis.reveal(), "migraine");
    EXPECT_FALSE(read.email);
}

TEST_F(EncryptedTest, EveryWayOfReadingOpens) {
    auto id = insert_of(household_a);
    insert_of(household_a, "Bela");
    insert_of(household_b, "Chitra");
    orm::UnitOfWork unit(database);
    auto db = unit.tenant(household_a);

    EXPECT_EQ(db.find(id)->diagnosis.reveal(), "migraine");
    EXPECT_EQ(db.query<Patient>().where(&Patient::name, "Asha").one().diagnosis.reveal(), "migraine");
    EXPECT_EQ(db.query<Patient>().first()->diagnosis.reveal(), "migraine");
    EXPECT_EQ(db.query<Patient>().page(1, 1).items.at(0).diagnosis.reveal(), "migraine");
    EXPECT_EQ(db.query<Patient>().keyset("", 5).items.at(1).diagnosis.reveal(), "migraine");
    int seen = 0;
    db.query<Patient>().each([&](Patient& row) { seen += row.diagnosis.reveal() == "migraine"; });
    EXPECT_EQ(seen, 2);
    for (auto& row : unit.session().as_system("test").query<Patient>().all()) {
        EXPECT_EQ(row.diagnosis.reveal(), "migraine") << row.name;
    }
}

TEST_F(EncryptedTest, TextsOfEveryKindComeBack) {
    for (std::string text : {"", "x", "नमस्ते 🧹"}) {
        Patient row{.name = text, .diagnosis = text, .email = text};
        as_a([&](Db& db) { db.insert(row); });
        EXPECT_EQ(row.diagnosis.reveal(), text);
        auto read = patient(household_a, row.id);
        EXPECT_EQ(read.diagnosis.reveal(), text);
        EXPECT_EQ(read.email->reveal(), text);
    }
}

TEST_F(EncryptedTest, RefusesWhatATextColumnRefuses) {
    as_a([&](Db& db) {
        EXPECT_THROW(db.insert(Patient{.name = "A", .diagnosis = std::string_view("a\0b", 3)}), InvalidText);
        EXPECT_THROW(db.insert(Patient{.name = "B", .phone = std::string(21, '1')}), CheckViolation);
    });
}

TEST_F(EncryptedTest, UpdatesWriteWhatWasAssigned) {
    auto id = insert_of(household_a);
    auto before = stored(id);

    as_a([&](Db& db) {
        auto row = db.get_or_404(id);
        row.diagnosis = "cured";
        db.update(row);
        EXPECT_EQ(row.diagnosis.reveal(), "cured");
    });

    EXPECT_EQ(patient(household_a, id).diagnosis.reveal(), "cured");
    EXPECT_EQ(stored(id).phone.data, before.phone.data);
    EXPECT_NE(stored(id).diagnosis.data, before.diagnosis.data);
}

TEST_F(EncryptedTest, ManyRowsAreSealedAtOnce) {
    std::vector<Patient> rows{{.name = "A", .phone = "1", .diagnosis = "x"},
                              {.name = "B", .phone = "2", .email = "b@example.org"}};
    as_a([&](Db& db) { db.insert_all(rows); });

    auto b = patient(household_a, rows.at(1).id);
    EXPECT_EQ(patient(household_a, rows.at(0).id).diagnosis.reveal(), "x");
    EXPECT_EQ(b.phone.reveal(), "2");
    EXPECT_EQ(b.email->reveal(), "b@example.org");
    EXPECT_EQ(found(household_a, "2"), 1);
}

TEST_F(EncryptedTest, EditsTellThatTextChangedButNotToWhat) {
    auto id = insert_of(household_a);
    as_a([&](Db& db) {
        auto edit = db.edit(id);
        edit->phone = "98450 12345";
        EXPECT_TRUE(edit.save().empty());
        edit->phone = "1234";
        edit->email = "asha@example.org";
        auto changes = edit.save();
        ASSERT_EQ(changes.changes.size(), 2U);
        EXPECT_EQ(changes.changes.at(0), (Change{"phone", std::nullopt, std::nullopt, true}));
        EXPECT_EQ(changes.changes.at(1).column, "email");
        edit->phone = "5678";
        EXPECT_EQ(edit.save().changes.size(), 1U);
    });
    EXPECT_EQ(found(household_a, "5678"), 1);
    EXPECT_EQ(patient(household_a, id).email->reveal(), "asha@example.org");
}

TEST_F(EncryptedTest, EqualTextsAreSealedDifferently) {
    EXPECT_NE(stored(insert_of(household_a, "A")).diagnosis.data,
              stored(insert_of(household_a, "B")).diagnosis.data);
}

TEST_F(EncryptedTest, WhatWasChangedOrCutDoesNotOpen) {
    auto id = insert_of(household_a);
    const auto sealed = stored(id).phone.data;
    for (std::size_t at = 0; at < sealed.size(); at += 3) {
        auto changed = sealed;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        store_phone(id, changed);
        EXPECT_THROW(patient(household_a, id).phone.reveal(), CryptoError) << at;
    }
    for (std::size_t length : {0UL, 1UL, 16UL, 32UL, sealed.size() - 1}) {
        store_phone(id, sealed.substr(0, length));
        EXPECT_THROW(patient(household_a, id).phone.reveal(), CryptoError) << length;
    }
    store_phone(id, sealed);
    EXPECT_EQ(patient(household_a, id).phone.reveal(), "98450 12345");
}

TEST_F(EncryptedTest, WhatWasMovedDoesNotOpen) {
    auto a = insert_of(household_a);
    auto b = insert_of(household_b);

    store_phone(b, stored(a).phone.data);
    EXPECT_THROW(patient(household_b, b).phone.reveal(), CryptoError);
    store_phone(a, stored(a).diagnosis.data);
    EXPECT_THROW(patient(household_a, a).phone.reveal(), CryptoError);
    EXPECT_EQ(patient(household_a, a).diagnosis.reveal(), "migraine");
    orm::UnitOfWork unit(database);
    auto everywhere = unit.session().as_system("test");
    EXPECT_THROW(everywhere.get_or_404(b).phone.reveal(), CryptoError);
}

TEST_F(EncryptedTest, AssignedToAnotherPlaceItIsSealedAnew) {
    auto a = patient(household_a, insert_of(household_a));
    auto b = patient(household_b, insert_of(household_b));

    b.phone = a.phone;
    b.diagnosis = a.phone;
    as_b([&](Db& db) { db.update(b); });

    auto read = patient(household_b, b.id);
    EXPECT_EQ(read.phone.reveal(), "98450 12345");
    EXPECT_EQ(read.diagnosis.reveal(), "98450 12345");
    EXPECT_EQ(found(household_b, "9845012345"), 1);
}

TEST_F(EncryptedTest, EachTenantHasAKeyMadeWhenItIsNeeded) {
    EXPECT_EQ(keys_of(household_a), 0);
    insert_of(household_a, "A");
    insert_of(household_a, "B");
    EXPECT_EQ(keys_of(household_a), 1);
    EXPECT_EQ(keys_of(household_b), 0);
    EXPECT_EQ(keys_of(Id<Household>{0}), 0);
    database.transact([](orm::Session& session) { session.insert(Doctor{.license = "KA-7"}); });
    EXPECT_EQ(keys_of(Id<Household>{0}), 1);
}

TEST_F(EncryptedTest, AKeyOfARolledBackTransactionIsNotUsedAgain) {
    Patient read{};
    {
        orm::UnitOfWork unit(database);
        auto db = unit.tenant(household_a);
        EXPECT_THROW(db.nested([&] {
            read = db.get_or_404(insert(db).id);
            throw std::runtime_error("undone");
        }),
                     std::runtime_error);
        insert(db, "Bela");
        unit.commit();
    }
    EXPECT_EQ(keys_of(household_a), 1);
    read.id = {};
    as_a([&](Db& db) { db.insert(read); });
    EXPECT_EQ(patient(household_a, read.id).diagnosis.reveal(), "migraine");
}

TEST_F(EncryptedTest, OneStatementReadsTheKeyOfAUnit) {
    for (auto name : {"A", "B", "C"}) {
        insert_of(household_a, name);
    }
    orm::UnitOfWork unit(database, orm::Access::ReadOnly);
    unit.tenant(household_a).query<Patient>().all();
    EXPECT_EQ(unit.statement_count(), 2);
}

TEST_F(EncryptedTest, DeletingATenantTakesItsKeys) {
    insert_of(household_a);
    insert_of(household_b);
    database.transact([&](orm::Session& session) {
        session.as_system("test").delete_tenant(household_a);
    });
    EXPECT_EQ(keys_of(household_a), 0);
    EXPECT_EQ(keys_of(household_b), 1);
}

TEST_F(EncryptedTest, OlderMasterKeysStayReadable) {
    auto a = insert_of(household_a);
    database.set_master_keys(orm::master_keys(data_key("2026", 'x'), kSecret));
    auto b = insert_of(household_b);
    EXPECT_EQ(patient(household_a, a).phone.reveal(), "98450 12345");

    database.set_master_keys(
        orm::master_keys(data_key("2027", 'y') + "," + data_key("2026", 'x'), "another secret"));
    EXPECT_EQ(patient(household_b, b).phone.reveal(), "98450 12345");
    EXPECT_THROW(patient(household_a, a).phone.reveal(), CryptoError);
    EXPECT_THROW(insert_of(household_a, "More"), CryptoError);
}

TEST_F(EncryptedTest, NothingIsSealedWithoutAMasterKey) {
    database.set_master_keys({});
    EXPECT_THROW(insert_of(household_a), CryptoError);
    EXPECT_EQ(keys_of(household_a), 0);
}

TEST(MasterKeys, ReadsTheListAndKeepsTheSecret) {
    auto keys = orm::master_keys(data_key("new", 'x') + "," + data_key("old", 'y'), kSecret);
    ASSERT_EQ(keys.size(), 3U);
    EXPECT_EQ(keys[0].id, "new");
    EXPECT_EQ(keys[1].key, std::string(32, 'y'));
    EXPECT_EQ(keys[2].id, "secret");
    EXPECT_EQ(keys[2].key.size(), 32U);
}

TEST(MasterKeys, RefusesAListThatCannotBeRead) {
    for (std::string list : {"x", "x:", ":AAAA", "x:AAAA", "x:not base64", ",", "secret:"}) {
        EXPECT_THROW(orm::master_keys(list, kSecret), QueryError) << list;
    }
    EXPECT_THROW(orm::master_keys(data_key("secret", 'x'), kSecret), QueryError);
}

TEST_F(EncryptedTest, BlindIndexesFindEqualText) {
    auto id = insert_of(household_a);
    insert_of(household_b);

    EXPECT_EQ(found(household_a, "98450-12345"), 1);
    EXPECT_EQ(found(household_a, "9845012346"), 0);
    EXPECT_EQ(found(household_a, "no digits"), 0);
    orm::UnitOfWork unit(database);
    auto db = unit.tenant(household_a);
    auto row = db.query<Patient>().where(matches(&Patient::phone, "9845012345") &&
                                         col(&Patient::name) == "Asha").one();
    EXPECT_EQ(row.id, id);
    row.phone = "1234";
    db.update(row, &Patient::phone);
    EXPECT_TRUE(db.query<Patient>().where(matches(&Patient::phone, "1 2 3 4")).exists());
    EXPECT_FALSE(db.query<Patient>().where(matches(&Patient::phone, "9845012345")).exists());
}

TEST_F(EncryptedTest, BlindIndexesOfOptionalTextFollowIt) {
    Patient row{.name = "A", .email = "Asha@Example.org"};
    as_a([&](Db& db) { db.insert(row); });
    orm::UnitOfWork unit(database);
    auto db = unit.tenant(household_a);
    auto read = db.query<Patient>().where(matches(&Patient::email, " asha@example.org")).one();
    EXPECT_EQ(read.email->reveal(), "Asha@Example.org");
    read.email.reset();
    db.update(read);
    EXPECT_FALSE(db.query<Patient>().where(matches(&Patient::email, "asha@example.org")).exists());
    EXPECT_EQ(db.query<Patient>().where(is_null(col(&Patient::email))).count(), 1);
}

TEST_F(EncryptedTest, BlindIndexesOfTwoTenantsHaveNothingInCommon) {
    struct Row {
        Bytes index{};
    };

    auto a = insert_of(household_a);
    auto b = insert_of(household_b);
    orm::UnitOfWork unit(database);
    auto db = unit.session().as_system("test");
    auto rows = db.sql<Row>("SELECT phone_bidx FROM patients WHERE id = :1 OR id = :2", a, b);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].index.data.size(), 16U);
    EXPECT_NE(rows[0].index.data, rows[1].index.data);
}

TEST_F(EncryptedTest, BlindIndexesOfGlobalModelsAreAskedInAnySession) {
    database.transact([](orm::Session& session) { session.insert(Doctor{.license = "KA-7"}); });
    orm::UnitOfWork unit(database);
    auto asks = [](auto db) { return db.template query<Doctor>().where(matches(&Doctor::license, "ka-7")).count(); };
    EXPECT_EQ(asks(unit.session()), 1);
    EXPECT_EQ(asks(unit.tenant(household_a)), 1);
    EXPECT_EQ(asks(unit.session().as_system("test")), 1);
}

TEST_F(EncryptedTest, MatchesWantsATenantAndAnIndex) {
    orm::UnitOfWork unit(database);
    auto everywhere = unit.session().as_system("test");
    EXPECT_THROW(everywhere.query<Patient>().where(matches(&Patient::phone, "1")).count(), QueryError);
    auto db = unit.tenant(household_a);
    EXPECT_THROW(db.query<Patient>().where(matches(&Patient::diagnosis, "1")).count(), QueryError);
    EXPECT_EQ(found(household_a, "1"), 0);
}

TEST_F(EncryptedTest, RotationSealsEverythingWithNewKeys) {
    auto a = insert_of(household_a, "A");
    insert_of(household_a, "B");
    auto b = insert_of(household_b);
    database.transact([](orm::Session& session) { session.insert(Doctor{.license = "KA-7"}); });
    const auto before = stored(a);
    std::vector<std::int64_t> steps;

    auto report = orm::rotate_keys(
        database, {.batch = 2, .progress = [&](auto done, auto total) {
                       EXPECT_EQ(total, 4);
                       steps.push_back(done);
                   }});

    EXPECT_EQ(report.keys, 3);
    EXPECT_EQ(report.values, 7);
    EXPECT_EQ(report.faulty, 0);
    EXPECT_EQ(steps, (std::vector<std::int64_t>{2, 3, 4}));
    EXPECT_NE(stored(a).phone.data.substr(0, 5), before.phone.data.substr(0, 5));
    EXPECT_EQ(patient(household_a, a).phone.reveal(), "98450 12345");
    EXPECT_EQ(patient(household_a, a).version, 1);
    EXPECT_EQ(patient(household_b, b).diagnosis.reveal(), "migraine");
    EXPECT_EQ(found(household_a, "9845012345"), 2);
}

TEST_F(EncryptedTest, RotationKeepsTheKeysOfTheOneBeforeOnly) {
    auto id = insert_of(household_a);
    for (int count : {2, 2, 2}) {
        orm::rotate_keys(database);
        EXPECT_EQ(keys_of(household_a), count);
    }
    EXPECT_EQ(patient(household_a, id).phone.reveal(), "98450 12345");
}

TEST_F(EncryptedTest, AnInterruptedRotationGoesOn) {
    auto a = insert_of(household_a, "A");
    auto b = insert_of(household_a, "B");
    EXPECT_THROW(orm::rotate_keys(database,
                                  {.batch = 1,
                                   .progress = [](auto, auto) { throw std::runtime_error("stopped"); }}),
                 std::runtime_error);
    EXPECT_EQ(patient(household_a, b).phone.reveal(), "98450 12345");
    const auto halfway = stored(a);
    EXPECT_NE(halfway.phone.data.substr(0, 5), stored(b).phone.data.substr(0, 5));

    auto report = orm::rotate_keys(database);

    EXPECT_EQ(report.values, 2);
    EXPECT_EQ(stored(a).phone.data, halfway.phone.data);
    EXPECT_EQ(halfway.phone.data.substr(0, 5), stored(b).phone.data.substr(0, 5));
    EXPECT_EQ(keys_of(household_a), 2);
}

TEST_F(EncryptedTest, RotationMovesToTheNewMasterKeyAndFillsIndexes) {
    auto id = insert_of(household_a);
    database.transact([&](orm::Session& session) {
        session.as_system("test").execute("UPDATE patients SET phone_bidx = :1", std::nullopt);
    });
    EXPECT_EQ(found(household_a, "9845012345"), 0);
    database.set_master_keys(orm::master_keys(data_key("2026", 'x'), kSecret));
    orm::rotate_keys(database);
    database.set_master_keys(orm::master_keys(data_key("2026", 'x'), "another secret"));
    EXPECT_EQ(patient(household_a, id).phone.reveal(), "98450 12345");
    EXPECT_EQ(found(household_a, "9845012345"), 1);
}

TEST_F(EncryptedTest, RotationLeavesWhatDoesNotOpen) {
    auto id = insert_of(household_a);
    auto sealed = stored(id).phone.data;
    sealed.back() = static_cast<char>(sealed.back() ^ 1);
    store_phone(id, sealed);
    auto report = orm::rotate_keys(database);
    EXPECT_EQ(report.values, 1);
    EXPECT_EQ(report.faulty, 1);
    EXPECT_EQ(stored(id).phone.data, sealed);
    EXPECT_EQ(patient(household_a, id).diagnosis.reveal(), "migraine");
}

TEST_F(EncryptedTest, DestroyedKeysEraseATenantsValues) {
    auto a = insert_of(household_a);
    auto b = insert_of(household_b);

    EXPECT_EQ(orm::destroy_keys(database, household_a.value), 1);

    EXPECT_THROW(patient(household_a, a).phone.reveal(), CryptoError);
    EXPECT_EQ(patient(household_a, a).name, "Asha");
    EXPECT_EQ(found(household_a, "9845012345"), 0);
    EXPECT_EQ(patient(household_b, b).phone.reveal(), "98450 12345");
    EXPECT_EQ(orm::rotate_keys(database).faulty, 2);
    EXPECT_EQ(keys_of(household_a), 0);
    EXPECT_EQ(orm::destroy_keys(database, household_a.value), 0);
    EXPECT_THROW(orm::destroy_keys(database, 0), QueryError);
}

TEST(Normalisers, MakeEqualWhatPeopleTakeForEqual) {
    EXPECT_EQ(orm::digits("+91 (98450) 123-45"), "919845012345");
    EXPECT_EQ(orm::digits("none"), "");
    EXPECT_EQ(orm::folded("  Asha@Example.org\n"), "asha@example.org");
    EXPECT_EQ(orm::folded(" \t"), "");
}

}  // namespace carafe::home
