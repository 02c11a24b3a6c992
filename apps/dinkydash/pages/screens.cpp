#include "apps/dinkydash/pages/screens.hpp"

#include "apps/dinkydash/pages/screens_views.hpp"
#include "apps/dinkydash/pages/secret_page.hpp"
#include "apps/dinkydash/pages/wall.hpp"
#include "apps/dinkydash/services/accounts.hpp"
#include "apps/dinkydash/services/browsers.hpp"
#include "apps/dinkydash/services/dashboards.hpp"
#include "apps/dinkydash/services/screens.hpp"
#include "carafe/reports/qr.hpp"
#include "carafe/web/render.hpp"

#include <map>

namespace dinkydash::screens {

namespace {

NameHead head_of(const Device& screen) {
    return {screen.id.value, screen.name};
}

std::string rights_text(const Device& screen) {
    if (screen.may_tick && screen.may_swap) {
        return "may tick off and swap";
    }
    if (screen.may_tick) {
        return "may tick off";
    }
    return screen.may_swap ? "may swap" : "only shows";
}

ScreenRow row_of(const Device& screen,
                 const std::string& dashboard,
                 const FamilyInfo& family,
                 Timestamp now) {
    ScreenRow row;
    row.id = screen.id.value;
    row.name = screen.name;
    row.dashboard = dashboard;
    row.rights = rights_text(screen);
    row.paired = screen.token_hash.has_value();
    if (screen.last_seen_at) {
        row.last_seen = moment(family, *screen.last_seen_at, now);
    }
    if (screen.browser) {
        row.browser = browser_text(*screen.browser);
    }
    return row;
}

/// "https://dash.example/pair" → "dash.example/pair": what people type.
std::string without_scheme(const std::string& address) {
    return address.substr(address.find("://") + 3);
}

/// "AB3DEF7H" → "AB3D EF7H".
std::string in_halves(const std::string& code) {
    return code.substr(0, code.size() / 2) + ' ' + code.substr(code.size() / 2);
}

/// Link and code of a screen, which nobody sees again.
Response show_pairing(Request& request, FamilyDb& db, const FamilyInfo& family, Device& screen) {
    const auto secrets = start_pairing(db, screen);
    const auto link = request.external_url(url_for<wall::pair_token>(secrets.token));
    const auto address = without_scheme(request.external_url(url_for<wall::pair>()));
    return secret_page(render(request,
                              ScreenCreatedPage{head_of(screen),
                                                reports::qr_svg(link),
                                                in_halves(secrets.code),
                                                address,
                                                link,
                                                clock_text(family, secrets.expires_at)}));
}

}  // namespace

Response index(Request& request, FamilyDb& db, const FamilyInfo& family) {
    std::map<Id<Dashboard>, std::string> names;
    for (auto& dashboard : all_dashboards(db)) {
        names[dashboard.id] = std::move(dashboard.name);
    }
    std::vector<ScreenRow> rows;
    for (const auto& screen : connected_screens(db)) {
        rows.push_back(row_of(screen, names[screen.dashboard_id], family, request.now()));
    }
    return render(request, ScreensPage{rows});
}

Response create(Request& request, FamilyDb& db, const Member& me, const FamilyInfo& family) {
    const auto dashboards = all_dashboards(db);
    Device screen;
    screen.dashboard_id = default_of(dashboards).id;
    ScreenForm form{request};
    form.dashboard_id.set_row_choices(dashboards, &Dashboard::name);
    form.fill_from(screen);
    if (form.validate_on_submit()) {
        check_limit(
            static_cast<std::int64_t>(connected_screens(db).size()), kMaxScreens, "screens");
        form.populate(screen);
        screen.created_by = me.id;
        db.insert(screen);
        touch_family(db);
        return show_pairing(request, db, family, screen);
    }
    return render(request, ScreenCreatePage{form});
}

Response edit(Request& request, FamilyDb& db, Id<Device> id) {
    auto screen = get_screen(db, id);
    ScreenForm form{request};
    form.dashboard_id.set_row_choices(all_dashboards(db), &Dashboard::name);
    form.fill_from(screen);
    if (form.validate_on_submit()) {
        form.populate(screen);
        db.update(
            screen, &Device::name, &Device::dashboard_id, &Device::may_tick, &Device::may_swap);
        touch_family(db);
        flash(request, screen.name + " is saved.", "success");
        return redirect(url_for<index>());
    }
    return render(request, ScreenEditPage{form, head_of(screen)});
}

Response revoke(Request& request, FamilyDb& db, Id<Device> id) {
    auto screen = get_screen(db, id);
    if (!request.is_post()) {
        return render(request, ScreenRevokePage{head_of(screen)});
    }
    screen.revoked_at = request.now();
    db.update(screen, &Device::revoked_at);
    touch_family(db);
    flash(request, screen.name + " is disconnected.", "success");
    return redirect(url_for<index>());
}

Response new_code(Request& request, FamilyDb& db, const FamilyInfo& family, Id<Device> id) {
    auto screen = get_screen(db, id);
    return show_pairing(request, db, family, screen);
}

Response permanent_link(Request& request, FamilyDb& db, Id<Device> id) {
    auto screen = get_screen(db, id);
    const auto token = make_permanent_token(db, screen);
    const auto link = request.external_url(url_for<wall::permanent>(token));
    return secret_page(
        render(request, ScreenPermanentPage{head_of(screen), reports::qr_svg(link), link}));
}

}  // namespace dinkydash::screens
