#include "apps/dinkydash/pages/account.hpp"

#include "apps/dinkydash/pages/account_views.hpp"
#include "apps/dinkydash/pages/auth.hpp"
#include "apps/dinkydash/pages/password_fields.hpp"
#include "apps/dinkydash/pages/secret_page.hpp"
#include "apps/dinkydash/services/accounts.hpp"
#include "apps/dinkydash/services/browsers.hpp"
#include "apps/dinkydash/services/email_change.hpp"
#include "apps/dinkydash/services/limits.hpp"
#include "apps/dinkydash/services/mails.hpp"
#include "carafe/auth/sessions.hpp"
#include "carafe/orm/database.hpp"
#include "carafe/web/render.hpp"

#include <algorithm>

namespace dinkydash {

void PasswordForm::validate() {
    check_new_password(password, confirm_password, account_email);
}

namespace account {

namespace {

/// Persons a login may be: those that take part and are nobody else's login.
std::vector<Person> free_persons(FamilyDb& db, const Member& me) {
    std::vector<std::int64_t> taken;
    for (const auto& user : db.query<User>().all()) {
        if (user.person_id && user.id != me.id) taken.push_back(user.person_id->value);
    }
    auto persons = db.query<Person>().where(&Person::active, true).order_by(&Person::position).all();
    std::erase_if(persons, [&](const Person& person) {
        return std::find(taken.begin(), taken.end(), person.id.value) != taken.end();
    });
    return persons;
}

/// The three forms of the page; a post fills one of them.
struct AccountForms {
    AccountForms(Request& request, const Member& me)
        : name(request), email(request), password(request) {
        auto& db = Provide<FamilyDb>::from(request);
        name.show(db.get_or_404(me.id));
        name.person.set_row_choices(free_persons(db, me), &Person::name, "Nobody in the rotations");
        password.account_email = me.email;
    }

    NameForm name;
    EmailForm email;
    PasswordForm password;
};

std::vector<SessionRow> session_rows(Request& request, const Member& me, const FamilyInfo& family) {
    std::vector<SessionRow> rows;
    for (const auto& session :
         auth::sessions_of(request.work().session(), me.id.value, request.now())) {
        if (!auth::is_live(request, session.last_seen_at, session.expires_at)) {
            continue;
        }
        rows.push_back({session.id.value,
                        browser_text(session.browser),
                        moment(family, session.last_seen_at, request.now()),
                        session.id.value == me.session_id});
    }
    return rows;
}

Response show(Request& request,
              const Member& me,
              const FamilyInfo& family,
              const AccountForms& forms) {
    const bool has_mail = request.state<AppConfig>().sends_mail();
    return render(
        request,
        AccountPage{
            forms.name, forms.email, forms.password, session_rows(request, me, family), has_mail});
}

bool check_is_free(Request& request, FormField& field) {
    if (!find_account(request.work().session(), field.text())) {
        return true;
    }
    field.error("This email is already registered.");
    return false;
}

/// A mail to the new address, or without a mail server the change itself.
void begin_email_change(Request& request, FamilyDb& db, User& user, std::string address) {
    const auto& config = request.state<AppConfig>();
    if (!config.sends_mail()) {
        change_email(db, request.work().session(), user, std::move(address));
        return flash(request, "Your e-mail is changed.", "success");
    }
    auto& limits = request.state<Limits>();
    limits.check_rate(limits.resets, request, "email change");
    const auto token = sign_email_change(config, user, address, request.now());
    mail_confirm_email(request,
                       address,
                       user.display_name,
                       request.external_url(url_for<confirm_email>(token)),
                       kEmailChangeTime.count());
    flash(request,
          "A mail is on its way to " + address + ". Open the link in it to change your e-mail.",
          "info");
}

}  // namespace

Response index(Request& request, const Member& me, const FamilyInfo& family) {
    return show(request, me, family, AccountForms{request, me});
}

Response name(Request& request, FamilyDb& db, const Member& me, const FamilyInfo& family) {
    AccountForms forms{request, me};
    if (forms.name.validate_on_submit()) {
        auto user = db.get_or_404(me.id);
        forms.name.populate(user);
        db.update(user, &User::display_name, &User::person_id);
        flash(request, "Your name is saved.", "success");
        return redirect(url_for<index>());
    }
    return show(request, me, family, forms);
}

Response email(Request& request, FamilyDb& db, const Member& me, const FamilyInfo& family) {
    AccountForms forms{request, me};
    auto user = db.get_or_404(me.id);
    auto& form = forms.email;
    if (form.validate_on_submit() && check_own_password(request, form.email_password, user) &&
        check_is_free(request, form.email)) {
        begin_email_change(request, db, user, normal_email(form.email.text()));
        return redirect(url_for<index>());
    }
    return show(request, me, family, forms);
}

Response confirm_email(Request& request, FamilyDb& db, const Member& me, std::string_view token) {
    auto user = db.get_or_404(me.id);
    const auto address = read_email_change(request.state<AppConfig>(), user, token, request.now());
    if (!address || find_account(request.work().session(), *address)) {
        return secret_page(render(request, EmailExpiredPage{}));
    }
    if (!request.is_post()) {
        return secret_page(render(request, EmailConfirmPage{*address}));
    }
    user.email_verified_at = request.now();
    db.update(user, &User::email_verified_at);
    change_email(db, request.work().session(), user, *address);
    flash(request, "Your e-mail is changed.", "success");
    return secret_page(redirect(url_for<index>()));
}

Response password(Request& request, FamilyDb& db, const Member& me, const FamilyInfo& family) {
    AccountForms forms{request, me};
    auto user = db.get_or_404(me.id);
    auto& form = forms.password;
    if (form.validate_on_submit() && check_own_password(request, form.old_password, user)) {
        auto hash = request.state<auth::Passwords>().hash(form.password.text());
        change_password(db, request.work().session(), user, std::move(hash), me.session_id);
        mail_password_changed(request,
                              user,
                              exact_text(family, request.now()),
                              request.external_url(url_for<auth_pages::forgot>()));
        flash(request, "Your password is changed. All other devices are logged out.", "success");
        return redirect(url_for<index>());
    }
    return show(request, me, family, forms);
}

Response end_session(Request& request, const Member& me, Id<auth::LoginSession> id) {
    if (!auth::end_session(request.work().session(), me.id.value, id.value)) {
        abort(404);
    }
    flash(request, "That device is logged out.", "success");
    return redirect(url_for<index>());
}

Response end_all(Request& request, const Member& me) {
    auth::end_sessions(request.work().session(), me.id.value, me.session_id);
    flash(request, "All other devices are logged out.", "success");
    return redirect(url_for<index>());
}

}  // namespace account
}  // namespace dinkydash
