#include "carafe/base/folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace carafe {

namespace {

namespace fs = std::filesystem;

struct FolderVersion : ::testing::Test {
    FolderVersion() {
        std::string pattern = (fs::temp_directory_path() / "carafe_folder_XXXXXX").string();
        folder = mkdtemp(pattern.data());
        fs::create_directories(folder / "sub");
        write("a.html", "a");
        write("sub/b.html", "b");
        before = version();
    }
    ~FolderVersion() override { fs::remove_all(folder); }

    void write(const std::string& name, const std::string& text) const { std::ofstream(folder / name) << text; }
    std::uint64_t version() const {
        const std::string folders[] = {folder.string(), (folder / "not there").string()};
        return folder_version(folders);
    }

    fs::path folder;
    std::uint64_t before = 0;
};

}  // namespace

TEST_F(FolderVersion, StaysWhileNothingChanges) { EXPECT_EQ(version(), before); }

TEST_F(FolderVersion, ChangesWithATime) {
    fs::last_write_time(folder / "sub/b.html", fs::last_write_time(folder / "sub/b.html") + std::chrono::seconds(1));
    EXPECT_NE(version(), before);
}

TEST_F(FolderVersion, ChangesWithASize) {
    const auto time = fs::last_write_time(folder / "a.html");
    write("a.html", "longer");
    fs::last_write_time(folder / "a.html", time);
    EXPECT_NE(version(), before);
}

TEST_F(FolderVersion, ChangesWithNames) {
    fs::rename(folder / "a.html", folder / "c.html");
    EXPECT_NE(version(), before);
    fs::rename(folder / "c.html", folder / "a.html");
    EXPECT_EQ(version(), before);
    write("sub/new.html", "");
    EXPECT_NE(version(), before);
    fs::remove(folder / "sub/new.html");
    EXPECT_EQ(version(), before);
}

TEST_F(FolderVersion, LeavesOutWhatEditorsWrite) {
    write(".a.html.swp", "x");
    write("a.html~", "x");
    EXPECT_EQ(version(), before);
}

}  // namespace carafe
