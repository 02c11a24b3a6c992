#include "carafe/storage/bitmap.hpp"

#include <gdk-pixbuf/gdk-pixbuf.h>

#include <stdexcept>

namespace carafe::storage {

static_assert(sizeof(Colour) == 3, "the pixels are handed over as they lie");

Bitmap::Bitmap(int width, int height)
    : width_(width), height_(height), pixels_(static_cast<std::size_t>(width) * static_cast<std::size_t>(height)) {}

std::string encode_png(const Bitmap& bitmap) {
    GdkPixbuf* view = gdk_pixbuf_new_from_data(reinterpret_cast<const guchar*>(bitmap.pixels().data()), GDK_COLORSPACE_RGB,
                                               false, 8, bitmap.width(), bitmap.height(), bitmap.width() * 3, nullptr, nullptr);
    gchar* bytes = nullptr;
    gsize size = 0;
    const gboolean saved = gdk_pixbuf_save_to_buffer(view, &bytes, &size, "png", nullptr, nullptr);
    g_object_unref(view);
    if (!saved) throw std::runtime_error("a picture could not be written");
    std::string out(bytes, size);
    g_free(bytes);
    return out;
}

}  // namespace carafe::storage
