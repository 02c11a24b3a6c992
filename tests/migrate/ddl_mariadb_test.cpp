// Changes that MariaDB wants to be made in ways of its own. Runs against the server whose address is set
// (scripts/servers.py).
#include "carafe/db/engine.hpp"
#include "carafe/db/errors.hpp"
#include "carafe/migrate/ddl.hpp"
#include "carafe/migrate/server_steps.hpp"
#include "carafe/testing/test_database.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <optional>

namespace carafe::migrate {

class MariadbDdlTest : public ::testing::Test {
  protected:
    void SetUp() override {
        if (!std::getenv("CARAFE_TEST_MARIADB")) {
            GTEST_SKIP() << "CARAFE_TEST_MARIADB is not set";
        }
        place.emplace(carafe::testing::Engine::Mariadb);
        connection = db::open_connection(db::parse_url(place->url()).value(), {});
    }

    void run(const Statements& statements) {
        for (const auto& statement : statements) {
            connection->run(statement);
        }
    }

    /// Lines of a revision file below two tables that every test has.
    static Schema with(const std::string& more) {
        return {parse_tables("table families - root -\n"
                             "column id key key - 0 none \n"
                             "table persons family_id - target\n"
                             "column id key key - 0 none \n"
                             "column family_id key tenant - 0 none \n"
                             "table tasks family_id - -\n"
                             "column id key key - 0 none \n"
                             "column family_id key tenant - 0 none \n"
                             "column person_id key plain null 0 none \n"
                             "reference fk_tasks_person_id person_id persons id family_id set_null\n" +
                             more)};
    }

    void change(const Schema& from, const Schema& to) {
        run(change_schema(mariadb_ddl(), from, to, {}, NewValues::UseZero));
    }

    /// Columns and indexes of tasks as the server writes them.
    std::string tasks() {
        const std::string sql = connection->rows("SHOW CREATE TABLE tasks")[0][1];
        return sql.substr(0, sql.rfind(") ENGINE"));
    }

    std::optional<carafe::testing::TestDatabase> place{};
    std::unique_ptr<db::Connection> connection{};
};

TEST_F(MariadbDdlTest, AnIndexThatAForeignKeyStandsOnMayBeReplaced) {
    const Schema before = with("index ix_tasks_person_id family_id,person_id - - \n");
    const Schema after = with("index uq_tasks_person_id_id family_id,person_id,id unique - \n");
    run(create_all(mariadb_ddl(), before));
    const std::string old_tasks = tasks();

    change(before, after);

    EXPECT_EQ(tasks().find("ix_tasks_person_id"), std::string::npos) << tasks();
    EXPECT_NE(tasks().find("uq_tasks_person_id_id"), std::string::npos) << tasks();
    EXPECT_THROW(connection->run("INSERT INTO tasks (family_id, person_id) VALUES (1, 9)"), db::ForeignKeyViolation);
    change(after, before);
    EXPECT_EQ(tasks(), old_tasks);
}

TEST_F(MariadbDdlTest, AUniqueIndexThatIgnoresCaseFollowsTheSizeOfItsColumn) {
    const std::string index = "index uq_tasks_name family_id,name unique ignoring_case \n";
    const std::string ties = "index ix_tasks_person_id family_id,person_id - - \n";
    const Schema before = with("column name text plain - 5 none \n" + ties + index);
    const Schema after = with("column name text plain - 50 none \n" + ties + index);
    run(create_all(mariadb_ddl(), before));
    const std::string old_tasks = tasks();

    change(before, after);
    connection->run("INSERT INTO tasks (family_id, name) VALUES (1, 'longer than five')");

    EXPECT_THROW(connection->run("INSERT INTO tasks (family_id, name) VALUES (1, 'LONGER than five')"), db::UniqueViolation);
    connection->run("DELETE FROM tasks");
    change(after, before);
    EXPECT_EQ(tasks(), old_tasks);
}

TEST_F(MariadbDdlTest, ARowThatItsOwnTableRefersToIsKept) {
    const Schema schema = with("column before_id key plain null 0 none \n"
                               "index ix_tasks_person_id family_id,person_id - - \n"
                               "index ix_tasks_before_id family_id,before_id - - \n"
                               "reference fk_tasks_before_id before_id tasks id family_id set_null\n");
    run(create_all(mariadb_ddl(), schema));
    connection->run("INSERT INTO tasks (family_id, id, before_id) VALUES (1, 1, NULL), (1, 2, 1)");

    EXPECT_THROW(connection->run("DELETE FROM tasks WHERE id = 1"), db::ForeignKeyViolation);
    EXPECT_NO_THROW(connection->run("DELETE FROM tasks WHERE id = 2; DELETE FROM tasks WHERE id = 1"));
}

TEST_F(MariadbDdlTest, LongTextIsIndexedByItsBeginningAndUniqueAsAWhole) {
    const Schema schema = with("column note text plain - 0 none \n"
                               "column title text plain - 600 none \n"
                               "column path text plain - 600 none \n"
                               "index ix_tasks_person_id family_id,person_id - - \n"
                               "index ix_tasks_note family_id,note - - \n"
                               "index ix_tasks_title_path family_id,title,path - - \n"
                               "index uq_tasks_note family_id,note unique - \n");
    run(create_all(mariadb_ddl(), schema));
    const std::string text(500, 'x');

    EXPECT_NE(tasks().find("(\"family_id\",\"title\"(191),\"path\"(191))"), std::string::npos) << tasks();
    auto insert = [&](const std::string& note) {
        connection->run("INSERT INTO tasks (family_id, note, title, path) VALUES (1, '" + note + "', '', '')");
    };
    insert(text + "a");
    EXPECT_NO_THROW(insert(text + "b"));
    EXPECT_THROW(insert(text + "a"), db::UniqueViolation);
}

TEST_F(MariadbDdlTest, RulesCountCharacters) {
    const Schema schema =
        with("column name text plain - 3 none \n"
             "index ix_tasks_person_id family_id,person_id - - \n"
             "check ck_tasks_size size name length(\"name\") <= 3\n"
             "check ck_tasks_word written name \"name\" <> 'length(' AND char_length(\"name\") <> 1\n");
    run(create_all(mariadb_ddl(), schema));

    EXPECT_NO_THROW(connection->run("INSERT INTO tasks (family_id, name) VALUES (1, 'üüü')"));
    EXPECT_THROW(connection->run("INSERT INTO tasks (family_id, name) VALUES (1, 'üüüü')"), db::CheckViolation);
    EXPECT_NE(tasks().find("'length('"), std::string::npos) << tasks();
}

}  // namespace carafe::migrate
