// Forms and pages of pages/auth.cpp.
#pragma once
#include "apps/dinkydash/models/user.hpp"
#include "carafe/forms/form.hpp"
#include "carafe/templates/page.hpp"

namespace dinkydash {

using templates::Page;
using templates::PageInfo;

struct RegisterForm : Form {
    StringField family_name{this, "family_name", "Family name", {required("Family name is required."), column(&Family::name)}};
    StringField email{this, "email", "E-mail", {required("Invalid email address."), email_address("Invalid email address.")}};
    PasswordField password{this, "password", "Password"};
    PasswordField confirm_password{this, "confirm_password", "Repeat password"};
    ChoiceField timezone{this, "timezone", "Time zone"};
    using Form::Form;
    void validate() override;
};

struct LoginForm : Form {
    StringField email{this, "email", "E-mail"};
    PasswordField password{this, "password", "Password"};
    BoolField remember_me{this, "remember_me", "Keep me logged in"};
    HiddenField next{this, "next"};
    using Form::Form;
};

struct ForgotForm : Form {
    StringField email{this, "email", "E-mail", {required("Invalid email address."), email_address("Invalid email address.")}};
    using Form::Form;
};

struct ResetForm : Form {
    PasswordField password{this, "password", "New password"};
    PasswordField confirm_password{this, "confirm_password", "Repeat password"};
    std::string email{};  ///< of the account: may not be its password
    using Form::Form;
    void validate() override;
};

struct AcceptForm : Form {
    StringField display_name{this, "display_name", "Your name", {required("Name is required."), column(&User::display_name)}};
    PasswordField password{this, "password", "Password"};
    PasswordField confirm_password{this, "confirm_password", "Repeat password"};
    std::string email{};
    using Form::Form;
    void validate() override;
};

struct InvitationView {
    std::string family{};
    std::optional<std::string> invited_by{};
    std::string role{};
    std::string email{};
    static constexpr void describe(auto& t) {
        t.col("family", &InvitationView::family);
        t.col("invited_by", &InvitationView::invited_by);
        t.col("role", &InvitationView::role);
        t.col("email", &InvitationView::email);
    }
};

struct RegisterPage : Page<RegisterForm> {
    using Page::Page;
    static constexpr PageInfo info{"auth/register.html", {"form"}};
};
struct LoginPage : Page<LoginForm, std::string> {
    using Page::Page;
    static constexpr PageInfo info{"auth/login.html", {"form", "registration"}};
};
struct LogoutPage : Page<> {
    using Page::Page;
    static constexpr PageInfo info{"auth/logout.html", {}};
};
struct ForgotPage : Page<ForgotForm, bool> {
    using Page::Page;
    static constexpr PageInfo info{"auth/forgot.html", {"form", "has_mail"}};
};
struct ForgotSentPage : Page<std::int64_t> {
    using Page::Page;
    static constexpr PageInfo info{"auth/forgot_sent.html", {"minutes"}};
};
struct ResetPage : Page<ResetForm> {
    using Page::Page;
    static constexpr PageInfo info{"auth/reset.html", {"form"}};
};
struct ResetExpiredPage : Page<> {
    using Page::Page;
    static constexpr PageInfo info{"auth/reset_expired.html", {}};
};
struct InvitePage : Page<AcceptForm, InvitationView> {
    using Page::Page;
    static constexpr PageInfo info{"auth/invite.html", {"form", "invitation"}};
};
struct InviteClosedPage : Page<std::string> {
    using Page::Page;
    static constexpr PageInfo info{"auth/invite_closed.html", {"message"}};
};

}  // namespace dinkydash
