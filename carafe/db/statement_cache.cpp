#include "carafe/db/statement_cache.hpp"

#include <cstring>

namespace carafe::db {

namespace {

constexpr std::size_t kBuckets = 512;

std::uint64_t mix(std::uint64_t hash, std::uint64_t word) {
    hash = (hash ^ word) * 0x9FB21C651E98DF25ULL;
    return hash ^ (hash >> 32);
}

}  // namespace

StatementCache::StatementCache() : buckets_(kBuckets) {}

StatementCache::~StatementCache() {
    while (newest_) {
        drop(newest_);
    }
}

std::uint64_t StatementCache::hash(std::string_view key, const void* scope) {
    std::uint64_t result = mix(key.size() * 0x9E3779B97F4A7C15ULL,
                               static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(scope)));
    while (key.size() >= 8) {
        std::uint64_t word;
        std::memcpy(&word, key.data(), 8);
        result = mix(result, word);
        key.remove_prefix(8);
    }
    std::uint64_t rest = 0;
    std::memcpy(&rest, key.data(), key.size());
    return mix(result, rest);
}

CachedStatement* StatementCache::find(std::string_view key, const void* scope, std::uint64_t hash) {
    for (auto* entry = buckets_[hash % kBuckets]; entry; entry = entry->bucket_next) {
        if (entry->hash == hash && entry->scope == scope && entry->key == key) {
            touch(entry);
            return entry;
        }
    }
    return nullptr;
}

CachedStatement* StatementCache::add(std::unique_ptr<CachedStatement> statement) {
    if (size_ >= kCapacity) {
        evict_one();
    }
    CachedStatement* entry = statement.release();
    entry->bucket_next = buckets_[entry->hash % kBuckets];
    buckets_[entry->hash % kBuckets] = entry;
    link_newest(entry);
    ++size_;
    return entry;
}

void StatementCache::clear() {
    for (auto* entry = newest_; entry;) {
        auto* next = entry->older;
        if (!entry->in_use) {
            drop(entry);
        }
        entry = next;
    }
}

void StatementCache::touch(CachedStatement* entry) {
    if (entry != newest_) {
        unlink(entry);
        link_newest(entry);
    }
}

void StatementCache::evict_one() {
    for (auto* entry = oldest_; entry; entry = entry->newer) {
        if (!entry->in_use) {
            drop(entry);
            return;
        }
    }
}

void StatementCache::drop(CachedStatement* entry) {
    unlink(entry);
    CachedStatement** link = &buckets_[entry->hash % kBuckets];
    while (*link != entry) {
        link = &(*link)->bucket_next;
    }
    *link = entry->bucket_next;
    --size_;
    delete entry;
}

void StatementCache::unlink(CachedStatement* entry) {
    (entry->newer ? entry->newer->older : newest_) = entry->older;
    (entry->older ? entry->older->newer : oldest_) = entry->newer;
    entry->newer = entry->older = nullptr;
}

void StatementCache::link_newest(CachedStatement* entry) {
    entry->older = newest_;
    (newest_ ? newest_->newer : oldest_) = entry;
    newest_ = entry;
}

}  // namespace carafe::db
