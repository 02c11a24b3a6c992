#include "apps/dinkydash/pages/media.hpp"

#include "apps/dinkydash/services/pictures.hpp"
#include "carafe/http/conditional.hpp"

namespace dinkydash::media {

namespace {

/// The family's picture, for its member; else the picture of the family whose screen this is: a
/// browser may hold a login and a screen of two families.
std::optional<Image> find_picture(Request& request, Id<Image> id) {
    auto& present = request.local<Present>();
    if (request.visitor().is_logged_in()) {
        if (auto image = present.db->find(id)) {
            return image;
        }
    }
    return find_screen(request) != nullptr ? present.db->find(id) : std::nullopt;
}

std::string etag_of(const Image& image, std::string_view size) {
    return '"' + image.sha256.substr(0, 16) + '-' + std::string(size) + '"';
}

/// Two types are stored, and an answer's type is text of the program.
std::string_view type_of(const Image& image) {
    return image.mime == "image/png" ? "image/png" : "image/jpeg";
}

}  // namespace

Response show(Request& request, Id<Image> id, std::string_view size) {
    if (size != "full" && size != "thumb") {
        abort(404);
    }
    auto image = find_picture(request, id);
    if (!image) {
        abort(404);
    }
    auto etag = etag_of(*image, size);
    Response response;
    if (auto held = request.header("If-None-Match"); held && http::matches_etag(*held, etag)) {
        response = not_modified();
    } else {
        auto bytes = request.state<Pictures>().store.read(picture_path(*image, size));
        if (!bytes) {
            abort(404);
        }
        response.content_type = type_of(*image);
        response.body = std::move(*bytes);
    }
    return std::move(response)
        .header("ETag", std::move(etag))
        .header("Cache-Control", "private, max-age=86400");
}

}  // namespace dinkydash::media
