#include "carafe/db/sqlite/wal_sync.hpp"

#include "carafe/db/errors.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

namespace carafe::db::sqlite {

class WalSyncTest : public testing::Test {
  protected:
    WalSyncTest() {
        std::string pattern = (std::filesystem::temp_directory_path() / "carafe-XXXXXX").string();
        folder = ::mkdtemp(pattern.data());
        std::ofstream(log()) << "frames";
    }

    ~WalSyncTest() override { std::filesystem::remove_all(folder); }

    std::string log() const { return (folder / "log").string(); }

    std::filesystem::path folder{};
};

TEST_F(WalSyncTest, OneSyncCoversAllCommitsBeforeIt) {
    WalSync wal(log());
    auto first = wal.committed();
    auto second = wal.committed();

    wal.wait(second);
    wal.wait(first);
    wal.wait(0);

    EXPECT_EQ(wal.sync_count(), 1U);
}

TEST_F(WalSyncTest, WaitersShareSyncs) {
    WalSync wal(log());
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            for (int n = 0; n < 50; ++n) {
                wal.wait(wal.committed());
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }

    EXPECT_GE(wal.sync_count(), 1U);
    EXPECT_LE(wal.sync_count(), 400U);
}

TEST_F(WalSyncTest, ARefusingDiskStopsEveryAcknowledgement) {
    WalSync wal((folder / "missing").string());
    auto commit = wal.committed();

    EXPECT_THROW(wal.wait(commit), ConnectionError);
    std::ofstream(folder / "missing") << "there now";
    EXPECT_THROW(wal.wait(wal.committed()), ConnectionError);
}

}  // namespace carafe::db::sqlite
