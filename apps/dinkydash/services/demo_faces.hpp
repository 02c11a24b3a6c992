// Faces of the demo people, drawn instead of photographed.
#pragma once
#include "carafe/storage/bitmap.hpp"

namespace dinkydash {

struct Look {
    carafe::storage::Colour skin;
    carafe::storage::Colour hair;
    carafe::storage::Colour shirt;
    carafe::storage::Colour wall;  ///< behind the person
    bool long_hair = false;
};

/// A friendly face, 320 × 320 pixels: the same look gives the same pixels.
carafe::storage::Bitmap draw_face(const Look& look);

}  // namespace dinkydash
