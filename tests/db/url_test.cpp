#include "carafe/db/url.hpp"

#include <gtest/gtest.h>

namespace carafe::db {

TEST(DatabaseUrl, ReadsPathsAndDurability) {
    EXPECT_EQ(parse_url("sqlite:///app.db")->path, "app.db");
    EXPECT_EQ(parse_url("sqlite:////srv/app.db")->path, "/srv/app.db");
    EXPECT_EQ(parse_url("sqlite+pysqlite:///app.db")->engine, "sqlite");
    EXPECT_TRUE(parse_url("sqlite://:memory:")->in_memory());
    EXPECT_EQ(parse_url("sqlite:///a.db")->durability, Durability::Full);
    EXPECT_EQ(parse_url("sqlite:///a.db?durability=normal")->durability, Durability::Normal);
}

TEST(DatabaseUrl, ReadsServers) {
    auto url = parse_url("postgres://anna:a%40b%3Ac@db.example.org:6543/clinic?sslmode=require");
    EXPECT_EQ(url->engine, "postgresql");
    EXPECT_EQ(url->user, "anna");
    EXPECT_EQ(url->password, "a@b:c");
    EXPECT_EQ(url->host, "db.example.org");
    EXPECT_EQ(url->port, 6543);
    EXPECT_EQ(url->database, "clinic");
    EXPECT_EQ(url->options, "sslmode=require");
    EXPECT_EQ(url->text(), "postgresql://anna@db.example.org:6543/clinic");
    EXPECT_EQ(parse_url("mysql+pymysql://root@localhost/shop")->engine, "mariadb");
    EXPECT_EQ(parse_url("mariadb://u@%2Frun%2Fmysqld.sock/shop")->host, "/run/mysqld.sock");
    EXPECT_EQ(parse_url("postgresql://[::1]:5433/shop")->host, "::1");
    EXPECT_EQ(parse_url("postgresql:///shop")->database, "shop");
}

TEST(DatabaseUrl, RefusesWhatItDoesNotKnow) {
    EXPECT_EQ(parse_url("oracle://host/app").error().id, "db.E101");
    EXPECT_EQ(parse_url("postgres://host").error().id, "db.E102");
    EXPECT_EQ(parse_url("postgres://host:port/app").error().id, "db.E104");
    EXPECT_EQ(parse_url("").error().id, "db.E101");
    EXPECT_EQ(parse_url("app.db").error().id, "db.E101");
    EXPECT_EQ(parse_url("sqlite://app.db").error().id, "db.E102");
    EXPECT_EQ(parse_url("sqlite:///").error().id, "db.E102");
    EXPECT_EQ(parse_url("sqlite:///a.db?durability=of").error().id, "db.E103");
}

}  // namespace carafe::db
