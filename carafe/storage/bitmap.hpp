// Pixels that a program draws itself, and their way into a file.
//
//     storage::Bitmap bitmap(512, 512);
//     bitmap.set(10, 20, {255, 200, 0});
//     auto picture = storage::read_picture(storage::encode_png(bitmap));     // as if somebody sent it
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace carafe::storage {

/// Red, green and blue, 0–255 each.
struct Colour {
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;
    bool operator==(const Colour&) const = default;
};

/// Opaque pixels, row by row from the top left; black at first.
class Bitmap {
  public:
    /// @param width, height  in pixels, at least 1.
    Bitmap(int width, int height);

    int width() const { return width_; }
    int height() const { return height_; }
    /// REQUIRES: 0 ≤ x < width, 0 ≤ y < height.
    void set(int x, int y, Colour colour) { pixels_[index(x, y)] = colour; }
    Colour get(int x, int y) const { return pixels_[index(x, y)]; }
    const std::vector<Colour>& pixels() const { return pixels_; }

  private:
    std::size_t index(int x, int y) const {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(x);
    }

    int width_;
    int height_;
    std::vector<Colour> pixels_;
};

/// The bitmap as a PNG file. @throws std::runtime_error when memory fails.
std::string encode_png(const Bitmap& bitmap);

}  // namespace carafe::storage
