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

TEST(DatabaseUrl, RefusesWhatItDoesNotKnow) {
    EXPECT_EQ(parse_url("postgres://host/app").error().id, "db.E101");
    EXPECT_EQ(parse_url("").error().id, "db.E101");
    EXPECT_EQ(parse_url("app.db").error().id, "db.E101");
    EXPECT_EQ(parse_url("sqlite://app.db").error().id, "db.E102");
    EXPECT_EQ(parse_url("sqlite:///").error().id, "db.E102");
    EXPECT_EQ(parse_url("sqlite:///a.db?durability=of").error().id, "db.E103");
}

}  // namespace carafe::db
