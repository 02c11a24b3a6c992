#include "apps/dinkydash/services/board.hpp"

#include "apps/dinkydash/rules/countdowns.hpp"
#include "apps/dinkydash/services/faces.hpp"

#include <algorithm>

namespace dinkydash {

namespace {

constexpr int kUpcoming = 3;
constexpr int kBirthdayNotice = 30;  // days a birthday is announced

Face entry_face(const rules::TurnPlan& plan, const rules::Turn& turn, const FamilyPeople& people) {
    if (const auto* person = people.find(turn.person_id)) return face_of(*person);
    if (turn.entry >= 0) return face_of_text(plan.entries[static_cast<std::size_t>(turn.entry)].label);
    return face_of_text("Anyone");
}

const Tick* find_tick(const PlannedTask& task, Date date, std::optional<std::int64_t> person) {
    auto at = std::find_if(task.ticks.begin(), task.ticks.end(), [&](const Tick& tick) {
        return tick.on_date == date && (!person || tick.person_key == *person);
    });
    return at == task.ticks.end() ? nullptr : &*at;
}

TurnView make_turn(std::int64_t person_id, Face face, const Tick* tick, const FamilyInfo& family) {
    TurnView view{person_id, std::move(face), tick != nullptr, {}};
    if (tick != nullptr) {
        view.done_text = clock_text(family, tick->done_at);
        if (!tick->person_name.empty()) *view.done_text += ", " + tick->person_name;
    }
    return view;
}

/// Each listed person ticks for himself; absent ones do not count.
std::vector<TurnView> everyones_turns(const PlannedTask& task, const FamilyPeople& people, const FamilyInfo& family, Date date) {
    std::vector<TurnView> turns;
    for (const auto& entry : task.plan.entries) {
        const auto* person = people.find(entry.person_id);
        if (person == nullptr || !person->active) continue;
        if (task.plan.skip_absent && !people.presence.is_home(entry.person_id, date)) continue;
        const bool listed = std::any_of(turns.begin(), turns.end(), [&](const TurnView& t) { return t.person_id == entry.person_id; });
        if (!listed) turns.push_back(make_turn(entry.person_id, face_of(*person), find_tick(task, date, entry.person_id), family));
    }
    return turns;
}

std::string since_text(Date since, Date today) {
    if (today - since < 7) return std::string(rules::long_weekday(since));
    return rules::short_date(since);
}

/// "Instead of Anna" or "Swapped with Anna": whose turn it was by the plan.
std::optional<std::string> changed_text(const PlannedTask& task, const FamilyPeople& people, Date date) {
    for (const auto& day : task.plan.overrides) {
        if (day.on_date != date || day.kind == OverrideKind::Move) continue;
        auto planned = rules::planned_entry(task.plan, date);
        if (planned < 0) return std::nullopt;
        rules::Turn usual;
        usual.entry = planned;
        usual.person_id = task.plan.entries[static_cast<std::size_t>(planned)].person_id;
        return (day.kind == OverrideKind::Swap ? "Swapped with " : "Instead of ") + entry_name(task.plan, usual, people);
    }
    return std::nullopt;
}

std::vector<NextTurn> upcoming_turns(const PlannedTask& task, const FamilyPeople& people, Date today) {
    std::vector<NextTurn> out;
    if (task.plan.mode != TaskMode::Rotate || task.plan.rotate_by == RotateBy::Completion) return out;
    for (Date day = today + 1; day <= today + 60 && out.size() < kUpcoming; day = day + 1) {
        auto turn = rules::turn_on(task.plan, day, people.presence);
        if (!turn.due) continue;
        auto name = turn.nobody_home ? "Nobody home" : entry_name(task.plan, turn, people);
        out.push_back({day - today < 7 ? std::string(rules::short_weekday(day)) : rules::short_date(day), std::move(name)});
    }
    return out;
}

std::vector<PersonChoice> other_people(const FamilyPeople& people, std::int64_t but) {
    std::vector<PersonChoice> out;
    for (const auto& person : people.persons) {
        if (person.active && person.id.value != but) out.push_back({person.id.value, person.name});
    }
    return out;
}

void add_choices(TaskCard& card, const PlannedTask& task, const FamilyPeople& people, const rules::Turn& turn, const BoardRights& rights) {
    const bool open = !card.done && task.plan.mode != TaskMode::Everyone;
    const bool rotates = open && rights.may_swap && task.plan.mode == TaskMode::Rotate && turn.entry >= 0;
    card.can_skip = rotates;
    card.can_swap = rotates && turn.person_id != 0 && !card.changed;
    if (open && (rights.may_tick || card.can_swap)) card.others = other_people(people, turn.person_id);
    card.has_more = card.can_undo_turn || card.can_skip || !card.others.empty();
}

std::vector<PersonToday> people_today(const FamilyPeople& people, const std::vector<TaskGroup>& groups, Date today) {
    std::vector<PersonToday> out;
    for (const auto& person : people.persons) {
        if (!person.active) continue;
        PersonToday row{face_of(person), 0, 0, !people.presence.is_home(person.id.value, today)};
        for (const auto& group : groups) {
            for (const auto& card : group.cards) {
                for (const auto& turn : card.turns) {
                    if (turn.person_id != person.id.value) continue;
                    ++row.total;
                    row.left += turn.done ? 0 : 1;
                }
            }
        }
        out.push_back(std::move(row));
    }
    return out;
}

std::vector<TaskGroup> make_groups(const BoardData& data, const FamilyInfo& family, Date today, const BoardRights& rights) {
    std::vector<TaskGroup> groups;
    for (const auto& part : kPartOfDayNames) {
        TaskGroup group{std::string(part.label), {}};
        for (const auto& task : data.tasks) {
            if (task.task.part_of_day != part.value || !rules::turn_on(task.plan, today, data.people.presence).due) continue;
            group.cards.push_back(make_card(task, data.people, family, today, rights));
        }
        if (!group.cards.empty()) groups.push_back(std::move(group));
    }
    if (groups.size() == 1 && groups[0].title == "Any time") groups[0].title = "Today";
    return groups;
}

std::vector<CountdownCard> make_countdowns(const BoardData& data, Date today) {
    if (!data.dashboard.show_countdowns) return {};
    std::vector<CountdownCard> out;
    for (const auto& countdown : data.countdowns) {
        if (auto card = make_countdown(countdown, data.people, today)) out.push_back(std::move(*card));
    }
    for (auto& card : birthday_cards(data.people, today)) {
        if (card.days <= kBirthdayNotice) out.push_back(std::move(card));
    }
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) {
        return a.days != b.days ? a.days < b.days : a.name < b.name;
    });
    return out;
}

rules::CountdownDate date_of(const Countdown& countdown) {
    rules::CountdownDate date{countdown.kind, countdown.date_month, countdown.date_day, {}, countdown.leap_rule};
    if (countdown.date_year) date.year = *countdown.date_year;
    return date;
}

/// "12 days until Summer", "Tomorrow: Summer", for screen readers.
std::string spoken(std::string_view text, int days, const std::string& name) {
    if (days == 0) return "Today: " + name;
    return std::string(text) + (days > 1 ? " until " : ": ") + name;
}

std::string crowd_of(std::size_t cards) {
    return cards <= 3 ? "few" : cards <= 6 ? "some" : cards <= 8 ? "many" : cards <= 10 ? "most" : "packed";
}

}  // namespace

std::string entry_name(const rules::TurnPlan& plan, const rules::Turn& turn, const FamilyPeople& people) {
    return entry_face(plan, turn, people).name;
}

bool is_night(const Dashboard& dashboard, int minute) {
    if (!dashboard.night_from || !dashboard.night_to) return false;
    const int from = *dashboard.night_from;
    const int to = *dashboard.night_to;
    return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
}

std::string board_etag(const FamilyInfo& family, const Dashboard& dashboard, const FamilyDay& day,
                       const BoardRights& rights, std::string_view app_version) {
    std::string out = "\"";
    out.append(app_version).append("-").append(std::to_string(family.revision)).append("-");
    out.append(std::to_string(dashboard.id.value)).append("-").append(std::to_string(dashboard.version)).append("-");
    out.append(std::to_string(day.today.days)).append("-");
    const int flags = (rights.may_tick ? 1 : 0) | (rights.may_swap ? 2 : 0) | (rights.may_setup ? 4 : 0) |
                      (rights.is_wall ? 8 : 0) | (rights.is_wall && is_night(dashboard, day.minute) ? 16 : 0);
    return out.append(std::to_string(flags)).append("\"");
}

TaskCard make_card(const PlannedTask& task, const FamilyPeople& people, const FamilyInfo& family, Date on_date,
                   const BoardRights& rights) {
    TaskCard card;
    card.id = task.task.id.value;
    card.name = task.task.name;
    if (task.task.icon_type == IconType::Emoji) card.emoji = task.task.emoji;
    if (task.task.icon_type == IconType::Image && task.task.image_id) card.image_id = task.task.image_id->value;
    card.mode = enum_name(task.task.mode);
    card.on_date = format_iso(on_date);
    auto turn = rules::turn_on(task.plan, on_date, people.presence);
    if (task.plan.mode == TaskMode::Everyone && !task.plan.entries.empty()) {
        card.turns = everyones_turns(task, people, family, on_date);
    } else if (!turn.nobody_home) {
        card.turns.push_back(make_turn(turn.person_id, entry_face(task.plan, turn, people), find_tick(task, on_date, {}), family));
    }
    card.done = !card.turns.empty() && std::all_of(card.turns.begin(), card.turns.end(), [](const auto& t) { return t.done; });
    if (!card.done && turn.due_since < on_date) card.since = since_text(turn.due_since, on_date);
    card.can_tick = rights.may_tick;
    card.changed = changed_text(task, people, on_date);
    card.can_undo_turn = card.changed && rights.may_swap && !card.done;
    add_choices(card, task, people, turn, rights);
    card.upcoming = upcoming_turns(task, people, on_date);
    return card;
}

Progress progress_of(const std::vector<TaskGroup>& groups) {
    Progress progress;
    for (const auto& group : groups) {
        for (const auto& card : group.cards) {
            for (const auto& turn : card.turns) {
                ++progress.total;
                progress.done += turn.done ? 1 : 0;
            }
        }
    }
    return progress;
}

CountdownCard countdown_card(const Countdown& countdown, const FamilyPeople& people, Date today) {
    const Date day = rules::next_day(date_of(countdown), today);
    CountdownCard card;
    card.id = countdown.id.value;
    card.name = countdown.name;
    if (countdown.icon_type == IconType::Emoji) card.emoji = countdown.emoji;
    if (countdown.icon_type == IconType::Image && countdown.image_id) card.image_id = countdown.image_id->value;
    card.days = day - today;
    card.text = rules::countdown_text(countdown.format, today, day);
    card.full_text = spoken(rules::countdown_text(CountdownFormat::Days, today, day), card.days, card.name);
    card.date_text = rules::short_date(day);
    card.is_today = card.days == 0;
    const auto* person = countdown.person_id ? people.find(countdown.person_id->value) : nullptr;
    if (person != nullptr) {
        if (countdown.icon_type == IconType::None) card.face = face_of(*person);
        if (auto age = age_reached(*person, civil(day).year)) card.extra = "turns " + std::to_string(*age);
    }
    return card;
}

std::optional<CountdownCard> make_countdown(const Countdown& countdown, const FamilyPeople& people, Date today) {
    const Date day = rules::next_day(date_of(countdown), today);
    std::optional<int> from = countdown.show_from_days ? std::optional<int>(*countdown.show_from_days) : std::nullopt;
    if (!rules::is_shown(today, day, from, countdown.keep_days)) return std::nullopt;
    return countdown_card(countdown, people, today);
}

std::vector<CountdownCard> birthday_cards(const FamilyPeople& people, Date today) {
    std::vector<CountdownCard> out;
    for (const auto& person : people.persons) {
        if (!person.active || !person.birth_month || !person.birth_day) continue;
        const Date day = rules::next_day({CountdownKind::Yearly, *person.birth_month, *person.birth_day, {}, LeapRule::Feb28}, today);
        CountdownCard card;
        card.name = person.name + "’s birthday";
        card.birthday_of = person.id.value;
        card.face = face_of(person);
        card.days = day - today;
        card.text = rules::countdown_text(CountdownFormat::Days, today, day);
        card.full_text = spoken(card.text, card.days, card.name);
        card.date_text = rules::short_date(day);
        if (auto age = age_reached(person, civil(day).year)) card.extra = "turns " + std::to_string(*age);
        card.is_today = card.days == 0;
        out.push_back(std::move(card));
    }
    return out;
}

Board make_board(const BoardData& data, const FamilyInfo& family, const FamilyDay& day, Timestamp now,
                 const BoardRights& rights, std::string etag) {
    Board board;
    board.id = data.dashboard.id.value;
    board.name = data.dashboard.name;
    board.etag = std::move(etag);
    board.layout_size = enum_name(data.dashboard.layout_size);
    board.theme = enum_name(data.dashboard.theme);
    board.updated = clock_text(family, now);
    board.timezone = family.timezone;
    board.date_text = rules::long_date(day.today);
    board.show_clock = data.dashboard.show_clock;
    board.night = rights.is_wall && is_night(data.dashboard, day.minute);
    board.groups = make_groups(data, family, day.today, rights);
    std::size_t cards = 0;
    for (const auto& group : board.groups) {
        for (const auto& card : group.cards) cards += card.turns.size() > 4 ? 2 : 1;  // wide cards take two places
    }
    board.crowd = crowd_of(cards);
    board.progress = progress_of(board.groups);
    if (data.dashboard.show_people) board.people = people_today(data.people, board.groups, day.today);
    board.countdowns = make_countdowns(data, day.today);
    const bool has_people = std::any_of(data.people.persons.begin(), data.people.persons.end(), [](const Person& p) { return p.active; });
    Checklist list{has_people, data.setup.has_tasks, data.setup.has_countdowns, data.setup.has_screens};
    const bool complete = list.has_people && list.has_tasks && list.has_countdowns && list.has_screens;
    if (rights.may_setup && !data.setup.hidden && !complete) board.checklist = list;
    return board;
}

}  // namespace dinkydash
