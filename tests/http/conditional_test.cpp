#include "carafe/http/conditional.hpp"

#include "carafe/http/request_parser.hpp"

#include <gtest/gtest.h>

namespace carafe::http {

namespace {
bool not_modified(const std::string& fields,
                  const Validators& current,
                  const std::string& method = "GET") {
    auto text = method + " / HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n";
    RequestParser parser;
    EXPECT_TRUE(parser.feed(text).is_done());
    return is_not_modified(Request(parser.head(), text.data()), current);
}
}  // namespace

TEST(Etag, ComparesWeaklyInLists) {
    for (auto list :
         {"\"a\"", "W/\"a\"", "\"b\", \"a\"", "\"b\" ,W/\"a\"", "*", " \"x,y\",\"a\""}) {
        EXPECT_TRUE(matches_etag(list, "\"a\"")) << list;
    }
    for (auto list : {"", "\"A\"", "a", "\"a", "\"b\" \"a\"", "\"b\";\"a\"", "w/\"a\"", ","}) {
        EXPECT_FALSE(matches_etag(list, "\"a\"")) << list;
    }
    EXPECT_TRUE(matches_etag("\"a\"", "W/\"a\""));
    EXPECT_FALSE(matches_etag("*", ""));
}

TEST(Conditional, TagWinsOverDate) {
    Validators current{.etag = "\"a\"", .last_modified = parse_iso_time("1994-11-06T08:49:37Z")};
    const std::string date = "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n";
    EXPECT_TRUE(not_modified("If-None-Match: \"a\"\r\n", current));
    EXPECT_TRUE(not_modified(date, current));
    EXPECT_FALSE(not_modified("If-None-Match: \"b\"\r\n" + date, current));
    EXPECT_FALSE(not_modified("If-Modified-Since: Sun, 06 Nov 1994 08:49:36 GMT\r\n", current));
    EXPECT_FALSE(not_modified("If-Modified-Since: yesterday\r\n", current));
    EXPECT_FALSE(not_modified("", current));
    EXPECT_FALSE(not_modified("If-None-Match: \"a\"\r\n", current, "POST"));
    EXPECT_TRUE(not_modified("If-None-Match: \"a\"\r\n", current, "HEAD"));
}

}  // namespace carafe::http
