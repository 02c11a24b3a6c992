// Forms, views and pages of pages/account.cpp.
#pragma once
#include "apps/dinkydash/models/person.hpp"
#include "apps/dinkydash/models/user.hpp"
#include "apps/dinkydash/views/views.hpp"
#include "carafe/forms/form.hpp"
#include "carafe/templates/page.hpp"

namespace dinkydash {

using templates::Page;
using templates::PageInfo;

struct NameForm : Form {
    StringField display_name{this,
                             "display_name",
                             "Your name",
                             {required("Name is required."), column(&User::display_name)}};
    RowField<Person> person{this, "person_id", "You are", {column(&User::person_id)}};
    using Form::Form;
};

struct EmailForm : Form {
    StringField email{
        this,
        "email",
        "New e-mail",
        {required("Invalid email address."), email_address("Invalid email address.")}};
    PasswordField email_password{this, "email_password", "Your password"};
    using Form::Form;
};

struct PasswordForm : Form {
    PasswordField old_password{this, "old_password", "Old password"};
    PasswordField password{this, "password", "New password"};
    PasswordField confirm_password{this, "confirm_password", "Repeat password"};
    std::string account_email{};  ///< may not be the password
    using Form::Form;
    void validate() override;
};

struct SessionRow {
    std::int64_t id = 0;
    std::string device{};
    Moment last_seen{};
    bool is_current = false;

    static constexpr void describe(auto& t) {
        t.col("id", &SessionRow::id);
        t.col("device", &SessionRow::device);
        t.col("last_seen", &SessionRow::last_seen);
        t.col("is_current", &SessionRow::is_current);
    }
};

struct AccountPage : Page<NameForm, EmailForm, PasswordForm, std::vector<SessionRow>, bool> {
    using Page::Page;
    static constexpr PageInfo info{
        "account/index.html", {"name_form", "email_form", "password_form", "sessions", "has_mail"}};
};

struct EmailConfirmPage : Page<std::string> {
    using Page::Page;
    static constexpr PageInfo info{"account/email_confirm.html", {"email"}};
};

struct EmailExpiredPage : Page<> {
    using Page::Page;
    static constexpr PageInfo info{"account/email_expired.html", {}};
};

}  // namespace dinkydash
