// Files inside the program: templates, static files, migrations. The build writes the table
// (scripts/embed.py); a folder on disk can stand in for it during development.
#pragma once
#include <span>
#include <string_view>

namespace carafe {

/// `name` is relative to the folder, '/' between parts ("tasks/edit.html"); `bytes` lives as long as the program.
struct EmbeddedFile {
    std::string_view name;
    std::string_view bytes;
};

/// Sorted by name.
using EmbeddedFiles = std::span<const EmbeddedFile>;

}  // namespace carafe
