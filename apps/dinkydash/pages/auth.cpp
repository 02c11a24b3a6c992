#include "apps/dinkydash/pages/auth.hpp"

#include "apps/dinkydash/pages/auth_views.hpp"
#include "apps/dinkydash/pages/home.hpp"
#include "apps/dinkydash/pages/password_fields.hpp"
#include "apps/dinkydash/pages/secret_page.hpp"
#include "apps/dinkydash/services/accounts.hpp"
#include "apps/dinkydash/services/limits.hpp"
#include "apps/dinkydash/services/mails.hpp"
#include "carafe/auth/sessions.hpp"
#include "carafe/crypto/hash.hpp"
#include "carafe/text/zone.hpp"
#include "carafe/web/redirects.hpp"
#include "carafe/web/render.hpp"

namespace dinkydash {

namespace {

auth::Account account_of(const User& user) {
    return {user.id.value, user.tenant_id.value, user.session_epoch};
}

/// Whether the attempt may go on: not too often for this address and this e-mail.
void check_attempts(auth::Throttle& throttle, Request& request, const std::string& email) {
    for (const auto& key : {"address " + std::string(request.client_address()), "email " + email}) {
        if (auto wait = throttle.wait(key, request.now())) {
            throw HttpError{429, "Too many attempts. Please wait 15 minutes.", static_cast<int>(wait->count())};
        }
    }
}

void count_failure(auth::Throttle& throttle, Request& request, const std::string& email) {
    throttle.count("address " + std::string(request.client_address()), request.now());
    throttle.count("email " + email, request.now());
}

std::optional<User> check_login(Request& request, const std::string& email, std::string_view password) {
    auto& passwords = request.state<auth::Passwords>();
    auto user = find_account(request.work().session(), email);
    if (!user) {
        passwords.burn(password);
        return std::nullopt;
    }
    if (!passwords.verify(password, user->password_hash)) return std::nullopt;
    auto db = family_db(request, Id<Family>{user->tenant_id.value});
    if (passwords.needs_rehash(user->password_hash)) {
        user->password_hash = passwords.hash(password);
        db.update(*user, &User::password_hash);
    }
    user->last_login_at = request.now();
    db.update(*user, &User::last_login_at);
    return user;
}

}  // namespace

void RegisterForm::validate() { check_new_password(password, confirm_password, email.text()); }
void ResetForm::validate() { check_new_password(password, confirm_password, email); }
void AcceptForm::validate() { check_new_password(password, confirm_password, email); }

namespace auth_pages {

Response register_(Request& request) {
    const auto& config = request.state<AppConfig>();
    if (config.registration() == Registration::Closed) abort(403, kNoNewAccounts);
    if (config.registration() == Registration::Invite) abort(403, "New people come by invitation here. Ask an admin of your family for one.");
    RegisterForm form{request};
    for (const auto& zone : text::zone_names()) form.timezone.add_choice(zone, zone);
    if (!form.is_submitted()) form.timezone.set("UTC");
    if (form.validate_on_submit()) {
        const auto email = normal_email(form.email.text());
        auto& limits = request.state<Limits>();
        limits.check_rate(limits.registrations, request, "register");
        auto db = request.work().session();
        if (find_account(db, email)) {
            form.email.error("This email is already registered.");
        } else {
            auto made = register_family(db, {form.family_name.text(), email,
                                             request.state<auth::Passwords>().hash(form.password.text()), {},
                                             form.timezone.text()});
            auth::log_in(request, account_of(made.owner), false);
            flash(request, "Welcome! Your family dashboard is ready.", "success");
            return redirect(url_for<home::index>());
        }
    }
    return render(request, RegisterPage{form});
}

Response login(Request& request) {
    LoginForm form{request};
    if (!form.is_submitted()) form.next.set(std::string(request.args().get("next")));
    if (form.validate_on_submit()) {
        const auto email = normal_email(form.email.text());
        auto& throttle = request.state<Limits>().logins;
        check_attempts(throttle, request, email);
        if (auto user = check_login(request, email, form.password.text())) {
            throttle.clear("email " + email);
            auth::log_in(request, account_of(*user), form.remember_me.value());
            return redirect_safely(request, form.next.text(), url_for<home::index>());
        }
        count_failure(throttle, request, email);
        request.log().warning("auth.login_failed", {{"address", request.client_address()}});
        form.email.error("Invalid email or password.");
    }
    return render(request, LoginPage{form, std::string(enum_name(request.state<AppConfig>().registration()))});
}

Response logout(Request& request) {
    const auto site = request.header("Sec-Fetch-Site").value_or("");
    // Old links: only our own pages and the address bar end the session; another site's link asks first.
    if (!request.is_post() && site != "same-origin" && site != "none") return render(request, LogoutPage{});
    auth::log_out(request);
    flash(request, "You are logged out.", "info");
    return redirect(url_for<login>());
}

Response forgot(Request& request) {
    const auto& config = request.state<AppConfig>();
    ForgotForm form{request};
    if (config.sends_mail() && form.validate_on_submit()) {
        const auto email = normal_email(form.email.text());
        auto& limits = request.state<Limits>();
        limits.check_rate(limits.resets, request, "reset");
        Limits::check_rate_of(limits.resets, request, "email " + email);
        if (auto link = make_reset_link(request.work().session(), email, config)) {
            mail_reset_link(request, link->user, request.external_url(url_for<reset>(link->token)), config.reset_minutes());
        }
        return render(request, ForgotSentPage{config.reset_minutes()});
    }
    return render(request, ForgotPage{form, config.sends_mail()});
}

Response reset(Request& request, std::string_view token) {
    auto row = find_reset(request.work().session(), token);
    if (!row) return secret_page(render(request, ResetExpiredPage{}));
    auto db = family_db(request, Id<Family>{row->family_id});
    auto user = db.find(Id<User>{row->user_id});
    if (!user) return secret_page(render(request, ResetExpiredPage{}));
    ResetForm form{request};
    form.email = user->email;
    if (form.validate_on_submit()) {
        auto hash = request.state<auth::Passwords>().hash(form.password.text());
        change_password(db, request.work().session(), *user, std::move(hash), 0);
        auto family = db.get_or_404(Id<Family>{row->family_id});
        FamilyInfo info{family.id.value, family.name, family.timezone};
        mail_password_changed(request, *user, exact_text(info, request.now()), request.external_url(url_for<forgot>()));
        flash(request, "Your password is changed. Please log in.", "success");
        return secret_page(redirect(url_for<login>()));
    }
    return secret_page(render(request, ResetPage{form}));
}

Response invite(Request& request, std::string_view token) {
    if (request.state<AppConfig>().registration() == Registration::Closed) {
        return secret_page(render(request, InviteClosedPage{kNoNewAccounts}));
    }
    auto open = find_invitation(request.work().session(), token);
    if (!open) return secret_page(render(request, InviteClosedPage{"This link has expired. Please ask for a new one."}));
    if (find_account(request.work().session(), open->row.email)) {
        return secret_page(render(request, InviteClosedPage{"This address already belongs to another family."}));
    }
    auto db = family_db(request, open->family.id);
    AcceptForm form{request};
    form.email = open->row.email;
    if (form.validate_on_submit()) {
        check_limit(db.query<User>().count(), kMaxUsers, "members");
        User user;
        user.email = open->row.email;
        user.password_hash = request.state<auth::Passwords>().hash(form.password.text());
        user.display_name = form.display_name.text();
        user.role = open->row.role;
        user.email_verified_at = request.now();
        user.last_login_at = request.now();
        db.insert(user);
        open->row.accepted_at = request.now();
        db.update(open->row, &Invitation::accepted_at);
        auth::log_in(request, account_of(user), false);
        flash(request, "Welcome to " + open->family.name + "!", "success");
        return secret_page(redirect(url_for<home::index>()));
    }
    InvitationView view{open->family.name, {}, std::string(enum_label(open->row.role)), open->row.email};
    if (open->row.invited_by) {
        if (auto inviter = db.find(*open->row.invited_by)) view.invited_by = inviter->display_name;
    }
    return secret_page(render(request, InvitePage{form, view}));
}

}  // namespace auth_pages
}  // namespace dinkydash
