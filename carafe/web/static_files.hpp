// Static files from inside the program (or from a folder in development), under names that carry a hash
// of their content: /static/ui.3f2a9c41d0b7.css may be cached for ever, a new version has a new name.
#pragma once
#include "carafe/base/embedded.hpp"
#include "carafe/web/request.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace carafe {

/// Immutable once made; safe from any thread.
class StaticFiles {
  public:
    /// Compresses what shrinks. @param sets  earlier ones win where names are equal.
    /// @param folders  for development: a file below them wins over the sets and is read whenever it is asked for.
    explicit StaticFiles(const std::vector<EmbeddedFiles>& sets, std::vector<std::string> folders = {});

    /// "/static/ui.3f2a9c41d0b7.css" for "ui.css"; nothing when there is no such file.
    std::optional<std::string> path_of(std::string_view name) const;
    /// Answers GET /static/PATH: hashed or plain name, gzip when accepted, 304 by ETag, else 404.
    Response serve(Request& request, std::string_view path) const;
    const std::vector<std::string>& folders() const { return folders_; }

  private:
    struct File {
        std::string_view content_type;
        std::string_view bytes;
        std::shared_ptr<const std::string> read{};  ///< holds `bytes` of a file on disk
        std::shared_ptr<const std::string> gzip{};
        std::string hash;
    };
    using FilePointer = std::shared_ptr<const File>;
    FilePointer find_name(std::string_view name) const;
    FilePointer find(std::string_view path, bool& hashed) const;

    std::map<std::string, FilePointer, std::less<>> files_;
    std::vector<std::string> folders_;
};

/// Type of a file by its extension; "application/octet-stream" for unknown ones.
std::string_view content_type_of(std::string_view name);

}  // namespace carafe
