#include "carafe/http/negotiation.hpp"

#include <gtest/gtest.h>

namespace carafe::http {

TEST(Negotiation, PagesUnlessJsonIsPreferred) {
    for (auto accept : {"",
                        "*/*",
                        "text/html",
                        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
                        "application/json;q=0.5, text/html",
                        "application/json, text/html",
                        "text/*, application/json;q=0.9",
                        "application/json;q=0",
                        "application/json;q=x",
                        "image/png"}) {
        EXPECT_EQ(preferred_format(accept), Preference::Html) << accept;
    }
    for (auto accept : {"application/json",
                        "Application/JSON",
                        "application/problem+json",
                        "application/json, */*;q=0.1",
                        "application/json, text/html;q=0.9",
                        "text/html;q=0.001,application/json;q=0.002"}) {
        EXPECT_EQ(preferred_format(accept), Preference::Json) << accept;
    }
}

TEST(Negotiation, MostExactRangeCounts) {
    EXPECT_EQ(accept_weight("text/*;q=0.3, text/html;q=0.7, */*;q=0.5", "text/html"), 700);
    EXPECT_EQ(accept_weight("text/*;q=0.3, */*;q=0.5", "text/html"), 300);
    EXPECT_EQ(accept_weight("text/*;q=0.3, */*;q=0.5", "image/png"), 500);
    EXPECT_EQ(accept_weight("text/html;level=1;q=0.25", "text/html"), 250);
    EXPECT_EQ(accept_weight("text/html;q=1.000", "text/html"), 1000);
    EXPECT_EQ(accept_weight("text/html;q=2", "text/html"), 0);
    EXPECT_EQ(accept_weight("text/html;q=0.1234", "text/html"), 0);
}

}  // namespace carafe::http
