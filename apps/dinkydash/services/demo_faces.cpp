#include "apps/dinkydash/services/demo_faces.hpp"

#include <algorithm>
#include <cmath>

namespace dinkydash {

namespace {

using carafe::storage::Bitmap;
using carafe::storage::Colour;

constexpr int kSide = 320;
constexpr Colour kWhite{255, 255, 255};
constexpr Colour kInk{52, 36, 34};
constexpr Colour kShade{140, 70, 40};
constexpr Colour kLips{176, 62, 66};
constexpr Colour kBlush{232, 96, 86};

/// Centre and half axes; the picture is 1 wide and 1 high.
struct Ellipse {
    double x, y, width, height;
};

/// @param share  of `over`, 0–1.
Colour mix(Colour under, Colour over, double share) {
    const auto one = [&](std::uint8_t a, std::uint8_t b) {
        return static_cast<std::uint8_t>(std::lround(a + (b - a) * share));
    };
    return {one(under.red, over.red), one(under.green, over.green), one(under.blue, over.blue)};
}

Colour darker(Colour colour) { return mix(colour, kShade, 0.2); }

/// Blends the ellipse over the bitmap, its edge smoothed over one pixel.
void paint(Bitmap& bitmap, Ellipse e, Colour colour, double share = 1) {
    const auto pixel = [](double at) { return std::clamp(static_cast<int>(at * kSide), 0, kSide - 1); };
    const double edge = std::min(e.width, e.height) * kSide;
    for (int y = pixel(e.y - e.height); y <= pixel(e.y + e.height); ++y) {
        for (int x = pixel(e.x - e.width); x <= pixel(e.x + e.width); ++x) {
            const double reach = std::hypot(((x + 0.5) / kSide - e.x) / e.width, ((y + 0.5) / kSide - e.y) / e.height);
            const double inside = std::clamp(0.5 + (1 - reach) * edge, 0.0, 1.0);
            bitmap.set(x, y, mix(bitmap.get(x, y), colour, inside * share));
        }
    }
}

void paint_both(Bitmap& bitmap, Ellipse left, Colour colour, double share = 1) {
    paint(bitmap, left, colour, share);
    paint(bitmap, {1 - left.x, left.y, left.width, left.height}, colour, share);
}

void paint_wall(Bitmap& bitmap, Colour colour) {
    for (int y = 0; y < kSide; ++y) {
        const auto shade = mix(mix(colour, kWhite, 0.5), colour, static_cast<double>(y) / kSide);
        for (int x = 0; x < kSide; ++x) bitmap.set(x, y, shade);
    }
}

void paint_body(Bitmap& bitmap, const Look& look) {
    const Ellipse behind = look.long_hair ? Ellipse{.5, .52, .285, .36} : Ellipse{.5, .43, .245, .27};
    paint(bitmap, behind, darker(look.hair));
    paint(bitmap, {.5, 1.08, .41, .3}, look.shirt);
    paint(bitmap, {.5, .78, .1, .12}, darker(look.skin));
    if (!look.long_hair) paint_both(bitmap, {.275, .51, .045, .06}, darker(look.skin));
    paint(bitmap, {.5, .5, .225, .265}, look.skin);
}

void paint_fringe(Bitmap& bitmap, const Look& look) {
    if (look.long_hair) return paint_both(bitmap, {.38, .305, .155, .115}, look.hair);
    paint(bitmap, {.44, .265, .185, .095}, look.hair);
    paint(bitmap, {.61, .285, .125, .085}, look.hair);
}

void paint_face(Bitmap& bitmap, Colour skin) {
    paint_both(bitmap, {.415, .5, .024, .032}, kInk);
    paint_both(bitmap, {.421, .49, .008, .008}, kWhite);
    paint_both(bitmap, {.355, .59, .05, .035}, kBlush, 0.35);
    paint(bitmap, {.5, .555, .02, .026}, darker(skin));
    paint(bitmap, {.5, .635, .085, .05}, kLips);
    paint(bitmap, {.5, .615, .1, .042}, skin);
}

}  // namespace

Bitmap draw_face(const Look& look) {
    Bitmap bitmap(kSide, kSide);
    paint_wall(bitmap, look.wall);
    paint_body(bitmap, look);
    paint_fringe(bitmap, look);
    paint_face(bitmap, look.skin);
    return bitmap;
}

}  // namespace dinkydash
