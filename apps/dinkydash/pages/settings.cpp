#include "apps/dinkydash/pages/settings.hpp"

#include "apps/dinkydash/pages/settings_views.hpp"
#include "carafe/text/zone.hpp"
#include "carafe/web/render.hpp"

#include <algorithm>

namespace dinkydash {

namespace {

constexpr std::string_view kWeekdays[] = {
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
constexpr int kLatestDayStart = 360;

/// 30 → "0:30", as people say it.
std::string day_start_text(int minute) {
    if (minute == 0) {
        return "Midnight";
    }
    return std::to_string(minute / 60) + (minute % 60 == 0 ? ":00" : ":30");
}

}  // namespace

void SettingsForm::offer_choices(const std::string& zone) {
    auto zones = text::zone_names();
    if (std::find(zones.begin(), zones.end(), zone) == zones.end()) {
        zones.push_back(zone);
    }
    for (auto& name : zones) {
        timezone.add_choice(name, name);
    }
    for (int day = 0; day < 7; ++day) {
        week_start.add_choice(std::to_string(day), std::string(kWeekdays[day]));
    }
    for (int minute = 0; minute <= kLatestDayStart; minute += 30) {
        day_start_minute.add_choice(std::to_string(minute), day_start_text(minute));
    }
}

namespace settings {

Response index(Request& request, FamilyDb& db, const FamilyInfo& family) {
    auto row = db.get_or_404(db.tenant_id());
    SettingsForm form{request};
    form.offer_choices(row.timezone);
    form.fill_from(row);
    if (form.validate_on_submit()) {
        form.populate(row);
        db.update(
            row, &Family::name, &Family::timezone, &Family::week_start, &Family::day_start_minute);
        touch_family(db);
        flash(request, "Settings saved.", "success");
        return redirect(url_for<index>());
    }
    return render(request, SettingsPage{form, clock_text(family, request.now())});
}

}  // namespace settings
}  // namespace dinkydash
