#include "apps/dinkydash/services/pictures.hpp"

#include "apps/dinkydash/models/all.hpp"
#include "carafe/crypto/hash.hpp"
#include "carafe/crypto/random.hpp"
#include "carafe/web/app.hpp"

#include <set>

namespace dinkydash {

namespace {

constexpr std::uintmax_t kMinFreeSpace = 500ull * 1024 * 1024;

struct UsedSpace {
    std::optional<std::int64_t> bytes{};
};

struct StoredImage {
    std::int64_t id = 0;
    std::string path{};
    Timestamp created_at{};
    std::int64_t owners = 0;
};

std::uintmax_t used_space(FamilyDb& db) {
    auto rows = db.sql<UsedSpace>("SELECT sum(bytes) FROM images WHERE tenant_id = :tenant");
    return rows.empty() ? 0 : static_cast<std::uintmax_t>(rows[0].bytes.value_or(0));
}

std::string thumbnail_path(const std::string& path) {
    auto dot = path.rfind('.');
    return path.substr(0, dot) + "_256" + path.substr(dot);
}

}  // namespace

std::string picture_path(const Image& image, std::string_view size) {
    return size == "full" ? image.path : thumbnail_path(image.path);
}

std::optional<storage::Picture> read_upload(Request& request, FormField& field) {
    if (field.file() == nullptr) return std::nullopt;
    auto picture = storage::read_picture(field.file()->bytes, request.state<Pictures>().limits);
    if (picture) return std::move(*picture);
    field.error(picture.error().message);
    return std::nullopt;
}

Id<Image> store_picture(Request& request, FamilyDb& db, const storage::Picture& picture, std::string_view owner,
                        std::int64_t owner_id, std::optional<Id<User>> by) {
    return save_picture(request.state<Pictures>(), db, picture, owner, owner_id, by);
}

Id<Image> save_picture(const Pictures& pictures, FamilyDb& db, const storage::Picture& picture, std::string_view owner,
                       std::int64_t owner_id, std::optional<Id<User>> by) {
    if (pictures.store.free_space() < kMinFreeSpace) abort(507);
    Image row;
    row.path = std::to_string(db.tenant_id().value) + '/' + std::string(owner) + '_' + std::to_string(owner_id) + '_' +
               crypto::random_hex(8) + '.' + picture.full.extension;
    row.mime = picture.full.mime;
    row.width = picture.full.width;
    row.height = picture.full.height;
    row.bytes = static_cast<std::int32_t>(picture.full.bytes.size() + picture.thumbnail.bytes.size());
    row.sha256 = crypto::sha256_hex(picture.full.bytes);
    row.uploaded_by = by;
    if (used_space(db) + static_cast<std::uintmax_t>(row.bytes) > pictures.family_quota) {
        abort(422, "Your family's image space is full.");
    }
    // Files first, then the row: a crash leaves an orphan file, which the clean-up finds, never a row
    // without its file.
    pictures.store.write(row.path, picture.full.bytes);
    pictures.store.write(thumbnail_path(row.path), picture.thumbnail.bytes);
    db.insert(row);
    return row.id;
}

void remove_picture(Request& request, FamilyDb& db, Id<Image> id) {
    auto image = db.find(id);
    if (!image) return;
    db.remove(*image);
    const auto& store = request.state<Pictures>().store;
    db.after_commit([&store, path = image->path] {
        store.remove(path);
        store.remove(thumbnail_path(path));
    });
}

CleanUp clean_uploads(orm::Database& database, const Pictures& pictures, std::chrono::hours min_age, bool dry_run) {
    CleanUp result;
    database.transact([&](orm::Session& session) {
        auto db = session.as_system("the clean-up compares all rows with all files");
        auto rows = db.sql<StoredImage>(
            "SELECT i.id, i.path, i.created_at, (SELECT count(*) FROM tasks WHERE image_id = i.id) + "
            "(SELECT count(*) FROM countdowns WHERE image_id = i.id) + "
            "(SELECT count(*) FROM persons WHERE image_id = i.id) FROM images i");
        std::set<std::string> known;
        const auto limit = db.now() - min_age;
        for (const auto& row : rows) {
            if (row.owners == 0 && row.created_at < limit) {
                ++result.rows;
                if (!dry_run) db.query<Image>().where(&Image::id, Id<Image>{row.id}).remove();
                continue;
            }
            known.insert({row.path, thumbnail_path(row.path)});
        }
        for (const auto& file : pictures.store.list()) {
            if (known.contains(file.path) || file.age < min_age) continue;
            ++result.files;
            result.bytes += file.bytes;
            result.names.push_back(file.path);
            if (!dry_run) pictures.store.remove(file.path);
        }
    });
    return result;
}

}  // namespace dinkydash
