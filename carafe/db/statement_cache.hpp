// Prepared statements of one connection, found again by what they were written from. Least recently
// used statements leave first. Belongs to its connection and so to one thread at a time.
#pragma once
#include "carafe/db/binding.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace carafe::db {

/// A driver's prepared statement.
class Statement {
  public:
    virtual ~Statement() = default;
    /// False when running it changes the database.
    virtual bool is_read_only() const = 0;
};

/// A statement with what is needed to run it again: where parameters come from and where columns
/// go.
struct CachedStatement {
    std::string key;              ///< byte code of the query
    const void* scope = nullptr;  ///< which tenant rule was written into the text
    std::uint64_t hash = 0;
    std::string sql;
    std::vector<std::uint16_t> sources;  ///< per parameter: index of its value
    std::vector<OutColumn> columns;
    std::unique_ptr<Statement> statement;
    bool in_use = false;  ///< running further up the call stack

    CachedStatement* bucket_next = nullptr;
    CachedStatement* newer = nullptr;
    CachedStatement* older = nullptr;
};

class StatementCache {
  public:
    static constexpr std::size_t kCapacity = 256;

    StatementCache();
    ~StatementCache();
    StatementCache(const StatementCache&) = delete;
    StatementCache& operator=(const StatementCache&) = delete;

    /// @return nullptr when it is not kept. `key` is compared byte by byte.
    CachedStatement* find(std::string_view key, const void* scope, std::uint64_t hash);
    /// Keeps `statement`; drops the least recently used one that is not running when full.
    CachedStatement* add(std::unique_ptr<CachedStatement> statement);
    /// Drops everything that is not running, as after a change of the schema.
    void clear();

    static std::uint64_t hash(std::string_view key, const void* scope);

  private:
    void touch(CachedStatement* entry);
    void unlink(CachedStatement* entry);
    void link_newest(CachedStatement* entry);
    void evict_one();
    void drop(CachedStatement* entry);

    std::vector<CachedStatement*> buckets_;
    CachedStatement* newest_ = nullptr;
    CachedStatement* oldest_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace carafe::db
