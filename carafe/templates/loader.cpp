#include "carafe/templates/loader.hpp"

#include "carafe/templates/fault.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

namespace carafe::templates {

namespace fs = std::filesystem;

bool is_valid_name(std::string_view name) {
    if (name.empty() || name.front() == '/' || name.find('\\') != name.npos ||
        name.find('\0') != name.npos) {
        return false;
    }
    while (!name.empty()) {
        std::size_t slash = std::min(name.find('/'), name.size());
        std::string_view part = name.substr(0, slash);
        if (part.empty() || part == "." || part == "..") {
            return false;
        }
        name.remove_prefix(std::min(slash + 1, name.size()));
    }
    return true;
}

Loader Loader::from_folders(std::vector<std::string> folders) {
    Loader loader;
    loader.folders_ = std::move(folders);
    loader.can_change_ = true;
    return loader;
}

Loader Loader::from_embedded(std::vector<EmbeddedFiles> files) {
    Loader loader;
    loader.embedded_ = std::move(files);
    return loader;
}

Loader Loader::from_map(std::map<std::string, std::string, std::less<>> files) {
    Loader loader;
    loader.map_ = std::move(files);
    return loader;
}

namespace {

std::optional<std::int64_t> file_version(const fs::path& path) {
    std::error_code error;
    auto time = fs::last_write_time(path, error);
    if (error) {
        return std::nullopt;
    }
    auto size = fs::file_size(path, error);
    if (error == std::errc::is_a_directory) {
        return std::nullopt;
    }
    auto ticks = static_cast<std::uint64_t>(time.time_since_epoch().count());
    return static_cast<std::int64_t>((ticks * 31 + (error ? 0 : size)) >> 1);  // never negative
}

const EmbeddedFile* find_embedded(EmbeddedFiles files, std::string_view name) {
    auto found = std::lower_bound(
        files.begin(), files.end(), name, [](const EmbeddedFile& f, std::string_view n) {
            return f.name < n;
        });
    return found != files.end() && found->name == name ? &*found : nullptr;
}

}  // namespace

std::optional<Loader::Source> Loader::read(std::string_view name) const {
    if (!is_valid_name(name)) {
        return std::nullopt;
    }
    if (auto found = map_.find(name); found != map_.end()) {
        return Source{found->second, 0};
    }
    for (EmbeddedFiles files : embedded_) {
        if (const EmbeddedFile* file = find_embedded(files, name)) {
            return Source{std::string(file->bytes), 0};
        }
    }
    for (const std::string& folder : folders_) {
        fs::path path = fs::path(folder) / name;
        auto version = file_version(path);
        std::ifstream in(path, std::ios::binary);
        if (version && in) {
            return Source{std::string(std::istreambuf_iterator<char>(in), {}), *version};
        }
    }
    return std::nullopt;
}

std::optional<std::int64_t> Loader::version(std::string_view name) const {
    if (!can_change_) {
        return read(name) ? std::optional<std::int64_t>(0) : std::nullopt;
    }
    for (const std::string& folder : folders_) {
        if (auto found =
                is_valid_name(name) ? file_version(fs::path(folder) / name) : std::nullopt) {
            return found;
        }
    }
    return std::nullopt;
}

std::vector<std::string> Loader::list() const {
    std::set<std::string> names;
    for (const auto& entry : map_) {
        names.insert(entry.first);
    }
    for (EmbeddedFiles files : embedded_) {
        for (const EmbeddedFile& file : files) {
            names.emplace(file.name);
        }
    }
    for (const std::string& folder : folders_) {
        std::error_code error;
        for (auto at = fs::recursive_directory_iterator(folder, error); !error && at != fs::end(at);
             at.increment(error)) {
            if (at->is_regular_file(error)) {
                names.insert(at->path().lexically_relative(folder).generic_string());
            }
        }
    }
    return {names.begin(), names.end()};
}

bool TreeStore::exists(std::string_view name) {
    if (auto found = trees_.find(name); found != trees_.end()) {
        return found->second != nullptr;
    }
    auto version = loader_.version(name);
    versions_[std::string(name)] = version.value_or(-1);
    return version.has_value();
}

std::shared_ptr<const Tree> TreeStore::find(std::string_view name) {
    if (auto found = trees_.find(name); found != trees_.end()) {
        return found->second;
    }
    auto source = loader_.read(name);
    versions_[std::string(name)] = source ? source->version : -1;
    std::shared_ptr<const Tree> tree;
    if (source) {
        tree = parse(name, source->text, syntax_);
    }
    trees_.emplace(name, tree);
    return tree;
}

}  // namespace carafe::templates
