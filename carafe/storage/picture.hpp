// Uploaded pictures: decoded to see what they are, limited before decoding, encoded anew. What leaves
// here holds pixels and nothing else: no metadata, no script behind the picture, no second meaning.
//
//     auto picture = storage::read_picture(file.bytes);
//     if (!picture) form.image.error(picture.error().message);
#pragma once
#include "carafe/base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace carafe::storage {

struct PictureLimits {
    std::size_t bytes = 5 * 1024 * 1024;    ///< of the file, inclusive
    std::int64_t pixels = 40'000'000;
    int side = 12'000;
    int full_side = 1024;                   ///< longest side of what is stored
    int thumbnail_side = 256;
};

struct EncodedImage {
    std::string mime;       ///< "image/jpeg", or "image/png" when something is transparent
    std::string extension;  ///< "jpg" or "png"
    std::string bytes;
    int width = 0;
    int height = 0;
};

struct Picture {
    EncodedImage full;
    EncodedImage thumbnail;
};

/// Reads JPG, PNG or GIF (first frame), decided by the content. EXIF rotation is applied.
/// @return storage.E101 "Images only (JPG, PNG, GIF).", storage.E102 "Image must be smaller than 5 MB.",
///         storage.E103 "Image has too many pixels."
Result<Picture> read_picture(std::string_view bytes, const PictureLimits& limits = {});

}  // namespace carafe::storage
