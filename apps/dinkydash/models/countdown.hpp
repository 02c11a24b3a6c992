// Days until an event. The rules are in rules/countdowns.hpp.
#pragma once
#include "apps/dinkydash/models/dashboard.hpp"
#include "apps/dinkydash/models/image.hpp"
#include "apps/dinkydash/models/person.hpp"

namespace dinkydash {

struct Countdown : TenantOwned<Countdown, Family>, Timestamps<Countdown>, Versioned<Countdown> {
    Id<Countdown> id{};
    std::optional<Id<Dashboard>> dashboard_id{};
    std::string name{};
    CountdownKind kind = CountdownKind::Yearly;
    std::int16_t date_month = 1;
    std::int16_t date_day = 1;
    std::optional<std::int16_t> date_year{};  ///< for `once` only
    LeapRule leap_rule = LeapRule::Feb28;
    CountdownFormat format = CountdownFormat::Days;
    std::optional<std::int16_t> show_from_days{};  ///< hidden earlier; empty: always shown
    std::int16_t keep_days = 0;                    ///< `once` stays as "n days ago"
    IconType icon_type = IconType::None;
    std::optional<std::string> emoji{};
    std::optional<Id<Image>> image_id{};
    std::optional<Id<Person>> person_id{};

    static constexpr void describe(auto& t) {
        t.table("countdowns");
        t.id("id", &Countdown::id);
        t.tenant("tenant_id");
        t.ref("dashboard_id", &Countdown::dashboard_id).on_delete(OnDelete::SetNull);
        t.col("name", &Countdown::name).size(100);
        t.col("kind", &Countdown::kind).default_value(CountdownKind::Yearly);
        t.col("date_month", &Countdown::date_month);
        t.col("date_day", &Countdown::date_day);
        t.col("date_year", &Countdown::date_year);
        t.col("leap_rule", &Countdown::leap_rule).default_value(LeapRule::Feb28);
        t.col("format", &Countdown::format).default_value(CountdownFormat::Days);
        t.col("show_from_days", &Countdown::show_from_days);
        t.col("keep_days", &Countdown::keep_days).default_value(0);
        t.col("icon_type", &Countdown::icon_type).default_value(IconType::None);
        t.col("emoji", &Countdown::emoji).size(64);
        t.ref("image_id", &Countdown::image_id).on_delete(OnDelete::SetNull);
        t.ref("person_id", &Countdown::person_id).on_delete(OnDelete::SetNull);
        t.timestamps();
        t.versioned();
        t.index(&Countdown::dashboard_id).named("idx_countdowns_dashboard_id");
        t.index(&Countdown::date_month, &Countdown::date_day);
        t.check("name_not_blank", "length(trim({name})) > 0");
        t.check("once_has_year", "{kind} <> 'once' OR {date_year} IS NOT NULL");
        t.check("month_range", "{date_month} BETWEEN 1 AND 12");
        t.check("day_range", "{date_day} BETWEEN 1 AND 31");
        t.check("keep_range", "{keep_days} BETWEEN 0 AND 30");
    }
};

}  // namespace dinkydash
