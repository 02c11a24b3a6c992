#include "carafe/http/path_segments.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace carafe::http {

namespace {
/// Segments joined by '|', with '/' behind when the path ends in a slash; "400" when refused.
std::string split(std::string_view path) {
    PathSegments segments;
    if (!segments.assign(path)) {
        return "400";
    }
    std::string out;
    for (auto segment : segments.segments()) {
        out += std::string(segment) + '|';
    }
    return out + (segments.has_trailing_slash() ? "/" : "");
}
}  // namespace

TEST(PathSegments, SplitsAndDecodesOnce) {
    struct Row {
        std::string_view path, segments;
    };

    for (auto [path, segments] : {Row{"/", "/"},
                                  {"/a", "a|"},
                                  {"/a/", "a|/"},
                                  {"/a/b", "a|b|"},
                                  {"//", "|/"},
                                  {"//a", "|a|"},
                                  {"/a//b", "a||b|"},
                                  {"/a%20b", "a b|"},
                                  {"/%2541", "%41|"},
                                  {"/gr%C3%BCn/x", "grün|x|"},
                                  {"/a+b", "a+b|"}}) {
        EXPECT_EQ(split(path), segments) << path;
    }
}

TEST(PathSegments, EncodedSlashStaysInside) {
    EXPECT_EQ(split("/a%2Fb/c"), "a/b|c|");
    EXPECT_EQ(split("/..%2F..%2Fetc"), "../../etc|");
}

TEST(PathSegments, ResolvesDotSegmentsAfterDecoding) {
    struct Row {
        std::string_view path, segments;
    };

    for (auto [path, segments] : {Row{"/a/./b", "a|b|"},
                                  {"/a/../b", "b|"},
                                  {"/a/%2e%2E/b", "b|"},
                                  {"/a/.%2e/b", "b|"},
                                  {"/a/%2e/b", "a|b|"},
                                  {"/..", "/"},
                                  {"/../../a", "a|"},
                                  {"/a/..", "/"},
                                  {"/a/b/..", "a|/"},
                                  {"/a/.", "a|/"},
                                  {"/a/b/../", "a|/"},
                                  {"/...", "...|"},
                                  {"/.a", ".a|"},
                                  {"/a..", "a..|"},
                                  {"/%252e%252e", "%2e%2e|"}}) {
        EXPECT_EQ(split(path), segments) << path;
    }
}

TEST(PathSegments, RefusesBrokenPaths) {
    for (auto path :
         {"", "a", "*", "/%", "/%4", "/%zz", "/a/%00", "/%0A", "/%7F", "/%FF", "/%C0%AF"}) {
        EXPECT_EQ(split(path), "400") << path;
    }
}

TEST(PathSegments, KeepsViewsValidForLongPaths) {
    std::string path;
    std::string expected;
    for (int i = 0; i < 500; ++i) {
        path += "/%41" + std::to_string(i);
        expected += "A" + std::to_string(i) + "|";
    }
    EXPECT_EQ(split(path), expected);
}

}  // namespace carafe::http
