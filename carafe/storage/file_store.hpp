// Files of tenants below one folder. Names are made by us; nothing of a client's file name gets here.
//
//     FileStore store("data/uploads");
//     store.write("7/task_12_0123456789abcdef.jpg", bytes);      // durable when it returns
#pragma once
#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace carafe::storage {

/// One stored file. `path` is relative to the root, with '/'.
struct StoredFile {
    std::string path;
    std::uintmax_t bytes = 0;
    std::chrono::seconds age{0};
};

/// Safe from any thread for different paths. Paths: one or two parts of letters, digits, '_', '-', '.';
/// anything else throws std::invalid_argument. Links are never followed.
class FileStore {
  public:
    /// Makes the folder when it is missing. @throws std::filesystem::filesystem_error
    explicit FileStore(std::filesystem::path root);

    /// To a temporary name, synced, renamed, folder synced: there is never half a file under `path`.
    /// @throws std::system_error, with std::errc::no_space_on_device when the disk is full.
    void write(std::string_view path, std::string_view bytes) const;
    std::optional<std::string> read(std::string_view path) const;
    /// @return whether there was one.
    bool remove(std::string_view path) const;
    /// All files at most two levels deep, temporary ones too.
    std::vector<StoredFile> list() const;
    /// Free octets on its disk.
    std::uintmax_t free_space() const;
    const std::filesystem::path& root() const { return root_; }

  private:
    std::filesystem::path full_path(std::string_view path) const;
    std::filesystem::path root_;
};

}  // namespace carafe::storage
