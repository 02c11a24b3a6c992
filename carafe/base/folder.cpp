#include "carafe/base/folder.hpp"

#include <filesystem>
#include <functional>

namespace carafe {

namespace {

namespace fs = std::filesystem;

bool counts(const fs::directory_entry& entry) {
    const auto name = entry.path().filename().string();
    std::error_code error;
    return !name.starts_with('.') && !name.ends_with('~') && entry.is_regular_file(error);
}

std::uint64_t file_version(const fs::directory_entry& entry) {
    std::error_code error;
    const auto time = entry.last_write_time(error).time_since_epoch().count();
    const auto size = entry.file_size(error);
    return std::hash<std::string>{}(entry.path().string() + '\0' + std::to_string(time) + '\0' + std::to_string(size));
}

}  // namespace

std::uint64_t folder_version(std::span<const std::string> folders) {
    std::uint64_t version = 0;
    for (const auto& folder : folders) {
        std::error_code error;
        fs::recursive_directory_iterator at(folder, error);
        for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
            if (counts(*at)) version += file_version(*at);  // a sum: the order of a folder is not fixed
        }
    }
    return version;
}

}  // namespace carafe
