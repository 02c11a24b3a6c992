#include "carafe/storage/file_store.hpp"

#include "carafe/crypto/random.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace carafe::storage {

namespace fs = std::filesystem;

namespace {

bool is_plain(std::string_view part) {
    return !part.empty() && part[0] != '.' && part.size() <= 120 &&
           std::all_of(part.begin(), part.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
                      c == '.';
           });
}

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

/// A descriptor that closes itself.
class Descriptor {
  public:
    Descriptor(const fs::path& path, int flags) : fd_(::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, 0640)) {
        if (fd_ < 0) fail("open");
    }
    ~Descriptor() { ::close(fd_); }
    Descriptor(const Descriptor&) = delete;

    void write_all(std::string_view bytes) const {
        while (!bytes.empty()) {
            auto n = ::write(fd_, bytes.data(), bytes.size());
            if (n < 0 && errno == EINTR) continue;
            if (n < 0) fail("write");
            bytes.remove_prefix(static_cast<std::size_t>(n));
        }
    }
    void sync() const {
        if (::fsync(fd_) != 0) fail("fsync");
    }

  private:
    int fd_;
};

}  // namespace

FileStore::FileStore(fs::path root) : root_(std::move(root)) { fs::create_directories(root_); }

fs::path FileStore::full_path(std::string_view path) const {
    auto slash = path.find('/');
    auto folder = slash == path.npos ? std::string_view("-") : path.substr(0, slash);
    auto name = slash == path.npos ? path : path.substr(slash + 1);
    if (!is_plain(folder) || !is_plain(name)) throw std::invalid_argument("not a path of the file store");
    return root_ / path;
}

void FileStore::write(std::string_view path, std::string_view bytes) const {
    const auto target = full_path(path);
    fs::create_directories(target.parent_path());
    const auto temporary = target.parent_path() / ("tmp_" + crypto::random_hex(8));
    try {
        Descriptor file(temporary, O_WRONLY | O_CREAT | O_EXCL);
        file.write_all(bytes);
        file.sync();
        fs::rename(temporary, target);
    } catch (...) {
        std::error_code ignored;
        fs::remove(temporary, ignored);
        throw;
    }
    Descriptor(target.parent_path(), O_RDONLY | O_DIRECTORY).sync();
}

std::optional<std::string> FileStore::read(std::string_view path) const {
    const int fd = ::open(full_path(path).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0) return std::nullopt;
    std::string bytes;
    char buffer[65536];
    ssize_t n = 0;
    while ((n = ::read(fd, buffer, sizeof buffer)) > 0) bytes.append(buffer, static_cast<std::size_t>(n));
    ::close(fd);
    return n < 0 ? std::nullopt : std::optional(std::move(bytes));
}

bool FileStore::remove(std::string_view path) const {
    std::error_code error;
    return fs::remove(full_path(path), error);
}

std::vector<StoredFile> FileStore::list() const {
    std::vector<StoredFile> out;
    const auto now = fs::file_time_type::clock::now();
    auto walk = fs::recursive_directory_iterator(root_, fs::directory_options::skip_permission_denied);
    for (auto it = fs::begin(walk); it != fs::end(walk); ++it) {
        if (it->is_symlink() || it.depth() >= 1) it.disable_recursion_pending();
        if (it->is_symlink() || !it->is_regular_file()) continue;
        auto age = std::chrono::duration_cast<std::chrono::seconds>(now - it->last_write_time());
        out.push_back({fs::relative(it->path(), root_).generic_string(), it->file_size(), age});
    }
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
    return out;
}

std::uintmax_t FileStore::free_space() const { return fs::space(root_).available; }

}  // namespace carafe::storage
