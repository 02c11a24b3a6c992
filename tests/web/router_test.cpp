#include "carafe/web/router.hpp"

#include "carafe/web/response.hpp"

#include <gtest/gtest.h>

namespace carafe {

namespace {

struct Task {};

Response plain(Request&) { return no_content(); }
Response by_id(Request&, Id<Task>) { return no_content(); }
Response by_text(Request&, std::string_view) { return no_content(); }
Response by_date(Request&, Date) { return no_content(); }
Response rest(Request&, std::string_view) { return no_content(); }
Response deep(Request&, Id<Task>, std::string_view) { return no_content(); }

class RouterTest : public ::testing::Test {
  protected:
    RouterTest() : blueprint_("") {
        const auto open = public_access("test");
        blueprint_.get<"/", plain>(open);
        blueprint_.get<"/tasks/<int:id>", by_id>(open);
        blueprint_.get<"/tasks/<name>", by_text>(open);
        blueprint_.get<"/days/<date:on>", by_date>(open);
        blueprint_.get<"/files/<path:rest>", rest>(open);
        blueprint_.post<"/tasks/<int:id>/notes/<slug:name>", deep>(open);
        for (const auto& route : blueprint_.routes()) EXPECT_EQ(router_.add(route), "");
    }

    Match match(std::string_view path, http::Method method = http::Method::Get) {
        segments_.clear();
        text_ = path;
        for (std::string_view rest_of = text_; !rest_of.empty();) {
            rest_of.remove_prefix(1);
            auto slash = rest_of.find('/');
            if (!rest_of.empty()) segments_.push_back(rest_of.substr(0, slash));
            rest_of.remove_prefix(slash == rest_of.npos ? rest_of.size() : slash);
        }
        return router_.match(method, segments_);
    }

    Blueprint blueprint_;
    Router router_;
    std::string text_;
    std::vector<std::string_view> segments_;
};

}  // namespace

TEST_F(RouterTest, TheMostSpecificConverterWins) {
    EXPECT_EQ(match("/tasks/7").route->endpoint, "by_id");
    EXPECT_EQ(match("/tasks/7").args[0].number, 7);
    EXPECT_EQ(match("/tasks/seven").route->endpoint, "by_text");
    EXPECT_EQ(match("/tasks/seven").args[0].text, "seven");
    EXPECT_EQ(match("/").route->endpoint, "plain");
}

TEST_F(RouterTest, WhatDoesNotConvertIsNotFound) {
    EXPECT_EQ(match("/days/2028-02-30").kind, Match::Kind::NotFound);
    EXPECT_EQ(match("/days/2028-02-29").route->endpoint, "by_date");
    EXPECT_EQ(match("/tasks/9223372036854775808").route->endpoint, "by_text");
    EXPECT_EQ(match("/tasks/7/notes/a b", http::Method::Post).kind, Match::Kind::NotFound);
    EXPECT_EQ(match("/tasks/-7/notes/a", http::Method::Post).kind, Match::Kind::NotFound);
    EXPECT_EQ(match("/nothing/here").kind, Match::Kind::NotFound);
}

TEST_F(RouterTest, OtherMethodsAreNotAllowed) {
    auto found = match("/tasks/7/notes/a-b", http::Method::Get);
    EXPECT_EQ(found.kind, Match::Kind::MethodNotAllowed);
    EXPECT_EQ(allow_field(found.allowed), "POST, OPTIONS");
    EXPECT_EQ(match("/tasks/7", http::Method::Head).kind, Match::Kind::Found);
}

TEST_F(RouterTest, PathArgumentsKeepTheirSlashes) {
    auto found = match("/files/a/b/c.css");
    ASSERT_EQ(found.kind, Match::Kind::Found);
    EXPECT_EQ(found.args[0].text, "a/b/c.css");
}

TEST_F(RouterTest, BuildsWhatItMatches) {
    EXPECT_EQ(router_.build(url_for<deep>(Id<Task>{7}, "a b/c")), "/tasks/7/notes/a%20b%2Fc");
    EXPECT_EQ(router_.build(url_for<plain>().arg("q", "ä&b").arg("page", 2).fragment("top")), "/?q=%C3%A4%26b&page=2#top");
    EXPECT_EQ(router_.build(url_for<by_date>(make_date(2028, 2, 29))), "/days/2028-02-29");
}

TEST_F(RouterTest, OnePatternTwiceIsAFault) {
    Blueprint other("other");
    other.get<"/tasks/<int:other>", [](Request&, Id<Task>) { return no_content(); }>(public_access("test"), {.name = "again"});
    EXPECT_NE(router_.add(other.routes()[0]).find("web.E003"), std::string::npos);
}

}  // namespace carafe
