#include "apps/dinkydash/pages/members.hpp"

#include "apps/dinkydash/pages/auth.hpp"
#include "apps/dinkydash/pages/members_views.hpp"
#include "apps/dinkydash/pages/password_fields.hpp"
#include "apps/dinkydash/pages/secret_page.hpp"
#include "apps/dinkydash/services/accounts.hpp"
#include "apps/dinkydash/services/actor.hpp"
#include "apps/dinkydash/services/faces.hpp"
#include "apps/dinkydash/services/limits.hpp"
#include "apps/dinkydash/services/mails.hpp"
#include "apps/dinkydash/services/members.hpp"
#include "carafe/reports/qr.hpp"
#include "carafe/web/render.hpp"

#include <map>

namespace dinkydash {

RoleField::RoleField(Form* form) : EnumField<Role>(form, "role", "Role", {column(&User::role)}) {
    set_choices({{"member", "Member"}, {"admin", "Admin"}});
}

void RemoveMemberForm::ask_about(const std::string& name) {
    if (name.empty()) {
        person.set_choices({{"", ""}});  // the page does not ask
        return;
    }
    label_ = name + " in the rotations";
    person.set_label(label_);
    person.set_choices({{"stays", "Stays"}, {"inactive", "Becomes inactive"}});
    if (!is_submitted()) {
        person.set("stays");
    }
}

namespace members {

namespace {

std::map<Id<Person>, Face> faces_of(FamilyDb& db) {
    std::map<Id<Person>, Face> faces;
    for (const auto& person : db.query<Person>().all()) {
        faces[person.id] = face_of(person);
    }
    return faces;
}

MemberRow row_of(const User& user, const Member& me, const FamilyInfo& family, Timestamp now) {
    MemberRow row;
    row.id = user.id.value;
    row.name = user.display_name;
    row.email = user.email;
    row.role = enum_name(user.role);
    row.role_text = enum_label(user.role);
    row.is_me = user.id == me.id;
    row.can_change = me.is_admin() && !row.is_me && user.role != Role::Owner;
    if (user.last_login_at) {
        row.last_login = moment(family, *user.last_login_at, now);
    }
    return row;
}

MemberHead head_of(const User& user) {
    return {user.id.value, user.display_name, user.email, {}};
}

bool takes_accounts(Request& request) {
    return request.state<AppConfig>().registration() != Registration::Closed;
}

/// Whether an invitation may go to the address; else says why at the field.
bool check_invitee(FamilyDb& db, const Member& me, FormField& field) {
    if (!me.is_verified) {
        field.error("Please confirm your own e-mail address first.");
    } else if (db.query<User>().where(&User::email, normal_email(field.text())).exists()) {
        field.error("This address is a member already.");
    }
    return field.errors().empty();
}

}  // namespace

Response index(Request& request, FamilyDb& db, const Member& me, const FamilyInfo& family) {
    auto faces = faces_of(db);
    std::vector<MemberRow> rows;
    for (const auto& user : members_of(db)) {
        rows.push_back(row_of(user, me, family, request.now()));
        if (user.person_id) {
            rows.back().face = faces[*user.person_id];
        }
    }
    std::vector<InvitationRow> invitations;
    for (const auto& open : open_invitations(db)) {
        invitations.push_back({open.id.value,
                               open.email,
                               std::string(enum_label(open.role)),
                               "Until " + day_text(family, open.expires_at)});
    }
    return render(request, MembersPage{rows, invitations, takes_accounts(request)});
}

Response invite(Request& request, FamilyDb& db, const Member& me, const FamilyInfo& family) {
    if (!takes_accounts(request)) {
        abort(403, kNoNewAccounts);
    }
    InviteForm form{request};
    if (!form.is_submitted()) {
        form.role.set_value(Role::Member);
    }
    if (form.validate_on_submit() && check_invitee(db, me, form.email)) {
        auto& limits = request.state<Limits>();
        limits.check_rate(limits.invitations, request, "invite");
        check_limit(db.query<User>().count(), kMaxUsers, "members");
        const auto& config = request.state<AppConfig>();
        const auto email = normal_email(form.email.text());
        const auto token = dinkydash::invite(db, email, form.role.value(), me.id, config);
        const auto link = request.external_url(url_for<auth_pages::invite>(token));
        const auto expires =
            day_text(family, request.now() + std::chrono::days{config.invite_days()});
        mail_invitation(request, email, me.display_name, family.name, link, expires);
        log_activity(db, actor_of(me), "invited", "user", 0, email);
        return secret_page(render(
            request,
            MemberInvitedPage{email, config.sends_mail(), reports::qr_svg(link), link, expires}));
    }
    return render(request, MemberInvitePage{form});
}

Response revoke_invite(Request& request, FamilyDb& db, Id<Invitation> id) {
    auto invitation = db.get_or_404(id);
    invitation.revoked_at = request.now();
    db.update(invitation, &Invitation::revoked_at);
    flash(request, "The invitation of " + invitation.email + " is withdrawn.", "success");
    return redirect(url_for<index>());
}

Response role(Request& request, FamilyDb& db, const Member& me, Id<User> id) {
    auto user = db.get_or_404(id);
    if (user.role == Role::Owner) {
        abort(403, "The owner's role changes only by handing over the family.");
    }
    if (user.id == me.id) {
        abort(403, "Somebody else has to change your role.");
    }
    RoleForm form{request};
    form.fill_from(user);
    if (form.validate_on_submit() &&
        check_own_password(request, form.password, db.get_or_404(me.id))) {
        form.populate(user);
        db.update(user, &User::role);
        log_activity(db, actor_of(me), "role_changed", "user", id.value, enum_name(user.role));
        flash(request,
              user.display_name + " is " + (user.role == Role::Admin ? "an admin" : "a member") +
                  " now.",
              "success");
        return redirect(url_for<index>());
    }
    return render(request, MemberRolePage{form, head_of(user)});
}

Response remove(
    Request& request, FamilyDb& db, const Member& me, const FamilyInfo& family, Id<User> id) {
    const auto user = db.get_or_404(id);
    if (user.role == Role::Owner) {
        flash(request, "Hand over the family to another admin first.", "error");
        return redirect(url_for<index>());
    }
    auto person = user.person_id ? db.find(*user.person_id) : std::nullopt;
    if (person && !person->active) {
        person.reset();
    }
    RemoveMemberForm form{request};
    form.ask_about(person ? person->name : "");
    if (form.validate_on_submit()) {
        if (form.retires_person()) {
            retire_person(db, family, *person, family_day(family, request.now()).today);
        }
        remove_member(db, request.work().session(), user);
        log_activity(db, actor_of(me), "removed", "user", id.value, user.email);
        flash(request, user.display_name + " is removed.", "success");
        return redirect(url_for<index>());
    }
    auto head = head_of(user);
    if (person) {
        head.person = person->name;
    }
    return render(request, MemberRemovePage{form, head});
}

Response hand_over(Request& request, FamilyDb& db, const Member& me) {
    auto owner = db.get_or_404(me.id);
    HandOverForm form{request};
    form.user_id.set_row_choices(
        db.query<User>().where(&User::role, Role::Admin).order_by(&User::id).all(),
        &User::display_name);
    if (form.validate_on_submit() && check_own_password(request, form.password, owner)) {
        auto successor = db.get_or_404(*form.user_id.value());
        hand_over_family(db, owner, successor);
        log_activity(db, actor_of(me), "handed_over", "user", successor.id.value, successor.email);
        flash(request, successor.display_name + " owns the family now.", "success");
        return redirect(url_for<index>());
    }
    return render(request, HandOverPage{form});
}

}  // namespace members
}  // namespace dinkydash
