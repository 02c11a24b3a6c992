#include "carafe/storage/picture.hpp"

#include <gdk-pixbuf/gdk-pixbuf.h>

#include <algorithm>
#include <memory>

namespace carafe::storage {

namespace {

struct Unref {
    void operator()(void* object) const { g_object_unref(object); }
};
using Pixels = std::unique_ptr<GdkPixbuf, Unref>;
using Loader = std::unique_ptr<GdkPixbufLoader, Unref>;

/// Loader for the type the first octets name; an open-ended loader would also read SVG and XPM.
const char* type_of(std::string_view bytes) {
    using namespace std::string_view_literals;
    if (bytes.starts_with("\x89PNG\r\n\x1a\n"sv)) return "png";
    if (bytes.starts_with("\xff\xd8\xff"sv)) return "jpeg";
    if (bytes.starts_with("GIF87a"sv) || bytes.starts_with("GIF89a"sv)) return "gif";
    return nullptr;
}

/// Whether the file has its end mark: decoders fill up what is missing in grey and say nothing.
bool is_complete(std::string_view bytes, std::string_view type) {
    using namespace std::string_view_literals;
    if (type == "png") return bytes.rfind("IEND"sv) != bytes.npos;
    if (type == "jpeg") return bytes.rfind("\xff\xd9"sv) != bytes.npos;
    return bytes.rfind(';') != bytes.npos;
}

struct SizeCheck {
    const PictureLimits* limits;
    bool too_large = false;
};

/// Called when the header is read, before any pixel is: a bomb is refused here.
void check_size(GdkPixbufLoader* loader, int width, int height, gpointer data) {
    auto& check = *static_cast<SizeCheck*>(data);
    const auto pixels = static_cast<std::int64_t>(width) * height;
    if (width > check.limits->side || height > check.limits->side || pixels > check.limits->pixels) {
        check.too_large = true;
        gdk_pixbuf_loader_set_size(loader, 1, 1);
    }
}

Pixels scale_to(GdkPixbuf* source, int longest) {
    const int width = gdk_pixbuf_get_width(source);
    const int height = gdk_pixbuf_get_height(source);
    const int side = std::max(width, height);
    if (side <= longest) return Pixels(gdk_pixbuf_copy(source));
    const int w = std::max(1, static_cast<int>(static_cast<std::int64_t>(width) * longest / side));
    const int h = std::max(1, static_cast<int>(static_cast<std::int64_t>(height) * longest / side));
    return Pixels(gdk_pixbuf_scale_simple(source, w, h, GDK_INTERP_BILINEAR));
}

bool is_opaque(GdkPixbuf* pixels) {
    if (!gdk_pixbuf_get_has_alpha(pixels)) return true;
    const auto* row = gdk_pixbuf_read_pixels(pixels);
    const int stride = gdk_pixbuf_get_rowstride(pixels);
    for (int y = 0; y < gdk_pixbuf_get_height(pixels); ++y, row += stride) {
        for (int x = 0; x < gdk_pixbuf_get_width(pixels); ++x) {
            if (row[x * 4 + 3] != 255) return false;
        }
    }
    return true;
}

bool encode(GdkPixbuf* pixels, bool opaque, EncodedImage& out) {
    out.mime = opaque ? "image/jpeg" : "image/png";
    out.extension = opaque ? "jpg" : "png";
    out.width = gdk_pixbuf_get_width(pixels);
    out.height = gdk_pixbuf_get_height(pixels);
    gchar* bytes = nullptr;
    gsize size = 0;
    const gboolean saved = opaque ? gdk_pixbuf_save_to_buffer(pixels, &bytes, &size, "jpeg", nullptr, "quality", "88", nullptr)
                                  : gdk_pixbuf_save_to_buffer(pixels, &bytes, &size, "png", nullptr, nullptr);
    if (!saved) return false;
    out.bytes.assign(bytes, size);
    g_free(bytes);
    return true;
}

/// First frame of the file with its rotation applied; null when it cannot be decoded whole.
Pixels decode(std::string_view bytes, const char* type, SizeCheck& check) {
    Loader loader(gdk_pixbuf_loader_new_with_type(type, nullptr));
    if (!loader) return nullptr;
    g_signal_connect(loader.get(), "size-prepared", G_CALLBACK(check_size), &check);
    bool good = true;
    for (std::size_t at = 0; good && !check.too_large && at < bytes.size(); at += 65536) {
        auto part = bytes.substr(at, 65536);
        good = gdk_pixbuf_loader_write(loader.get(), reinterpret_cast<const guchar*>(part.data()), part.size(), nullptr);
    }
    good = gdk_pixbuf_loader_close(loader.get(), nullptr) && good;
    GdkPixbuf* frame = gdk_pixbuf_loader_get_pixbuf(loader.get());
    if (!good || check.too_large || frame == nullptr) return nullptr;
    return Pixels(gdk_pixbuf_apply_embedded_orientation(frame));
}

}  // namespace

Result<Picture> read_picture(std::string_view bytes, const PictureLimits& limits) {
    const Error not_an_image{"storage.E101", "Images only (JPG, PNG, GIF)."};
    if (bytes.size() > limits.bytes) return Error{"storage.E102", "Image must be smaller than 5 MB."};
    const char* type = type_of(bytes);
    if (type == nullptr) return not_an_image;
    SizeCheck check{&limits};
    auto pixels = decode(bytes, type, check);
    if (check.too_large) return Error{"storage.E103", "Image has too many pixels."};
    if (!pixels || !is_complete(bytes, type)) return not_an_image;
    auto full = scale_to(pixels.get(), limits.full_side);
    auto small = full ? scale_to(full.get(), limits.thumbnail_side) : nullptr;
    Picture picture;
    const bool opaque = full && is_opaque(full.get());
    if (!small || !encode(full.get(), opaque, picture.full) || !encode(small.get(), opaque, picture.thumbnail)) {
        return not_an_image;
    }
    return picture;
}

}  // namespace carafe::storage
