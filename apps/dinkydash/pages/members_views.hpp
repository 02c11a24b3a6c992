// Forms, views and pages of pages/members.cpp.
#pragma once
#include "apps/dinkydash/models/user.hpp"
#include "apps/dinkydash/pages/fields.hpp"
#include "apps/dinkydash/views/views.hpp"
#include "carafe/forms/form.hpp"
#include "carafe/templates/page.hpp"

namespace dinkydash {

using templates::Page;
using templates::PageInfo;

/// Member or admin: ownership is handed over, never given away by a form of roles.
struct RoleField : EnumField<Role> {
    explicit RoleField(Form* form);
};

struct InviteForm : Form {
    StringField email{
        this,
        "email",
        "E-mail",
        {required("Invalid email address."), email_address("Invalid email address.")}};
    RoleField role{this};
    using Form::Form;
};

struct RoleForm : Form {
    RoleField role{this};
    PasswordField password{this, "password", "Your password"};
    using Form::Form;
};

struct RemoveMemberForm : Form {
    ChoiceField person{this, "person", "Person in the rotations"};

    using Form::Form;
    /// @param name  of the person this login is; empty when it is none.
    void ask_about(const std::string& name);

    bool retires_person() const { return person.text() == "inactive"; }

  private:
    std::string label_{};
};

struct HandOverForm : Form {
    RowField<User> user_id{
        this, "user_id", "New owner", {check_that(is_offered, "Please choose the new owner.")}};
    PasswordField password{this, "password", "Your password"};
    using Form::Form;
};

struct MemberRow {
    std::int64_t id = 0;
    std::string name{};
    std::string email{};
    std::string role{};
    std::string role_text{};
    bool is_me = false;
    bool can_change = false;
    std::optional<Face> face{};
    std::optional<Moment> last_login{};

    static constexpr void describe(auto& t) {
        t.col("id", &MemberRow::id);
        t.col("name", &MemberRow::name);
        t.col("email", &MemberRow::email);
        t.col("role", &MemberRow::role);
        t.col("role_text", &MemberRow::role_text);
        t.col("is_me", &MemberRow::is_me);
        t.col("can_change", &MemberRow::can_change);
        t.col("face", &MemberRow::face);
        t.col("last_login", &MemberRow::last_login);
    }
};

struct InvitationRow {
    std::int64_t id = 0;
    std::string email{};
    std::string role_text{};
    std::string valid{};

    static constexpr void describe(auto& t) {
        t.col("id", &InvitationRow::id);
        t.col("email", &InvitationRow::email);
        t.col("role_text", &InvitationRow::role_text);
        t.col("valid", &InvitationRow::valid);
    }
};

struct MemberHead {
    std::int64_t id = 0;
    std::string name{};
    std::string email{};
    std::optional<std::string> person{};

    static constexpr void describe(auto& t) {
        t.col("id", &MemberHead::id);
        t.col("name", &MemberHead::name);
        t.col("email", &MemberHead::email);
        t.col("person", &MemberHead::person);
    }
};

struct MembersPage : Page<std::vector<MemberRow>, std::vector<InvitationRow>, bool> {
    using Page::Page;
    static constexpr PageInfo info{"members/index.html", {"members", "invitations", "may_invite"}};
};

struct MemberInvitePage : Page<InviteForm> {
    using Page::Page;
    static constexpr PageInfo info{"members/invite.html", {"form"}};
};

struct MemberInvitedPage : Page<std::string, bool, std::string, std::string, std::string> {
    using Page::Page;
    static constexpr PageInfo info{"members/invited.html",
                                   {"email", "mail_sent", "qr_svg", "link", "expires"}};
};

struct MemberRolePage : Page<RoleForm, MemberHead> {
    using Page::Page;
    static constexpr PageInfo info{"members/role.html", {"form", "member"}};
};

struct MemberRemovePage : Page<RemoveMemberForm, MemberHead> {
    using Page::Page;
    static constexpr PageInfo info{"members/remove.html", {"form", "member"}};
};

struct HandOverPage : Page<HandOverForm> {
    using Page::Page;
    static constexpr PageInfo info{"members/hand_over.html", {"form"}};
};

}  // namespace dinkydash
