#include "carafe/notify/mail.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace carafe::notify {

using ::testing::HasSubstr;

TEST(Mail, RefusesLineBreaksInAddressesAndSubjects) {
    for (const Mail& mail : {Mail{"a@b.example", "c@d.example\r\nBcc: x@y.example", "Hi", "text"},
                             Mail{"a@b.example", "c@d.example", "Hi\nthere", "text"}, Mail{"a@b.example", "nobody", "Hi", "text"},
                             Mail{"a@b.example", "c@d.example,e@f.example", "Hi", "text"}}) {
        EXPECT_FALSE(check_mail(mail)) << mail.to;
    }
    EXPECT_TRUE(check_mail({"Dinky <a@b.example>", "c@d.example", "Hi", "text"}));
}

TEST(Mail, WritesBothBodiesAndEncodesTheSubject) {
    auto time = *parse_iso_time("2028-02-29T12:00:00Z");
    auto text = format_mail({"Dinky <a@b.example>", "c@d.example", "Grüße", "Hallo", "<p>Hallo</p>"}, time, "mail-1");
    EXPECT_THAT(text, HasSubstr("From: Dinky <a@b.example>\r\n"));
    EXPECT_THAT(text, HasSubstr("Subject: =?UTF-8?B?R3LDvMOfZQ==?=\r\n"));
    EXPECT_THAT(text, HasSubstr("Date: Tue, 29 Feb 2028 12:00:00 +0000\r\n"));
    EXPECT_THAT(text, HasSubstr("Message-ID: <mail-1@b.example>\r\n"));
    EXPECT_THAT(text, HasSubstr("multipart/alternative"));
    EXPECT_THAT(text, HasSubstr("SGFsbG8=\r\n"));
}

}  // namespace carafe::notify
