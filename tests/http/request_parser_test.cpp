#include "carafe/http/request_parser.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace carafe::http {

namespace {

const std::string kBrowser =
    "GET /people/7?sort=name HTTP/1.1\r\nHost: example.org:8000\r\nUser-Agent: x\r\nAccept: "
    "text/html\r\n"
    "cookie: a=1; b=2\r\nCookie: c=3\r\nX-Empty:\r\n\r\n";

class ParsedHead {
  public:
    explicit ParsedHead(std::string text) : text_(std::move(text)) {
        auto step = parser_.feed(text_);
        EXPECT_TRUE(step.is_done()) << text_;
    }

    Request request() const { return {parser_.head(), text_.data()}; }

    const RequestHead& head() const { return parser_.head(); }

  private:
    std::string text_;
    RequestParser parser_{};
};

int status_of(std::string_view text, const HeadLimits& limits) {
    RequestParser parser(limits);
    auto step = parser.feed(text);
    return step.is_refused() ? step.status() : step.is_done() ? 200 : 0;
}

}  // namespace

TEST(RequestParser, FindsEveryPart) {
    ParsedHead parsed(kBrowser);
    auto request = parsed.request();

    EXPECT_EQ(request.method(), Method::Get);
    EXPECT_EQ(request.target(), "/people/7?sort=name");
    EXPECT_EQ(request.path(), "/people/7");
    EXPECT_EQ(request.query(), "sort=name");
    EXPECT_EQ(request.minor_version(), 1);
    EXPECT_EQ(request.host(), "example.org:8000");
    EXPECT_EQ(request.field_count(), 6U);
    EXPECT_EQ(request.field("ACCEPT"), "text/html");
    EXPECT_EQ(request.field("x-empty"), "");
    EXPECT_EQ(request.field("Accept-Language"), std::nullopt);
    EXPECT_EQ(request.field_at(1).name, "User-Agent");
    EXPECT_EQ(request.cookie("b"), "2");
    EXPECT_EQ(request.cookie("c"), "3");
    EXPECT_EQ(request.cookie("d"), std::nullopt);
    EXPECT_FALSE(request.wants_close());
    EXPECT_EQ(parsed.head().length, kBrowser.size());
}

TEST(RequestParser, HeadMayMoveWhileItIsRead) {
    RequestParser parser;
    for (std::size_t length = 0; length < kBrowser.size(); ++length) {
        auto place = std::make_unique<std::string>(kBrowser.substr(0, length));
        ASSERT_TRUE(parser.feed(*place).needs_more());
    }
    ASSERT_TRUE(parser.feed(kBrowser).is_done());
    EXPECT_EQ(Request(parser.head(), kBrowser.data()).field("user-agent"), "x");
}

TEST(RequestParser, ResetForgetsTheLastMessage) {
    RequestParser parser;
    ASSERT_TRUE(parser
                    .feed("POST /a?b HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: "
                          "7\r\nExpect: 100-continue\r\n\r\n")
                    .is_done());
    parser.reset();
    std::string text = "GET / HTTP/1.1\r\nHost: y\r\n\r\n";
    ASSERT_TRUE(parser.feed(text).is_done());
    const auto& head = parser.head();
    EXPECT_FALSE(head.has_query || head.wants_close || head.has_body() || head.expects_continue);
    EXPECT_EQ(head.field_count, 1);
}

TEST(RequestParser, StopsBehindTheHead) {
    ParsedHead parsed("GET / HTTP/1.1\r\nHost: x\r\n\r\nrest");
    EXPECT_EQ(parsed.head().length, 27U);
}

TEST(RequestParser, AbsoluteTargetSetsTheHost) {
    ParsedHead parsed("GET http://other:81/a/b?c HTTP/1.1\r\nHost: example.org\r\n\r\n");
    EXPECT_EQ(parsed.request().host(), "other:81");
    EXPECT_EQ(parsed.request().path(), "/a/b");
    EXPECT_EQ(parsed.request().query(), "c");
    EXPECT_EQ(ParsedHead("GET http://other HTTP/1.1\r\nHost: x\r\n\r\n").request().path(), "/");
}

TEST(RequestParser, ReadsBodyFields) {
    EXPECT_EQ(ParsedHead("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 12\r\n\r\n")
                  .head()
                  .content_length,
              12U);
    EXPECT_TRUE(ParsedHead("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
                    .head()
                    .is_chunked);
    EXPECT_TRUE(ParsedHead("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n\r\n")
                    .head()
                    .expects_continue);
    EXPECT_FALSE(
        ParsedHead("POST / HTTP/1.0\r\nExpect: 100-continue\r\n\r\n").head().expects_continue);
    EXPECT_TRUE(ParsedHead("POST / HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\n\r\n")
                    .head()
                    .has_content_encoding);
    EXPECT_TRUE(
        ParsedHead("GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n\r\n").head().has_upgrade);
}

TEST(RequestParser, LimitsAreExact) {
    std::string text = "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n\r\n";
    auto size = static_cast<std::uint16_t>(text.size());
    EXPECT_EQ(status_of(text, {.head = size}), 200);
    EXPECT_EQ(status_of(text, {.head = static_cast<std::uint16_t>(size - 1)}), 431);
    EXPECT_EQ(status_of(text, {.line = 16}), 200);
    EXPECT_EQ(status_of(text, {.line = 15}), 414);
    EXPECT_EQ(status_of(text, {.fields = 2}), 200);
    EXPECT_EQ(status_of(text, {.fields = 1}), 431);
    EXPECT_EQ(status_of("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n", {.body = 10}),
              200);
    EXPECT_EQ(status_of("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n", {.body = 9}),
              413);
}

TEST(RequestParser, CeilingsHoldWhateverIsAsked) {
    std::string text = "GET / HTTP/1.1\r\nHost: x\r\n";
    for (int i = 0; i < 120; ++i) {
        text += "A: b\r\n";
    }
    EXPECT_EQ(status_of(text + "\r\n", {.fields = 255}), 431);
    std::string endless = "GET / HTTP/1.1\r\nHost: x\r\nA: " + std::string(70'000, 'a');
    EXPECT_EQ(status_of(endless, {.head = 65'535}), 431);
}

TEST(RequestParser, StaysRefused) {
    RequestParser parser;
    EXPECT_EQ(parser.feed("GET\t").status(), 400);
    EXPECT_EQ(parser.feed("GET\t/ HTTP/1.1\r\nHost: x\r\n\r\n").status(), 400);
}

TEST(IsAuthority, KnowsTheGrammar) {
    for (auto good : {"localhost",
                      "a.b-c_d~e",
                      "127.0.0.1:80",
                      "[::1]",
                      "[::ffff:1.2.3.4]:65535",
                      "x:",
                      "%41"}) {
        EXPECT_EQ(is_authority(good), good != std::string_view("%41")) << good;
    }
    for (auto bad : {"",
                     ":80",
                     "a b",
                     "a/b",
                     "a@b",
                     "[::1",
                     "[g]",
                     "[]",
                     "a:b",
                     "a:999999",
                     "a:65536",
                     "a:1:2",
                     "a,b",
                     "a?b"}) {
        EXPECT_FALSE(is_authority(bad)) << bad;
    }
}

}  // namespace carafe::http
