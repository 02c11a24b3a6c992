#include "carafe/storage/picture.hpp"

#include <gdk-pixbuf/gdk-pixbuf.h>

#include <algorithm>
#include <memory>
#include <optional>

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

struct Size {
    int width = 0;
    int height = 0;
};

int big_endian(std::string_view bytes, std::size_t at, std::size_t count) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < count; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
    return value > 0x7fffffff ? 0x7fffffff : static_cast<int>(value);
}

/// Size in the first frame header of a JPEG. @source ITU-T T.81 §B.1.1, §B.2.2
std::optional<Size> jpeg_size(std::string_view bytes) {
    std::size_t at = 2;
    while (at + 9 < bytes.size() && bytes[at] == '\xff') {
        const auto marker = static_cast<unsigned char>(bytes[at + 1]);
        const bool is_frame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
        if (is_frame) return Size{big_endian(bytes, at + 7, 2), big_endian(bytes, at + 5, 2)};
        at += marker == 0xff ? 1 : 2 + static_cast<std::size_t>(big_endian(bytes, at + 2, 2));
    }
    return std::nullopt;
}

/// What the header claims, read before any decoder sees the file: a bomb is refused here, since
/// decoders reserve memory for the claimed size.
std::optional<Size> claimed_size(std::string_view bytes, std::string_view type) {
    if (type == "jpeg") return jpeg_size(bytes);
    if (type == "png" && bytes.size() >= 24) return Size{big_endian(bytes, 16, 4), big_endian(bytes, 20, 4)};
    if (type == "gif" && bytes.size() >= 10) {
        auto byte = [&](std::size_t i) { return static_cast<int>(static_cast<unsigned char>(bytes[i])); };
        return Size{byte(6) | byte(7) << 8, byte(8) | byte(9) << 8};
    }
    return std::nullopt;
}

bool is_too_large(const Size& size, const PictureLimits& limits) {
    return size.width > limits.side || size.height > limits.side ||
           static_cast<std::int64_t>(size.width) * size.height > limits.pixels;
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
Pixels decode(std::string_view bytes, const char* type) {
    Loader loader(gdk_pixbuf_loader_new_with_type(type, nullptr));
    if (!loader) return nullptr;
    bool good = true;
    for (std::size_t at = 0; good && at < bytes.size(); at += 65536) {
        auto part = bytes.substr(at, 65536);
        good = gdk_pixbuf_loader_write(loader.get(), reinterpret_cast<const guchar*>(part.data()), part.size(), nullptr);
    }
    good = gdk_pixbuf_loader_close(loader.get(), nullptr) && good;
    GdkPixbuf* frame = gdk_pixbuf_loader_get_pixbuf(loader.get());
    if (!good || frame == nullptr) return nullptr;
    return Pixels(gdk_pixbuf_apply_embedded_orientation(frame));
}

}  // namespace

Result<Picture> read_picture(std::string_view bytes, const PictureLimits& limits) {
    const Error not_an_image{"storage.E101", "Images only (JPG, PNG, GIF)."};
    if (bytes.size() > limits.bytes) return Error{"storage.E102", "Image must be smaller than 5 MB."};
    const char* type = type_of(bytes);
    if (type == nullptr) return not_an_image;
    const auto size = claimed_size(bytes, type);
    if (!size || !is_complete(bytes, type)) return not_an_image;
    if (is_too_large(*size, limits)) return Error{"storage.E103", "Image has too many pixels."};
    auto pixels = decode(bytes, type);
    if (!pixels) return not_an_image;
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
