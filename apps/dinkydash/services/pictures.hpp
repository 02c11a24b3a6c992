// Pictures of tasks, countdowns and people: stored after the checks, replaced without a gap, removed
// after the commit.
#pragma once
#include "apps/dinkydash/config.hpp"
#include "apps/dinkydash/models/image.hpp"
#include "apps/dinkydash/services/visitor.hpp"
#include "carafe/forms/field.hpp"
#include "carafe/storage/file_store.hpp"
#include "carafe/storage/picture.hpp"

namespace dinkydash {

/// Provided as state: the folder, and the limits of this server.
struct Pictures {
    storage::FileStore store;
    storage::PictureLimits limits;
    std::uintmax_t family_quota;
};

/// Reads the uploaded file of a field; a fault becomes an error of the field. Nothing when there is no
/// file or a fault.
std::optional<storage::Picture> read_upload(Request& request, FormField& field);

/// Writes files and row; ends the request with 507 when the disk is nearly full and 422 over the family's quota.
Id<Image> save_picture(const Pictures& pictures, FamilyDb& db, const storage::Picture& picture, std::string_view owner,
                       std::int64_t owner_id, std::optional<Id<User>> by);
/// Stores a picture with its thumbnail and gives its row. @param owner  "task", "countdown" or "person".
Id<Image> store_picture(Request& request, FamilyDb& db, const storage::Picture& picture, std::string_view owner,
                        std::int64_t owner_id, std::optional<Id<User>> by);
/// Removes the row now and its files after the commit.
void remove_picture(Request& request, FamilyDb& db, Id<Image> id);

/// Path of a picture in a size: "full", or "thumb".
std::string picture_path(const Image& image, std::string_view size);

/// What clean_uploads found or removed.
struct CleanUp {
    int files = 0;
    int rows = 0;
    std::uintmax_t bytes = 0;
    std::vector<std::string> names{};
};
/// Files without a row and rows without an owner, both older than `min_age`.
CleanUp clean_uploads(orm::Database& database, const Pictures& pictures, std::chrono::hours min_age, bool dry_run);

}  // namespace dinkydash
