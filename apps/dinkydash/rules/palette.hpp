// The twelve colours of people: told apart also by eyes that see red and green alike. The order is the
// order they are offered in, so that small families get those that differ most.
#pragma once
#include <array>
#include <string_view>

namespace dinkydash::rules {

struct PaletteColour {
    std::string_view hex;
    std::string_view name;
};

inline constexpr std::array<PaletteColour, 12> kPalette = {{{"#0072b2", "Blue"},
                                                            {"#e69f00", "Orange"},
                                                            {"#117733", "Green"},
                                                            {"#f0e442", "Yellow"},
                                                            {"#882255", "Wine"},
                                                            {"#56b4e9", "Sky"},
                                                            {"#d55e00", "Vermilion"},
                                                            {"#332288", "Indigo"},
                                                            {"#ffb3d1", "Pink"},
                                                            {"#b2df8a", "Lime"},
                                                            {"#cc6677", "Rose"},
                                                            {"#1b3b1b", "Forest"}}};

/// What free texts and "anyone" are drawn in.
inline constexpr int kNoColour = 12;

/// Place in the palette; kNoColour for a colour that is not in it.
constexpr int colour_index(std::string_view hex) {
    for (std::size_t i = 0; i < kPalette.size(); ++i) {
        if (kPalette[i].hex == hex) return static_cast<int>(i);
    }
    return kNoColour;
}

}  // namespace dinkydash::rules
