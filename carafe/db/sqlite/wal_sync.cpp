#include "carafe/db/sqlite/wal_sync.hpp"

#include "carafe/db/errors.hpp"

#include <fcntl.h>
#include <unistd.h>

namespace carafe::db::sqlite {

WalSync::~WalSync() {
    if (file_ >= 0) {
        ::close(file_);
    }
}

std::uint64_t WalSync::committed() {
    std::lock_guard lock(mutex_);
    return ++last_commit_;
}

void WalSync::wait(std::uint64_t commit) {
    if (commit == 0) {
        return;
    }
    std::unique_lock lock(mutex_);
    while (synced_ < commit) {
        if (failed_) {
            throw ConnectionError("the disk refused a write; nothing more is stored until restart");
        }
        if (syncing_) {
            synced_one_.wait(lock);
            continue;
        }
        syncing_ = true;
        std::uint64_t covered = last_commit_;
        lock.unlock();
        bool done = sync_file();
        lock.lock();
        syncing_ = false;
        failed_ = failed_ || !done;
        synced_ = done ? covered : synced_;
        ++syncs_;
        synced_one_.notify_all();
    }
}

/// The file stays open: SQLite keeps the same log as long as any connection is open.
bool WalSync::sync_file() {
    if (file_ < 0) {
        file_ = ::open(path_.c_str(), O_RDWR | O_CLOEXEC);
    }
    return file_ >= 0 && ::fdatasync(file_) == 0;
}

std::uint64_t WalSync::sync_count() const {
    std::lock_guard lock(mutex_);
    return syncs_;
}

}  // namespace carafe::db::sqlite
