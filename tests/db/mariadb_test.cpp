// What is MariaDB's own: types that other programs' tables hold, errors, the address. Runs against the
// server whose address is set (scripts/servers.py).
#include "carafe/db/engine.hpp"
#include "carafe/db/errors.hpp"
#include "carafe/testing/test_database.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <optional>

namespace carafe::db {

class MariadbTest : public ::testing::Test {
  protected:
    void SetUp() override {
        if (!std::getenv("CARAFE_TEST_MARIADB")) {
            GTEST_SKIP() << "CARAFE_TEST_MARIADB is not set";
        }
        place.emplace(carafe::testing::Engine::Mariadb);
        connection = open_connection(parse_url(place->url()).value(), {});
    }

    /// The one value that `sql` selects.
    template <class T>
    T read(const std::string& sql, MemoryKind kind, std::span<const Param> params = {}) {
        T value{};
        const OutColumn column{0, kind, nullptr, nullptr};
        auto same = [](void* to, std::int64_t) { return to; };
        const RowSink sink{&value, same, &column, 1};
        auto statement = connection->prepare(sql);
        EXPECT_EQ(connection->execute(*statement, params, &sink), 1);
        return value;
    }

    std::int64_t number(const std::string& sql) { return read<std::int64_t>(sql, MemoryKind::Int64); }

    double real(const std::string& sql) { return read<double>(sql, MemoryKind::Double); }

    std::string text(const std::string& sql) { return read<std::string>(sql, MemoryKind::Text); }

    void execute(const std::string& sql) {
        auto statement = connection->prepare(sql);
        connection->execute(*statement, {}, nullptr);
    }

    /// The violation that `sql` is refused with.
    template <class Violation>
    Violation refused(const std::string& sql) {
        try {
            execute(sql);
        } catch (const Violation& error) {
            return error;
        }
        ADD_FAILURE() << sql << " was not refused as expected";
        return Violation("none");
    }

    std::optional<carafe::testing::TestDatabase> place{};
    std::unique_ptr<Connection> connection{};
};

using Names = std::vector<std::string>;

TEST_F(MariadbTest, ReadsNumbersOfEveryType) {
    connection->run("CREATE TABLE n (t tinyint, s smallint unsigned, m mediumint, i int unsigned, "
                    "b bigint unsigned, f float, d decimal(20, 2), y year)");
    connection->run("INSERT INTO n VALUES (-128, 65535, -8388608, 4294967295, 9223372036854775807, 0.5, "
                    "-12345678901234567.00, 2028)");

    EXPECT_EQ(number("SELECT t FROM n"), -128);
    EXPECT_EQ(number("SELECT s FROM n"), 65535);
    EXPECT_EQ(number("SELECT m FROM n"), -8388608);
    EXPECT_EQ(number("SELECT i FROM n"), 4294967295);
    EXPECT_EQ(number("SELECT b FROM n"), 9223372036854775807);
    EXPECT_EQ(number("SELECT d FROM n"), -12345678901234567);
    EXPECT_EQ(number("SELECT y FROM n"), 2028);
    EXPECT_EQ(real("SELECT f FROM n"), 0.5);
    EXPECT_EQ(real("SELECT CAST(2.25 AS decimal(9, 4))"), 2.25);
    EXPECT_THROW(number("SELECT 2.25"), DecodeError);
    EXPECT_THROW(number("SELECT b + 1 FROM n"), DecodeError);
    EXPECT_THROW(number("SELECT 0.5e0"), DecodeError);
}

TEST_F(MariadbTest, ReadsDaysAndTimesInUtc) {
    EXPECT_EQ(number("SELECT DATE'1970-01-02'"), 1);
    EXPECT_EQ(number("SELECT TIME'07:30:59'"), 450);
    EXPECT_EQ(number("SELECT TIME'-25:01:00'"), -1501);
    EXPECT_EQ(number("SELECT TIMESTAMP'1969-12-31 23:59:59.999999'"), -1);
    EXPECT_EQ(number("SELECT from_unixtime(1)"), 1'000'000);
}

TEST_F(MariadbTest, ReadsTextOfAnyLengthAndBytes) {
    EXPECT_EQ(text("SELECT ''"), "");
    for (int length : {255, 256, 257, 70'000, 5'000'000}) {
        const std::string sql = "SELECT repeat('x', " + std::to_string(length) + ")";
        EXPECT_EQ(text(sql), std::string(static_cast<std::size_t>(length), 'x')) << length;
    }
    EXPECT_EQ(read<std::string>("SELECT x'00ff'", MemoryKind::Blob), std::string("\0\xff", 2));
    EXPECT_THROW(text("SELECT x'00ff'"), DecodeError);
    EXPECT_THROW(number("SELECT '12'"), DecodeError);
}

TEST_F(MariadbTest, TextIsComparedByItsBytes) {
    EXPECT_EQ(number("SELECT 'a' = 'A'"), 0);
    EXPECT_EQ(number("SELECT 'a' = 'a '"), 0);
    EXPECT_EQ(number("SELECT 'ü' = 'u'"), 0);
    EXPECT_EQ(text("SELECT 'a\\n' || \"A\" FROM (SELECT 'b' AS \"A\") AS t"), "a\\nb");
}

TEST_F(MariadbTest, DaysOutsideTheCalendarAreRefused) {
    Param day{ParamKind::Date, 0, {}};
    day.integer = 3'000'000;

    EXPECT_THROW(read<std::int64_t>("SELECT ?", MemoryKind::Int64, {&day, 1}), QueryError);
    day.integer = -719'162;  // 0001-01-01
    EXPECT_EQ(read<std::int64_t>("SELECT ?", MemoryKind::Int64, {&day, 1}), -719'162);
}

TEST_F(MariadbTest, ColumnsParametersAndStatementsAreCounted) {
    auto two = connection->prepare("SELECT ?, 2");
    Param one{ParamKind::Null, 0, {}};
    std::int64_t place_for_one = 0;
    const OutColumn column{0, MemoryKind::Int64, nullptr, nullptr};
    const RowSink sink{&place_for_one, [](void* to, std::int64_t) { return to; }, &column, 1};

    EXPECT_THROW(connection->execute(*two, {}, nullptr), QueryError);
    EXPECT_THROW(connection->execute(*two, {&one, 1}, &sink), QueryError);
    EXPECT_THROW(connection->prepare("SELECT 1; SELECT 2"), QueryError);
    EXPECT_EQ(number("SELECT 3"), 3) << "the connection stays usable";
}

TEST_F(MariadbTest, AFailedScriptLeavesTheConnectionUsable) {
    EXPECT_THROW(connection->run("DO 1; SELECT 1; SELECT no_such_column; SELECT 2"), QueryError);
    connection->run("SELECT 1; SELECT 2");

    EXPECT_EQ(connection->rows("SELECT NULL, 'a'")[0], (Names{"", "a"}));
}

TEST_F(MariadbTest, ViolationsNameTheirRuleAndNoValue) {
    connection->run("CREATE TABLE p (id bigint PRIMARY KEY) ENGINE=InnoDB");
    connection->run("CREATE TABLE c (name varchar(5) NOT NULL, p bigint, day date, UNIQUE KEY uq_c (name),"
                    "CONSTRAINT ck_c CHECK (name <> 'bad'), CONSTRAINT fk_c FOREIGN KEY (p) REFERENCES p (id)) ENGINE=InnoDB");
    connection->run("INSERT INTO p VALUES (7); INSERT INTO c VALUES ('it''s', 7, NULL)");

    auto unique = refused<UniqueViolation>("INSERT INTO \"c\" VALUES ('it''s', 7, NULL)");
    EXPECT_EQ(unique.constraint, "uq_c");
    EXPECT_EQ(unique.table, "c");
    EXPECT_EQ(std::string(unique.what()).find("it's"), std::string::npos) << unique.what();
    auto missing = refused<ForeignKeyViolation>("INSERT INTO c VALUES ('x', 8, NULL)");
    EXPECT_EQ(missing.constraint + missing.table, "fk_cc");
    EXPECT_EQ(refused<ForeignKeyViolation>("DELETE FROM p").constraint, "fk_c");
    auto check = refused<CheckViolation>("INSERT INTO c VALUES ('bad', 7, NULL)");
    EXPECT_EQ(check.constraint + check.table, "ck_cc");
    auto long_text = refused<CheckViolation>("UPDATE \"c\" SET name = 'longer'");
    EXPECT_EQ(long_text.table, "c");
    EXPECT_EQ(long_text.columns, Names{"name"});
    EXPECT_EQ(refused<NotNullViolation>("UPDATE c SET name = NULL").columns, Names{"name"});
    EXPECT_EQ(refused<NotNullViolation>("INSERT INTO c (p) VALUES (7)").columns, Names{"name"});
    auto wrong = refused<QueryError>("UPDATE c SET day = 'secret'");
    EXPECT_EQ(std::string(wrong.what()).find("secret"), std::string::npos) << wrong.what();
}

TEST_F(MariadbTest, ASocketIsReachedByItsPath) {
    Url url = parse_url(place->url()).value();
    url.host = connection->rows("SELECT @@socket")[0][0];
    url.port = 0;

    EXPECT_EQ(open_connection(url, {})->rows("SELECT database()")[0][0], url.database);
    EXPECT_NE(url.text().find("@%2F"), std::string::npos);
    EXPECT_EQ(parse_url(url.text()).value().host, url.host);
}

TEST_F(MariadbTest, UnknownOptionsOfTheAddressAreRefused) {
    EXPECT_THROW(open_connection(parse_url(place->url() + "?ssl=maybe").value(), {}), QueryError);
    EXPECT_THROW(open_connection(parse_url(place->url() + "?charset=latin1").value(), {}), QueryError);
}

}  // namespace carafe::db
