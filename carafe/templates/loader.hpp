// Where templates come from: a folder on disk (development) or the bytes inside the program
// (release).
#pragma once
#include "carafe/base/embedded.hpp"
#include "carafe/templates/parser.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace carafe::templates {

/// Names are relative, with '/' between parts; ".." and absolute names are never found.
class Loader {
  public:
    /// Reads files below `folder`. Several may be given; the first that has a name wins.
    static Loader from_folders(std::vector<std::string> folders);

    static Loader from_folder(std::string folder) { return from_folders({std::move(folder)}); }

    /// Tables that live as long as the program; the first that has a name wins.
    static Loader from_embedded(std::vector<EmbeddedFiles> files);
    /// For tests: names and sources.
    static Loader from_map(std::map<std::string, std::string, std::less<>> files);

    struct Source {
        std::string text;
        std::int64_t version = 0;  ///< changes when the file does
    };

    std::optional<Source> read(std::string_view name) const;
    /// Of a file that may change; nothing when it is gone. Embedded files never change.
    std::optional<std::int64_t> version(std::string_view name) const;
    /// All names, sorted.
    std::vector<std::string> list() const;

    bool can_change() const { return can_change_; }

    /// Empty unless files are read from folders.
    const std::vector<std::string>& folders() const { return folders_; }

  private:
    std::vector<std::string> folders_;
    std::vector<EmbeddedFiles> embedded_;
    std::map<std::string, std::string, std::less<>> map_;
    bool can_change_ = false;
};

bool is_valid_name(std::string_view name);

/// Parsed files of one loading: each file is read and parsed once, whatever number of pages need
/// it.
class TreeStore {
  public:
    TreeStore(const Loader& loader, Syntax syntax) : loader_(loader), syntax_(syntax) {}

    /// @return null when there is no such file.  @throws TemplateError for syntax.
    std::shared_ptr<const Tree> find(std::string_view name);
    /// Whether there is such a file; it is not parsed.
    bool exists(std::string_view name);

    /// Files asked for so far, with their versions; -1 for those that were missing.
    const std::map<std::string, std::int64_t, std::less<>>& versions() const { return versions_; }

  private:
    const Loader& loader_;
    Syntax syntax_;
    std::map<std::string, std::shared_ptr<const Tree>, std::less<>> trees_;
    std::map<std::string, std::int64_t, std::less<>> versions_;
};

}  // namespace carafe::templates
