// What the pages show, ready to print: docs/pages.md describes each.
#pragma once
#include "carafe/base/type.hpp"

#include <optional>
#include <string>
#include <vector>

namespace dinkydash {

/// A person, or a free text of a rotation.
struct Face {
    std::string name{};
    std::string initials{};
    int colour_index = 12;
    std::optional<std::string> emoji{};
    std::optional<std::int64_t> image_id{};
    static constexpr void describe(auto& t) {
        t.col("name", &Face::name);
        t.col("initials", &Face::initials);
        t.col("colour_index", &Face::colour_index);
        t.col("emoji", &Face::emoji);
        t.col("image_id", &Face::image_id);
    }
};

struct FaceChoice {
    std::int64_t id = 0;
    Face face{};
    static constexpr void describe(auto& t) {
        t.col("id", &FaceChoice::id);
        t.col("face", &FaceChoice::face);
    }
};

/// A point in time as people say it, and exactly.
struct Moment {
    std::string iso{};
    std::string text{};
    std::string exact{};
    static constexpr void describe(auto& t) {
        t.col("iso", &Moment::iso);
        t.col("text", &Moment::text);
        t.col("exact", &Moment::exact);
    }
};

struct CurrentUser {
    std::int64_t id = 0;
    std::string display_name{};
    std::string email{};
    std::string role{};
    static constexpr void describe(auto& t) {
        t.col("id", &CurrentUser::id);
        t.col("display_name", &CurrentUser::display_name);
        t.col("email", &CurrentUser::email);
        t.col("role", &CurrentUser::role);
    }
};

struct CurrentFamily {
    std::string name{};
    std::string timezone{};
    static constexpr void describe(auto& t) {
        t.col("name", &CurrentFamily::name);
        t.col("timezone", &CurrentFamily::timezone);
    }
};

struct DashboardLink {
    std::int64_t id = 0;
    std::string name{};
    bool is_default = false;
    std::string summary{};
    static constexpr void describe(auto& t) {
        t.col("id", &DashboardLink::id);
        t.col("name", &DashboardLink::name);
        t.col("is_default", &DashboardLink::is_default);
        t.col("summary", &DashboardLink::summary);
    }
};

struct Progress {
    int done = 0;
    int total = 0;
    static constexpr void describe(auto& t) {
        t.col("done", &Progress::done);
        t.col("total", &Progress::total);
    }
};

struct PersonToday {
    Face face{};
    int left = 0;
    int total = 0;
    bool away = false;
    static constexpr void describe(auto& t) {
        t.col("face", &PersonToday::face);
        t.col("left", &PersonToday::left);
        t.col("total", &PersonToday::total);
        t.col("away", &PersonToday::away);
    }
};

struct TurnView {
    std::int64_t person_id = 0;
    Face face{};
    bool done = false;
    std::optional<std::string> done_text{};
    static constexpr void describe(auto& t) {
        t.col("person_id", &TurnView::person_id);
        t.col("face", &TurnView::face);
        t.col("done", &TurnView::done);
        t.col("done_text", &TurnView::done_text);
    }
};

struct NextTurn {
    std::string day{};
    std::string name{};
    static constexpr void describe(auto& t) {
        t.col("day", &NextTurn::day);
        t.col("name", &NextTurn::name);
    }
};

/// Somebody to choose from a list.
struct PersonChoice {
    std::int64_t id = 0;
    std::string name{};
    static constexpr void describe(auto& t) {
        t.col("id", &PersonChoice::id);
        t.col("name", &PersonChoice::name);
    }
};

struct TaskCard {
    std::int64_t id = 0;
    std::string name{};
    std::optional<std::string> emoji{};
    std::optional<std::int64_t> image_id{};
    std::string mode{};
    std::string on_date{};
    std::vector<TurnView> turns{};
    bool done = false;
    std::optional<std::string> since{};
    std::optional<std::string> changed{};
    bool can_undo_turn = false;
    bool can_tick = false;
    bool can_skip = false;
    bool can_swap = false;
    bool has_more = false;
    std::vector<PersonChoice> others{};
    std::vector<NextTurn> upcoming{};
    static constexpr void describe(auto& t) {
        t.col("id", &TaskCard::id);
        t.col("name", &TaskCard::name);
        t.col("emoji", &TaskCard::emoji);
        t.col("image_id", &TaskCard::image_id);
        t.col("mode", &TaskCard::mode);
        t.col("on_date", &TaskCard::on_date);
        t.col("turns", &TaskCard::turns);
        t.col("done", &TaskCard::done);
        t.col("since", &TaskCard::since);
        t.col("changed", &TaskCard::changed);
        t.col("can_undo_turn", &TaskCard::can_undo_turn);
        t.col("can_tick", &TaskCard::can_tick);
        t.col("can_skip", &TaskCard::can_skip);
        t.col("can_swap", &TaskCard::can_swap);
        t.col("has_more", &TaskCard::has_more);
        t.col("others", &TaskCard::others);
        t.col("upcoming", &TaskCard::upcoming);
    }
};

struct TaskGroup {
    std::string title{};
    std::vector<TaskCard> cards{};
    static constexpr void describe(auto& t) {
        t.col("title", &TaskGroup::title);
        t.col("cards", &TaskGroup::cards);
    }
};

struct CountdownCard {
    std::int64_t id = 0;
    std::string name{};
    std::optional<std::string> emoji{};
    std::optional<std::int64_t> image_id{};
    std::optional<Face> face{};
    std::string text{};
    std::string full_text{};
    std::string date_text{};
    std::optional<std::string> extra{};
    bool is_today = false;
    int days = 0;                   ///< for sorting; not shown
    std::int64_t birthday_of = 0;   ///< the person; for lists, not shown
    static constexpr void describe(auto& t) {
        t.col("id", &CountdownCard::id);
        t.col("name", &CountdownCard::name);
        t.col("emoji", &CountdownCard::emoji);
        t.col("image_id", &CountdownCard::image_id);
        t.col("face", &CountdownCard::face);
        t.col("text", &CountdownCard::text);
        t.col("full_text", &CountdownCard::full_text);
        t.col("date_text", &CountdownCard::date_text);
        t.col("extra", &CountdownCard::extra);
        t.col("is_today", &CountdownCard::is_today);
    }
};

struct Checklist {
    bool has_people = false;
    bool has_tasks = false;
    bool has_countdowns = false;
    bool has_screens = false;
    static constexpr void describe(auto& t) {
        t.col("has_people", &Checklist::has_people);
        t.col("has_tasks", &Checklist::has_tasks);
        t.col("has_countdowns", &Checklist::has_countdowns);
        t.col("has_screens", &Checklist::has_screens);
    }
};

struct Toast {
    std::int64_t task_id = 0;
    std::string on_date{};
    std::string text{};
    bool can_undo = false;
    static constexpr void describe(auto& t) {
        t.col("task_id", &Toast::task_id);
        t.col("on_date", &Toast::on_date);
        t.col("text", &Toast::text);
        t.col("can_undo", &Toast::can_undo);
    }
};

struct Board {
    std::int64_t id = 0;
    std::string name{};
    std::string etag{};
    std::string layout_size{};
    std::string theme{};
    std::string updated{};
    std::string timezone{};
    std::string date_text{};
    bool show_clock = true;
    bool night = false;
    std::string crowd{};
    Progress progress{};
    std::vector<PersonToday> people{};
    std::vector<TaskGroup> groups{};
    std::vector<CountdownCard> countdowns{};
    std::optional<Checklist> checklist{};
    static constexpr void describe(auto& t) {
        t.col("id", &Board::id);
        t.col("name", &Board::name);
        t.col("etag", &Board::etag);
        t.col("layout_size", &Board::layout_size);
        t.col("theme", &Board::theme);
        t.col("updated", &Board::updated);
        t.col("timezone", &Board::timezone);
        t.col("date_text", &Board::date_text);
        t.col("show_clock", &Board::show_clock);
        t.col("night", &Board::night);
        t.col("crowd", &Board::crowd);
        t.col("progress", &Board::progress);
        t.col("people", &Board::people);
        t.col("groups", &Board::groups);
        t.col("countdowns", &Board::countdowns);
        t.col("checklist", &Board::checklist);
    }
};

struct PersonRow {
    std::int64_t id = 0;
    Face face{};
    bool active = true;
    std::optional<std::string> away{};
    std::optional<std::string> birthday{};
    static constexpr void describe(auto& t) {
        t.col("id", &PersonRow::id);
        t.col("face", &PersonRow::face);
        t.col("active", &PersonRow::active);
        t.col("away", &PersonRow::away);
        t.col("birthday", &PersonRow::birthday);
    }
};

struct PersonHead {
    std::int64_t id = 0;
    Face face{};
    static constexpr void describe(auto& t) {
        t.col("id", &PersonHead::id);
        t.col("face", &PersonHead::face);
    }
};

struct AbsenceRow {
    std::int64_t id = 0;
    std::string text{};
    std::optional<std::string> reason{};
    static constexpr void describe(auto& t) {
        t.col("id", &AbsenceRow::id);
        t.col("text", &AbsenceRow::text);
        t.col("reason", &AbsenceRow::reason);
    }
};

/// A task or countdown being edited or removed.
struct ItemHead {
    std::int64_t id = 0;
    std::string name{};
    std::optional<std::int64_t> image_id{};
    static constexpr void describe(auto& t) {
        t.col("id", &ItemHead::id);
        t.col("name", &ItemHead::name);
        t.col("image_id", &ItemHead::image_id);
    }
};

struct NameHead {
    std::int64_t id = 0;
    std::string name{};
    static constexpr void describe(auto& t) {
        t.col("id", &NameHead::id);
        t.col("name", &NameHead::name);
    }
};

struct TaskRow {
    std::int64_t id = 0;
    std::string name{};
    std::optional<std::string> emoji{};
    std::optional<std::int64_t> image_id{};
    std::string rhythm{};
    std::optional<std::string> dashboard{};
    std::optional<Face> face{};
    std::string today{};
    bool needs_people = false;
    bool active = true;
    std::vector<NextTurn> upcoming{};
    static constexpr void describe(auto& t) {
        t.col("id", &TaskRow::id);
        t.col("name", &TaskRow::name);
        t.col("emoji", &TaskRow::emoji);
        t.col("image_id", &TaskRow::image_id);
        t.col("rhythm", &TaskRow::rhythm);
        t.col("dashboard", &TaskRow::dashboard);
        t.col("face", &TaskRow::face);
        t.col("today", &TaskRow::today);
        t.col("needs_people", &TaskRow::needs_people);
        t.col("active", &TaskRow::active);
        t.col("upcoming", &TaskRow::upcoming);
    }
};

struct CountdownRow {
    std::int64_t id = 0;
    std::string name{};
    std::optional<std::string> emoji{};
    std::optional<std::int64_t> image_id{};
    std::optional<Face> face{};
    std::optional<std::int64_t> birthday_of{};
    std::string date_text{};
    std::optional<std::string> extra{};
    std::optional<std::string> dashboard{};
    std::string text{};
    int days = 0;  ///< for sorting; not shown
    static constexpr void describe(auto& t) {
        t.col("id", &CountdownRow::id);
        t.col("name", &CountdownRow::name);
        t.col("emoji", &CountdownRow::emoji);
        t.col("image_id", &CountdownRow::image_id);
        t.col("face", &CountdownRow::face);
        t.col("birthday_of", &CountdownRow::birthday_of);
        t.col("date_text", &CountdownRow::date_text);
        t.col("extra", &CountdownRow::extra);
        t.col("dashboard", &CountdownRow::dashboard);
        t.col("text", &CountdownRow::text);
    }
};

struct ScreenRow {
    std::int64_t id = 0;
    std::string name{};
    std::string dashboard{};
    std::string rights{};
    bool paired = false;
    std::optional<Moment> last_seen{};
    std::optional<std::string> browser{};
    static constexpr void describe(auto& t) {
        t.col("id", &ScreenRow::id);
        t.col("name", &ScreenRow::name);
        t.col("dashboard", &ScreenRow::dashboard);
        t.col("rights", &ScreenRow::rights);
        t.col("paired", &ScreenRow::paired);
        t.col("last_seen", &ScreenRow::last_seen);
        t.col("browser", &ScreenRow::browser);
    }
};

}  // namespace dinkydash
