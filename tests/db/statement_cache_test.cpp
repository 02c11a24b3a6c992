#include "carafe/db/statement_cache.hpp"

#include <gtest/gtest.h>

namespace carafe::db {

namespace {

CachedStatement* add(StatementCache& cache, const std::string& key, const void* scope = nullptr) {
    auto statement = std::make_unique<CachedStatement>();
    statement->key = key;
    statement->scope = scope;
    statement->hash = StatementCache::hash(key, scope);
    return cache.add(std::move(statement));
}

CachedStatement* find(StatementCache& cache, const std::string& key, const void* scope = nullptr) {
    return cache.find(key, scope, StatementCache::hash(key, scope));
}

}  // namespace

TEST(StatementCache, TellsScopesApart) {
    StatementCache cache;
    int scope = 0;
    auto* plain = add(cache, "query");
    auto* scoped = add(cache, "query", &scope);

    EXPECT_EQ(find(cache, "query"), plain);
    EXPECT_EQ(find(cache, "query", &scope), scoped);
    EXPECT_EQ(find(cache, "quer"), nullptr);
}

TEST(StatementCache, DropsWhatWasNotUsedLongest) {
    StatementCache cache;
    for (std::size_t i = 0; i < StatementCache::kCapacity; ++i) {
        add(cache, std::to_string(i));
    }
    find(cache, "0");
    find(cache, "1")->in_use = true;
    find(cache, "2")->in_use = true;
    for (int i = 0; i < 10; ++i) {
        add(cache, "new " + std::to_string(i));
    }

    EXPECT_TRUE(find(cache, "0"));
    EXPECT_FALSE(find(cache, "3"));
    EXPECT_FALSE(find(cache, "12"));
    EXPECT_TRUE(find(cache, "13"));
    for (std::size_t i = 0; i < 2 * StatementCache::kCapacity; ++i) {
        add(cache, "more " + std::to_string(i));
    }
    EXPECT_TRUE(find(cache, "1"));
    EXPECT_FALSE(find(cache, "0"));
    cache.clear();
    EXPECT_TRUE(find(cache, "2"));
    EXPECT_FALSE(find(cache, "more 511"));
}

}  // namespace carafe::db
