#include "carafe/http/response_writer.hpp"

#include "carafe/base/assert.hpp"

#include <gtest/gtest.h>

namespace carafe::http {

namespace {
constexpr std::string_view kDate = "Sun, 06 Nov 1994 08:49:37 GMT";

std::string head_of(const Response& response, bool close = false) {
    std::string out;
    append_head(out, response, {.date = kDate, .close = close});
    return out;
}

Response with_header(std::string_view name, std::string value) {
    Response response;
    response.headers.push_back({name, std::move(value)});
    return response;
}
}  // namespace

TEST(ResponseWriter, WritesTheUsualHead) {
    Response response;
    response.body = "hello";
    response.headers.push_back({"Cache-Control", "no-store"});
    EXPECT_EQ(head_of(response, true),
              "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Type: text/html; "
              "charset=utf-8\r\n"
              "X-Content-Type-Options: nosniff\r\nContent-Length: 5\r\nCache-Control: "
              "no-store\r\nConnection: close\r\n\r\n");
}

TEST(ResponseWriter, BodylessStatusesHaveNeitherLengthNorType) {
    for (int status : {204, 304}) {
        Response response;
        response.status = static_cast<std::uint16_t>(status);
        response.body = "ignored";
        auto head = head_of(response);
        EXPECT_EQ(head.find("Content-"), std::string::npos) << head;
        EXPECT_FALSE(has_body(response, Method::Get));
    }
}

TEST(ResponseWriter, HeadHasTheLengthButNoBody) {
    Response response;
    response.body = "hello";
    EXPECT_FALSE(has_body(response, Method::Head));
    EXPECT_TRUE(has_body(response, Method::Get));
    EXPECT_NE(head_of(response).find("Content-Length: 5\r\n"), std::string::npos);
}

TEST(ResponseWriter, ValuesCannotSplitTheHead) {
    auto head = head_of(with_header("Location", std::string("/a\r\nSet-Cookie: x=1\0\x7F\t!", 23)));
    EXPECT_NE(head.find("Location: /a  Set-Cookie: x=1  \t!\r\n"), std::string::npos) << head;
}

TEST(ResponseWriter, OwnFieldsAndBrokenNamesAreBugs) {
    for (auto name : {"content-length",
                      "Transfer-Encoding",
                      "Date",
                      "Connection",
                      "Content-Type",
                      "Server",
                      "",
                      "a b",
                      "a:b",
                      "a\r\nb"}) {
        EXPECT_THROW(head_of(with_header(name, "x")), AssertionFailed) << name;
    }
}

TEST(ResponseWriter, FixedAndSharedBodiesCount) {
    Response response;
    response.body = "own";
    response.fixed = "fixed";
    EXPECT_EQ(response.bytes(), "fixed");
    response.shared = std::make_shared<const std::string>("shared");
    EXPECT_NE(head_of(response).find("Content-Length: 6\r\n"), std::string::npos);
}

TEST(Refusal, IsShortAndCloses) {
    auto response = make_refusal(503);
    EXPECT_EQ(response.body, "Service Unavailable\n");
    EXPECT_TRUE(response.close);
    EXPECT_EQ(response.headers.at(0).name, "Retry-After");
    EXPECT_TRUE(make_refusal(400).headers.empty());
}

}  // namespace carafe::http
