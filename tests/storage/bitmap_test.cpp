#include "carafe/storage/bitmap.hpp"
#include "carafe/storage/picture.hpp"

#include <gtest/gtest.h>

namespace carafe::storage {

TEST(Bitmap, IsBlackUntilItIsDrawn) {
    Bitmap bitmap(3, 2);
    bitmap.set(2, 1, {255, 200, 0});
    EXPECT_EQ(bitmap.get(2, 1), (Colour{255, 200, 0}));
    EXPECT_EQ(bitmap.get(1, 1), Colour{});
    EXPECT_EQ(bitmap.pixels().size(), 6u);
}

TEST(Bitmap, PngIsReadLikeAnUpload) {
    Bitmap bitmap(301, 200);
    const auto picture = read_picture(encode_png(bitmap));
    ASSERT_TRUE(picture) << picture.error().message;
    EXPECT_EQ(picture->full.mime, "image/jpeg");
    EXPECT_EQ(picture->full.width, 301);
    EXPECT_EQ(picture->full.height, 200);
    EXPECT_EQ(picture->thumbnail.width, 256);
}

}  // namespace carafe::storage
