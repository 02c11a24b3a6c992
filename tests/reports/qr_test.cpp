#include "carafe/reports/qr.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <sstream>
#include <vector>

namespace carafe::reports {

namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

/// The modules drawn by a path of "Mx yhNv1h-Nz" runs; row by row.
std::vector<std::string> draw(const std::string& svg, int side) {
    std::vector<std::string> rows(static_cast<std::size_t>(side),
                                  std::string(static_cast<std::size_t>(side), '.'));
    std::istringstream path(svg.substr(svg.find(" d=\"") + 4));
    char letter = 0;
    std::size_t x = 0, y = 0, n = 0;
    std::string rest;
    while (path >> letter && letter == 'M' && path >> x >> y >> letter >> n &&
           std::getline(path, rest, 'z')) {
        rows.at(y).replace(x, n, n, '#');
    }
    return rows;
}

}  // namespace

TEST(QrSvg, HasNeitherSizeNorStyle) {
    auto svg = qr_svg("https://dash.example/pair/abc");

    EXPECT_THAT(svg, StartsWith("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 "));
    EXPECT_THAT(svg, Not(HasSubstr("width")));
    EXPECT_THAT(svg, Not(HasSubstr("height")));
    EXPECT_THAT(svg, Not(HasSubstr("style")));
    EXPECT_TRUE(svg.ends_with("z\"/></svg>"));
}

TEST(QrSvg, ShortTextIsTheSmallestSymbolWithItsQuietZone) {
    EXPECT_THAT(qr_svg("abc"),
                HasSubstr("viewBox=\"0 0 29 29\""));  // 21 modules and 4 on each side
}

TEST(QrSvg, DrawsFinderAndTimingPatterns) {
    const auto rows = draw(qr_svg("abc"), 29);

    constexpr std::array<std::string_view, 7> kFinder = {
        "#######", "#.....#", "#.###.#", "#.###.#", "#.###.#", "#.....#", "#######"};
    for (std::size_t i = 0; i < kFinder.size(); ++i) {
        EXPECT_EQ(rows[4 + i].substr(4, 7), kFinder[i]) << "top left, row " << i;
        EXPECT_EQ(rows[4 + i].substr(18, 7), kFinder[i]) << "top right, row " << i;
        EXPECT_EQ(rows[18 + i].substr(4, 7), kFinder[i]) << "bottom left, row " << i;
    }
    EXPECT_EQ(rows[10].substr(4, 21), "#######.#.#.#.#######");
    EXPECT_EQ(rows[3], std::string(29, '.'));
}

TEST(QrSvg, GrowsWithTheText) {
    EXPECT_THAT(qr_svg(std::string(2331, 'a')),
                HasSubstr("viewBox=\"0 0 185 185\""));  // version 40
}

TEST(QrSvg, RefusesNothingAndTooMuch) {
    EXPECT_THROW(qr_svg(""), std::invalid_argument);
    EXPECT_THROW(qr_svg(std::string(2332, 'a')), std::invalid_argument);
}

}  // namespace carafe::reports
