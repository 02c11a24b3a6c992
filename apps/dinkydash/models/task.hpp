// A chore: when it is due and how its turn moves on. The rules are in rules/turns.hpp.
#pragma once
#include "apps/dinkydash/models/dashboard.hpp"
#include "apps/dinkydash/models/image.hpp"

namespace dinkydash {

struct Task : TenantOwned<Task, Family>, Timestamps<Task>, Versioned<Task> {
    Id<Task> id{};
    std::optional<Id<Dashboard>> dashboard_id{};  ///< empty: on no dashboard
    std::string name{};
    IconType icon_type = IconType::None;
    std::optional<std::string> emoji{};
    std::optional<Id<Image>> image_id{};
    TaskMode mode = TaskMode::Rotate;
    Frequency freq = Frequency::Daily;
    std::int16_t interval = 1;               ///< every n days, weeks or months, 1–52
    std::optional<std::int16_t> weekdays{};  ///< bit mask, bit 0 Sunday … bit 6 Saturday
    std::optional<std::int16_t> month_day{};  ///< 1–31; in a shorter month its last day
    std::optional<std::int16_t> months{};     ///< bit mask, bit 0 January; empty: all
    RepeatFrom repeat_from = RepeatFrom::Plan;
    Date starts_on{};
    std::optional<Date> ends_on{};
    RotateBy rotate_by = RotateBy::Occurrence;
    std::int16_t rotate_every = 1;
    Date anchor_date{};             ///< entry `anchor_index` has the turn on this date
    std::int16_t anchor_index = 0;
    bool skip_absent = true;
    PartOfDay part_of_day = PartOfDay::Any;
    bool active = true;
    std::int32_t position = 0;

    static constexpr void describe(auto& t) {
        t.table("tasks");
        t.id("id", &Task::id);
        t.tenant("tenant_id");
        t.ref("dashboard_id", &Task::dashboard_id).on_delete(OnDelete::SetNull);
        t.col("name", &Task::name).size(100);
        t.col("icon_type", &Task::icon_type).default_value(IconType::None);
        t.col("emoji", &Task::emoji).size(64);
        t.ref("image_id", &Task::image_id).on_delete(OnDelete::SetNull);
        t.col("mode", &Task::mode).default_value(TaskMode::Rotate);
        t.col("freq", &Task::freq).default_value(Frequency::Daily);
        t.col("interval", &Task::interval).default_value(1);
        t.col("weekdays", &Task::weekdays);
        t.col("month_day", &Task::month_day);
        t.col("months", &Task::months);
        t.col("repeat_from", &Task::repeat_from).default_value(RepeatFrom::Plan);
        t.col("starts_on", &Task::starts_on);
        t.col("ends_on", &Task::ends_on);
        t.col("rotate_by", &Task::rotate_by).default_value(RotateBy::Occurrence);
        t.col("rotate_every", &Task::rotate_every).default_value(1);
        t.col("anchor_date", &Task::anchor_date);
        t.col("anchor_index", &Task::anchor_index).default_value(0);
        t.col("skip_absent", &Task::skip_absent).default_value(true);
        t.col("part_of_day", &Task::part_of_day).default_value(PartOfDay::Any);
        t.col("active", &Task::active).default_value(true);
        t.col("position", &Task::position).default_value(0);
        t.timestamps();
        t.versioned();
        t.index(&Task::dashboard_id).named("idx_tasks_dashboard_id");
        t.index(&Task::starts_on);
        t.check("name_not_blank", "length(trim({name})) > 0");
        t.check("interval_range", "{interval} BETWEEN 1 AND 52");
        t.check("rotate_every_range", "{rotate_every} BETWEEN 1 AND 52");
        t.check("weekdays_range", "{weekdays} IS NULL OR {weekdays} BETWEEN 1 AND 127");
        t.check("weekly_has_weekdays", "{freq} <> 'weekly' OR {weekdays} IS NOT NULL");
        t.check("month_day_range", "{month_day} IS NULL OR {month_day} BETWEEN 1 AND 31");
        t.check("months_range", "{months} IS NULL OR {months} BETWEEN 1 AND 4095");
        t.check("dates_in_order", "{ends_on} IS NULL OR {ends_on} >= {starts_on}");
        t.check("emoji_icon", "{icon_type} <> 'emoji' OR {emoji} IS NOT NULL");
    }
};

}  // namespace dinkydash
