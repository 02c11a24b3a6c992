#include "carafe/text/email.hpp"

#include <gtest/gtest.h>

#include <string>

namespace carafe::text {

TEST(EmailAddress, TakesWhatPeopleHave) {
    for (std::string_view text : {"a@b.de", "anna.lena+x@mail.example.com", "o'neil@example.ie", "müller@exämple.de"}) {
        EXPECT_TRUE(is_email_address(text)) << text;
    }
    EXPECT_TRUE(is_email_address(std::string(64, 'a') + "@b.de"));
}

TEST(EmailAddress, RefusesTheRest) {
    for (std::string_view text : {"", "a", "@b.de", "a@", "a@b", "a@@b.de", "a@b@c.de", "a@b.", "a@.de", "a@-b.de", "a@b..de",
                                  "a b@c.de", "a@b.de\n", "<a@b.de>", "a,b@c.de"}) {
        EXPECT_FALSE(is_email_address(text)) << text;
    }
    EXPECT_FALSE(is_email_address(std::string(65, 'a') + "@b.de"));
    EXPECT_FALSE(is_email_address("a@" + std::string(250, 'b') + ".de"));
}

}  // namespace carafe::text
