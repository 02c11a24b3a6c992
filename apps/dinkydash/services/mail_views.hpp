// Templates of services/mails.cpp: each mail as HTML and as plain text.
#pragma once
#include "carafe/templates/page.hpp"

#include <cstdint>
#include <string>

namespace dinkydash {

using carafe::templates::Page;
using carafe::templates::PageInfo;

struct ResetMail : Page<std::string, std::string, std::int64_t> {
    using Page::Page;
    static constexpr PageInfo info{"mail/reset.html", {"name", "link", "minutes"}};
};

struct ResetMailText : Page<std::string, std::string, std::int64_t> {
    using Page::Page;
    static constexpr PageInfo info{"mail/reset.txt", {"name", "link", "minutes"}};
};

struct InvitationMail : Page<std::string, std::string, std::string, std::string> {
    using Page::Page;
    static constexpr PageInfo info{"mail/invitation.html",
                                   {"inviter", "family_name", "link", "expires"}};
};

struct InvitationMailText : Page<std::string, std::string, std::string, std::string> {
    using Page::Page;
    static constexpr PageInfo info{"mail/invitation.txt",
                                   {"inviter", "family_name", "link", "expires"}};
};

struct PasswordChangedMail : Page<std::string, std::string, std::string> {
    using Page::Page;
    static constexpr PageInfo info{"mail/password_changed.html", {"name", "changed_at", "link"}};
};

struct PasswordChangedMailText : Page<std::string, std::string, std::string> {
    using Page::Page;
    static constexpr PageInfo info{"mail/password_changed.txt", {"name", "changed_at", "link"}};
};

struct ConfirmEmailMail : Page<std::string, std::string, std::int64_t> {
    using Page::Page;
    static constexpr PageInfo info{"mail/confirm_email.html", {"name", "link", "hours"}};
};

struct ConfirmEmailMailText : Page<std::string, std::string, std::int64_t> {
    using Page::Page;
    static constexpr PageInfo info{"mail/confirm_email.txt", {"name", "link", "hours"}};
};

}  // namespace dinkydash
