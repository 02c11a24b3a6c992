#include "apps/dinkydash/pages/countdowns.hpp"

#include "apps/dinkydash/pages/conflict.hpp"
#include "apps/dinkydash/pages/countdowns_views.hpp"
#include "apps/dinkydash/services/accounts.hpp"
#include "apps/dinkydash/services/countdown_rows.hpp"
#include "apps/dinkydash/services/row_picture.hpp"
#include "carafe/web/render.hpp"

namespace dinkydash::countdowns {

namespace {

/// As the form shows it first: this month, with an emoji, on the default dashboard.
Countdown new_countdown(FamilyDb& db, Date today) {
    Countdown countdown;
    if (auto dashboard = db.query<Dashboard>().where(&Dashboard::is_default, true).first()) {
        countdown.dashboard_id = dashboard->id;
    }
    countdown.date_month = static_cast<std::int16_t>(civil(today).month);
    countdown.date_year = static_cast<std::int16_t>(civil(today).year);
    countdown.icon_type = IconType::Emoji;
    return countdown;
}

void prepare(CountdownForm& form, FamilyDb& db, const Countdown& countdown) {
    form.has_image = countdown.image_id.has_value();
    form.person_id.add_choice("0", "Nobody");
    form.person_id.set_row_choices(
        db.query<Person>().order_by(&Person::position, &Person::id).all(), &Person::name);
    form.dashboard_id.offer(db);
    if (!form.is_submitted()) {
        form.show_countdown(countdown);
    }
}

ItemHead head_of(const Countdown& countdown) {
    return {countdown.id.value,
            countdown.name,
            countdown.image_id ? std::optional(countdown.image_id->value) : std::nullopt};
}

void save(Request& request,
          FamilyDb& db,
          const Member& me,
          const CountdownForm& form,
          const Countdown& before) {
    auto countdown = form.edited(before);
    db.save(countdown);
    const bool keep_old = countdown.icon_type == IconType::Image;
    change_picture(request, db, countdown, form.picture, keep_old, "countdown", me.id);
    touch_family(db);
}

Response conflict(Request& request, const CountdownForm& form, const Countdown& countdown) {
    CountdownForm theirs{Form::Probe{}};
    theirs.show_countdown(countdown);
    return show_conflict(
        request, {countdown.name, url_for<edit>(countdown.id), countdown.version, form, theirs});
}

}  // namespace

Response index(Request& request, FamilyDb& db, const FamilyInfo& family) {
    return render(request,
                  CountdownsPage{countdown_rows(db, family_day(family, request.now()).today)});
}

Response create(Request& request, FamilyDb& db, const Member& me, const FamilyInfo& family) {
    const auto countdown = new_countdown(db, family_day(family, request.now()).today);
    CountdownForm form{request};
    prepare(form, db, countdown);
    if (form.validate_on_submit()) {
        check_limit(db.query<Countdown>().count(), kMaxCountdowns, "countdowns");
        save(request, db, me, form, countdown);
        flash(request, "Countdown added.", "success");
        return redirect(url_for<index>());
    }
    return render(request, CountdownCreatePage{form});
}

Response edit(Request& request, FamilyDb& db, const Member& me, Id<Countdown> id) {
    const auto countdown = db.get_or_404(id);
    CountdownForm form{request};
    prepare(form, db, countdown);
    if (form.validate_on_submit()) {
        if (form.version.text() != std::to_string(countdown.version)) {
            return conflict(request, form, countdown);
        }
        save(request, db, me, form, countdown);
        flash(request, "Countdown saved.", "success");
        return redirect(url_for<index>());
    }
    return render(request, CountdownEditPage{form, head_of(countdown)});
}

Response remove(Request& request, FamilyDb& db, Id<Countdown> id) {
    const auto countdown = db.get_or_404(id);
    if (!request.is_post()) {
        return render(request, CountdownRemovePage{head_of(countdown)});
    }
    db.remove(countdown);
    if (countdown.image_id) {
        remove_picture(request, db, *countdown.image_id);
    }
    touch_family(db);
    flash(request, "Countdown deleted.", "success");
    return redirect(url_for<index>());
}

}  // namespace dinkydash::countdowns
