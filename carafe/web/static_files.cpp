#include "carafe/web/static_files.hpp"

#include "carafe/crypto/hash.hpp"
#include "carafe/templates/loader.hpp"
#include "carafe/web/app.hpp"

#include <zlib.h>

#include <filesystem>
#include <fstream>

namespace carafe {

namespace {

constexpr std::size_t kHashLength = 12;

struct TypeOfExtension {
    std::string_view extension;
    std::string_view type;
};
constexpr TypeOfExtension kTypes[] = {
    {"css", "text/css; charset=utf-8"},        {"js", "text/javascript; charset=utf-8"},
    {"svg", "image/svg+xml"},                  {"png", "image/png"},
    {"jpg", "image/jpeg"},                     {"ico", "image/vnd.microsoft.icon"},
    {"woff2", "font/woff2"},                   {"json", "application/json"},
    {"webmanifest", "application/manifest+json"}, {"txt", "text/plain; charset=utf-8"},
};

bool is_compressible(std::string_view type) {
    return type.starts_with("text/") || type == "image/svg+xml" || type.starts_with("application/");
}

std::shared_ptr<const std::string> gzip(std::string_view bytes) {
    z_stream stream{};
    if (deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK) return nullptr;
    std::string out(deflateBound(&stream, bytes.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int result = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    if (result != Z_STREAM_END || out.size() + 100 > bytes.size()) return nullptr;
    return std::make_shared<const std::string>(std::move(out));
}

/// "ui.css" + "3f2a" → "ui.3f2a.css".
std::string hashed_name(std::string_view name, std::string_view hash) {
    auto dot = name.rfind('.');
    if (dot == name.npos) dot = name.size();
    return std::string(name.substr(0, dot)).append(".").append(hash).append(name.substr(dot));
}

std::string hash_of(std::string_view bytes) { return crypto::sha256_hex(bytes).substr(0, kHashLength); }

/// Null when there is no such file.
std::shared_ptr<const std::string> read_below(const std::string& folder, std::string_view name) {
    if (!templates::is_valid_name(name)) return nullptr;
    const auto path = std::filesystem::path(folder) / name;
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error)) return nullptr;
    std::ifstream in(path, std::ios::binary);
    if (!in) return nullptr;
    return std::make_shared<const std::string>(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
}

bool accepts_gzip(const Request& request) {
    auto field = request.header("Accept-Encoding").value_or("");
    auto at = field.find("gzip");
    return at != field.npos && !field.substr(at).starts_with("gzip;q=0,") && field.substr(at) != "gzip;q=0";
}

}  // namespace

std::string_view content_type_of(std::string_view name) {
    auto extension = name.substr(name.rfind('.') + 1);
    for (const auto& entry : kTypes) {
        if (entry.extension == extension) return entry.type;
    }
    return "application/octet-stream";
}

StaticFiles::StaticFiles(const std::vector<EmbeddedFiles>& sets, std::vector<std::string> folders)
    : folders_(std::move(folders)) {
    for (const auto& set : sets) {
        for (const auto& embedded : set) {
            File file{.content_type = content_type_of(embedded.name), .bytes = embedded.bytes, .hash = hash_of(embedded.bytes)};
            if (is_compressible(file.content_type)) file.gzip = gzip(file.bytes);
            files_.emplace(embedded.name, std::make_shared<const File>(std::move(file)));
        }
    }
}

std::optional<std::string> StaticFiles::path_of(std::string_view name) const {
    const auto file = find_name(name);
    if (file == nullptr) return std::nullopt;
    return "/static/" + hashed_name(name, file->hash);
}

StaticFiles::FilePointer StaticFiles::find_name(std::string_view name) const {
    for (const auto& folder : folders_) {
        if (auto bytes = read_below(folder, name)) {
            return std::make_shared<const File>(
                File{.content_type = content_type_of(name), .bytes = *bytes, .read = bytes, .hash = hash_of(*bytes)});
        }
    }
    auto at = files_.find(name);
    return at == files_.end() ? nullptr : at->second;
}

StaticFiles::FilePointer StaticFiles::find(std::string_view path, bool& hashed) const {
    if (auto file = find_name(path)) return file;
    auto dot = path.rfind('.');
    auto before = dot == path.npos || dot == 0 ? path.npos : path.rfind('.', dot - 1);
    if (before == path.npos) return nullptr;
    auto file = find_name(std::string(path.substr(0, before)).append(path.substr(dot)));
    if (file == nullptr || file->hash != path.substr(before + 1, dot - before - 1)) return nullptr;
    hashed = true;
    return file;
}

Response StaticFiles::serve(Request& request, std::string_view path) const {
    bool hashed = false;
    const auto file = find(path, hashed);
    if (file == nullptr) abort(404);
    const auto etag = '"' + file->hash + '"';
    Response response;
    response.content_type = file->content_type;
    response.headers.push_back({"ETag", etag});
    response.headers.push_back({"Cache-Control", hashed ? "public, max-age=31536000, immutable" : "public, no-cache"});
    if (file->gzip) response.headers.push_back({"Vary", "Accept-Encoding"});
    if (request.header("If-None-Match") == std::string_view(etag)) {
        response.status = 304;
        response.content_type = {};
    } else if (file->gzip && accepts_gzip(request)) {
        response.headers.push_back({"Content-Encoding", "gzip"});
        response.shared = file->gzip;
    } else if (file->read) {
        response.shared = file->read;
    } else {
        response.fixed = file->bytes;
    }
    return response;
}

}  // namespace carafe
