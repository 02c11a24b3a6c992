#include "carafe/storage/picture.hpp"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <gtest/gtest.h>
#include <zlib.h>

namespace carafe::storage {

namespace {

std::string make_image(int width, int height, const char* type, bool alpha = false) {
    GdkPixbuf* pixels = gdk_pixbuf_new(GDK_COLORSPACE_RGB, alpha, 8, width, height);
    gdk_pixbuf_fill(pixels, alpha ? 0x30609080 : 0x306090ff);
    gchar* bytes = nullptr;
    gsize size = 0;
    EXPECT_TRUE(gdk_pixbuf_save_to_buffer(pixels, &bytes, &size, type, nullptr, nullptr));
    std::string out(bytes, size);
    g_free(bytes);
    g_object_unref(pixels);
    return out;
}

/// A JPG with a comment behind its first marker, as a camera writes its place.
std::string with_metadata(std::string jpg, const std::string& text) {
    std::string segment = "\xff\xe1";
    auto length = text.size() + 2;
    segment += static_cast<char>(length >> 8);
    segment += static_cast<char>(length & 255);
    return jpg.insert(2, segment + text);
}

/// PNG whose header claims a size, with no pixels behind it.
std::string claim_size(std::uint32_t width, std::uint32_t height) {
    auto png = make_image(1, 1, "png");
    for (std::size_t i = 0; i < 4; ++i) {
        png[16 + i] = static_cast<char>(width >> (24 - 8 * i));
        png[20 + i] = static_cast<char>(height >> (24 - 8 * i));
    }
    const auto sum = crc32(0, reinterpret_cast<const Bytef*>(png.data() + 12), 17);
    for (std::size_t i = 0; i < 4; ++i) png[29 + i] = static_cast<char>(sum >> (24 - 8 * i));
    return png;
}

}  // namespace

TEST(Picture, IsScaledAndEncodedAnew) {
    auto picture = read_picture(make_image(2000, 1000, "png"));
    ASSERT_TRUE(picture);
    EXPECT_EQ(picture->full.width, 1024);
    EXPECT_EQ(picture->full.height, 512);
    EXPECT_EQ(picture->thumbnail.width, 256);
    EXPECT_EQ(picture->full.mime, "image/jpeg");
    EXPECT_EQ(read_picture(make_image(40, 40, "png", true))->full.mime, "image/png");
}

TEST(Picture, LosesItsMetadata) {
    auto jpg = with_metadata(make_image(50, 50, "jpeg"), "Exif GPS 52.5 13.4");
    auto picture = read_picture(jpg);
    ASSERT_TRUE(picture);
    EXPECT_EQ(picture->full.bytes.find("GPS"), std::string::npos);
}

TEST(Check17, ExactlyFiveMegabytesPassAndOneOctetMoreDoesNot) {
    auto jpg = make_image(50, 50, "jpeg");
    jpg.resize(5'242'880, '\0');
    EXPECT_TRUE(read_picture(jpg));
    jpg += '\0';
    EXPECT_EQ(read_picture(jpg).error().message, "Image must be smaller than 5 MB.");
}

TEST(Picture, RefusesEverythingElse) {
    for (const std::string& bytes :
         {std::string("%PDF-1.7 renamed.jpg"), std::string("<svg xmlns='http://www.w3.org/2000/svg'/>"), std::string(),
          std::string("<?php echo 1;"), make_image(300, 300, "png").substr(0, 60), std::string("GIF89a")}) {
        auto picture = read_picture(bytes);
        ASSERT_FALSE(picture) << bytes.substr(0, 10);
        EXPECT_EQ(picture.error().message, "Images only (JPG, PNG, GIF).");
    }
}

TEST(Picture, RefusesABombByItsHeader) {
    for (auto [w, h] : {std::pair{50'000u, 50'000u}, {12'001u, 10u}, {8'000u, 8'000u}}) {
        auto picture = read_picture(claim_size(w, h));
        ASSERT_FALSE(picture);
        EXPECT_EQ(picture.error().message, "Image has too many pixels.") << w;
    }
}

}  // namespace carafe::storage
