#include "carafe/storage/file_store.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace carafe::storage {

class FileStoreTest : public ::testing::Test {
  protected:
    void SetUp() override {
        std::string pattern = ::testing::TempDir() + "carafe_files_XXXXXX";
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        root_ = pattern;
    }
    void TearDown() override { std::filesystem::remove_all(root_); }
    std::filesystem::path root_;
};

TEST_F(FileStoreTest, WritesReadsReplacesAndRemoves) {
    FileStore store(root_);
    store.write("7/task_1.jpg", "first");
    store.write("7/task_1.jpg", std::string("se\0cond", 7));
    EXPECT_EQ(store.read("7/task_1.jpg"), std::string("se\0cond", 7));
    EXPECT_EQ(store.list().size(), 1u);
    EXPECT_TRUE(store.remove("7/task_1.jpg"));
    EXPECT_FALSE(store.remove("7/task_1.jpg"));
    EXPECT_FALSE(store.read("7/task_1.jpg"));
}

TEST_F(FileStoreTest, RefusesPathsThatLeaveTheFolder) {
    FileStore store(root_);
    for (auto path : {"../x", "7/../x", "/etc/passwd", "7/.hidden", "a/b/c", "", "7/", "7/x y"}) {
        EXPECT_THROW(store.write(path, "x"), std::invalid_argument) << path;
        EXPECT_THROW(store.read(path), std::invalid_argument) << path;
    }
}

TEST_F(FileStoreTest, DoesNotFollowLinks) {
    FileStore store(root_);
    std::filesystem::create_directories(root_ / "7");
    std::filesystem::create_symlink("/etc/hostname", root_ / "7" / "link.jpg");
    EXPECT_FALSE(store.read("7/link.jpg"));
    EXPECT_TRUE(store.list().empty());
}

}  // namespace carafe::storage
