// A board of tasks and countdowns, shown in a browser or on a wall screen.
#pragma once
#include "apps/dinkydash/models/enums.hpp"
#include "apps/dinkydash/models/family.hpp"

namespace dinkydash {

struct Dashboard : TenantOwned<Dashboard, Family>, Timestamps<Dashboard>, Versioned<Dashboard> {
    Id<Dashboard> id{};
    std::string name{};
    bool is_default = false;  ///< exactly one per family
    LayoutSize layout_size = LayoutSize::Medium;
    Theme theme = Theme::Auto;
    std::optional<std::int16_t> night_from{};  ///< minute of the day the wall screen dims
    std::optional<std::int16_t> night_to{};
    bool show_people = true;
    bool show_countdowns = true;
    bool show_calendar = true;
    bool show_clock = true;
    std::int16_t calendar_days = 7;
    std::int32_t position = 0;

    static constexpr void describe(auto& t) {
        t.table("dashboards");
        t.id("id", &Dashboard::id);
        t.tenant("tenant_id");
        t.col("name", &Dashboard::name).size(100);
        t.col("is_default", &Dashboard::is_default).default_value(false);
        t.col("layout_size", &Dashboard::layout_size).default_value(LayoutSize::Medium);
        t.col("theme", &Dashboard::theme).default_value(Theme::Auto);
        t.col("night_from", &Dashboard::night_from);
        t.col("night_to", &Dashboard::night_to);
        t.col("show_people", &Dashboard::show_people).default_value(true);
        t.col("show_countdowns", &Dashboard::show_countdowns).default_value(true);
        t.col("show_calendar", &Dashboard::show_calendar).default_value(true);
        t.col("show_clock", &Dashboard::show_clock).default_value(true);
        t.col("calendar_days", &Dashboard::calendar_days).default_value(7);
        t.col("position", &Dashboard::position).default_value(0);
        t.timestamps();
        t.versioned();
        t.index(&Dashboard::position).named("idx_dashboards_tenant_id");
        t.index(&Dashboard::is_default);
        t.check("name_not_blank", "length(trim({name})) > 0");
        t.check("calendar_days_range", "{calendar_days} BETWEEN 1 AND 31");
    }
};

}  // namespace dinkydash
