#include "apps/dinkydash/services/browsers.hpp"

#include <gtest/gtest.h>

namespace dinkydash {

TEST(Browsers, AreNamedAsPeopleNameThem) {
    EXPECT_EQ(browser_text(
                  "Mozilla/5.0 (Linux; Android 13; SM-T220) AppleWebKit/537.36 (KHTML, like Gecko) "
                  "Chrome/126.0.0.0 Safari/537.36"),
              "Chrome on Android");
    EXPECT_EQ(
        browser_text("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"),
        "Firefox on Linux");
    EXPECT_EQ(
        browser_text(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/126.0.0.0 Safari/537.36 Edg/126.0.2592.87"),
        "Edge on Windows");
    EXPECT_EQ(browser_text("Mozilla/5.0 (iPad; CPU OS 12_5_7 like Mac OS X) AppleWebKit/605.1.15 "
                           "(KHTML, like Gecko) "
                           "Version/12.1.2 Mobile/15E148 Safari/604.1"),
              "Safari on iPad");
}

TEST(Browsers, UnknownOnesAreSaidToBeUnknown) {
    EXPECT_EQ(browser_text(""), "Unknown browser");
    EXPECT_EQ(browser_text("curl/8.1"), "Unknown browser");
    EXPECT_EQ(browser_text("something on Linux"), "Browser on Linux");
}

}  // namespace dinkydash
