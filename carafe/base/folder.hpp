// Folders on disk, for programs in development that show changed files at once.
#pragma once
#include <cstdint>
#include <span>
#include <string>

namespace carafe {

/// Changes when a file below one of the folders is changed, added, removed or renamed. Made from names, sizes and times;
/// no file is read. Hidden files and backups ("page.html~") do not count, folders that are not there are empty.
std::uint64_t folder_version(std::span<const std::string> folders);

}  // namespace carafe
