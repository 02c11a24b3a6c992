// Group commit: commits are written by SQLite without waiting for the disk, then every thread that
// committed waits here until the log is on the disk. One thread syncs for all that came before, so
// 64 writers pay for a few syncs instead of 64, and each transaction stays a transaction of its
// own.
//
// Why this is as good as synchronous=FULL: in WAL mode FULL differs from NORMAL only by syncing the
// log after each commit, which is what wait() does before the commit is reported; frames of the log
// are checked by checksums in order, so what a sync covers is a prefix. Other threads may read a
// row some milliseconds before it is durable; nobody has been told that it is stored. A sync that
// fails leaves the disk's state unknown, so no commit is reported any more until the process starts
// again.
#pragma once
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>

namespace carafe::db::sqlite {

class WalSync {
  public:
    /// @param path  Of the log file, "app.db-wal".
    explicit WalSync(std::string path) : path_(std::move(path)) {}

    ~WalSync();
    WalSync(const WalSync&) = delete;
    WalSync& operator=(const WalSync&) = delete;

    /// To be called after a commit and before the write lock is given up. @return its number.
    std::uint64_t committed();
    /// Returns when the commit is on the disk; at once for 0. @throws ConnectionError when the disk
    /// refuses.
    void wait(std::uint64_t commit);
    /// How often the disk was asked.
    std::uint64_t sync_count() const;

  private:
    bool sync_file();

    const std::string path_;
    mutable std::mutex mutex_;
    std::condition_variable synced_one_;
    std::uint64_t last_commit_ = 0;
    std::uint64_t synced_ = 0;
    std::uint64_t syncs_ = 0;
    int file_ = -1;
    bool syncing_ = false;
    bool failed_ = false;
};

}  // namespace carafe::db::sqlite
