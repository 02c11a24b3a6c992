#include "apps/dinkydash/services/board_data.hpp"

#include <algorithm>
#include <tuple>

namespace dinkydash {

namespace {

constexpr int kLookBack = 60;  // days of overrides kept in sight: moved turns and both halves of swaps

/// One row of the statement that reads rotations, overrides, ticks and setup state at once.
struct Fact {
    std::int64_t kind = 0;
    std::int64_t task_id = 0;
    std::int64_t person_id = 0;
    std::string text{};
    std::int64_t number = 0;         ///< position; setup state
    std::optional<Date> on_date{};
    std::optional<Date> moved_to{};
    std::optional<Timestamp> done_at{};
};

enum FactKind : std::int64_t { kRotation, kOverride, kTick, kSetup };

struct PersonFact {
    std::int64_t id = 0;
    std::string name{};
    std::string name_key{};
    std::string colour{};
    std::optional<std::string> emoji{};
    std::optional<std::int64_t> image_id{};
    std::optional<std::int16_t> birth_month{};
    std::optional<std::int16_t> birth_day{};
    std::optional<std::int16_t> birth_year{};
    std::int32_t position = 0;
    bool active = true;
    std::optional<Date> away_from{};
    std::optional<Date> away_until{};
    std::optional<std::int32_t> away_repeat{};
};

Person to_person(const PersonFact& fact) {
    Person person;
    person.id = Id<Person>{fact.id};
    person.name = fact.name;
    person.name_key = fact.name_key;
    person.colour = fact.colour;
    person.emoji = fact.emoji;
    if (fact.image_id) person.image_id = Id<Image>{*fact.image_id};
    person.birth_month = fact.birth_month;
    person.birth_day = fact.birth_day;
    person.birth_year = fact.birth_year;
    person.position = fact.position;
    person.active = fact.active;
    return person;
}

/// Whose facts are read: all tasks of the family, those of a dashboard, or one. 0: not limited by it.
struct Scope {
    std::int64_t dashboard_id = 0;
    std::int64_t task_id = 0;
};

/// Rotation, overrides and ticks of the tasks in `scope`, by kind, task and number, and the setup state.
/// Ticks older than yesterday only for tasks whose turn depends on them.
std::vector<Fact> load_facts(FamilyDb& db, Scope scope, Date today) {
    // CROSS JOIN makes SQLite begin with the tasks; else it reads all the family ever did. Dates and
    // times stand in the first two parts, from which servers take the types of the columns.
    auto facts = db.sql<Fact>(
        "SELECT 1, o.task_id, coalesce(o.person_id, 0), o.kind, 0, o.on_date, o.moved_to, NULL "
        "FROM tasks t CROSS JOIN task_overrides o "
        "WHERE t.tenant_id = :tenant AND (t.dashboard_id = :1 OR :1 = 0) AND (t.id = :2 OR :2 = 0) "
        "AND o.tenant_id = t.tenant_id AND o.task_id = t.id AND (o.on_date >= :4 OR o.moved_to >= :3) "
        "UNION ALL SELECT 2, c.task_id, c.person_key, c.person_name, 0, c.on_date, NULL, c.done_at "
        "FROM tasks t CROSS JOIN task_completions c "
        "WHERE t.tenant_id = :tenant AND (t.dashboard_id = :1 OR :1 = 0) AND (t.id = :2 OR :2 = 0) "
        "AND c.tenant_id = t.tenant_id AND c.task_id = t.id AND c.on_date >= :5 "
        "UNION ALL SELECT 2, c.task_id, c.person_key, c.person_name, 0, c.on_date, NULL, c.done_at "
        "FROM tasks t CROSS JOIN task_completions c "
        "WHERE t.tenant_id = :tenant AND (t.dashboard_id = :1 OR :1 = 0) AND (t.id = :2 OR :2 = 0) "
        "AND c.tenant_id = t.tenant_id AND c.task_id = t.id AND c.on_date < :5 "
        "AND (t.rotate_by = 'completion' OR t.repeat_from = 'done') "
        "UNION ALL SELECT 0, r.task_id, coalesce(r.person_id, 0), coalesce(r.label, ''), r.position, NULL, NULL, NULL "
        "FROM tasks t CROSS JOIN task_rotation r "
        "WHERE t.tenant_id = :tenant AND (t.dashboard_id = :1 OR :1 = 0) AND (t.id = :2 OR :2 = 0) "
        "AND r.tenant_id = t.tenant_id AND r.task_id = t.id "
        "UNION ALL SELECT 3, 0, 0, '', "
        "CASE WHEN EXISTS (SELECT 1 FROM tasks WHERE tenant_id = :tenant) THEN 1 ELSE 0 END + "
        "CASE WHEN EXISTS (SELECT 1 FROM countdowns WHERE tenant_id = :tenant) THEN 2 ELSE 0 END + "
        "CASE WHEN EXISTS (SELECT 1 FROM devices WHERE tenant_id = :tenant AND revoked_at IS NULL) THEN 4 ELSE 0 END, "
        "NULL, NULL, NULL FROM families WHERE id = :tenant AND NOT checklist_hidden",
        scope.dashboard_id, scope.task_id, today, today - kLookBack, today - 1);
    // Sorted here: the database would sort each part through a temporary table.
    std::sort(facts.begin(), facts.end(), [](const Fact& a, const Fact& b) {
        return std::tie(a.kind, a.task_id, a.number, a.on_date, a.person_id) <
               std::tie(b.kind, b.task_id, b.number, b.on_date, b.person_id);
    });
    return facts;
}

void add_fact(PlannedTask& task, const Fact& fact, Date today) {
    const Date date = fact.on_date.value_or(Date{});
    switch (fact.kind) {
        case kRotation: task.plan.entries.push_back({fact.person_id, fact.text}); break;
        case kOverride:
            task.plan.overrides.push_back({date, enum_from_name<OverrideKind>(fact.text).value_or(OverrideKind::Skip),
                                           fact.person_id, fact.moved_to});
            break;
        case kTick:
            if (task.plan.completed.empty() || task.plan.completed.back() != date) task.plan.completed.push_back(date);
            if (date >= today - 1) task.ticks.push_back({date, fact.person_id, fact.text, fact.done_at.value_or(Timestamp{})});
            break;
        default: break;
    }
}

SetupState add_facts(std::vector<PlannedTask>& tasks, const std::vector<Fact>& facts, Date today) {
    std::map<std::int64_t, PlannedTask*> by_id;
    for (auto& task : tasks) by_id[task.task.id.value] = &task;
    SetupState setup;
    for (const auto& fact : facts) {
        if (fact.kind == kSetup) {
            setup = {false, (fact.number & 1) != 0, (fact.number & 2) != 0, (fact.number & 4) != 0};
        } else if (auto at = by_id.find(fact.task_id); at != by_id.end()) {
            add_fact(*at->second, fact, today);
        }
    }
    return setup;
}

std::vector<PlannedTask> to_planned(std::vector<Task> rows, const FamilyInfo& family) {
    std::vector<PlannedTask> tasks;
    tasks.reserve(rows.size());
    for (auto& row : rows) {
        auto plan = plan_of(row, family);
        tasks.push_back({std::move(row), std::move(plan), {}});
    }
    return tasks;
}

}  // namespace

const Person* FamilyPeople::find(std::int64_t id) const {
    auto at = std::find_if(persons.begin(), persons.end(), [&](const Person& person) { return person.id.value == id; });
    return at == persons.end() ? nullptr : &*at;
}

const Person* FamilyPeople::find_by_key(std::string_view name_key) const {
    auto at = std::find_if(persons.begin(), persons.end(), [&](const Person& person) { return person.name_key == name_key; });
    return at == persons.end() ? nullptr : &*at;
}

rules::TurnPlan plan_of(const Task& task, const FamilyInfo& family) {
    rules::TurnPlan plan;
    plan.mode = task.mode;
    plan.freq = task.freq;
    plan.interval = task.interval;
    plan.weekdays = task.weekdays.value_or(127);
    if (task.month_day) plan.month_day = *task.month_day;
    plan.months = task.months.value_or(4095);
    plan.repeat_from = task.repeat_from;
    plan.starts_on = task.starts_on;
    plan.ends_on = task.ends_on;
    plan.rotate_by = task.rotate_by;
    plan.rotate_every = task.rotate_every;
    plan.anchor_date = task.anchor_date;
    plan.anchor_index = task.anchor_index;
    plan.skip_absent = task.skip_absent;
    plan.week_start = family.week_start;
    return plan;
}

FamilyPeople load_people(FamilyDb& db) {
    auto facts = db.sql<PersonFact>(
        "SELECT p.id, p.name, p.name_key, p.colour, p.emoji, p.image_id, p.birth_month, p.birth_day, p.birth_year, "
        "p.position, p.active, a.starts_on, a.ends_on, a.repeat_weeks FROM persons p "
        "LEFT JOIN person_absences a ON a.person_id = p.id AND a.tenant_id = p.tenant_id "
        "WHERE p.tenant_id = :tenant ORDER BY p.position, p.id");
    FamilyPeople people;
    std::vector<rules::Absence> absences;
    for (const auto& fact : facts) {
        if (people.persons.empty() || people.persons.back().id.value != fact.id) people.persons.push_back(to_person(fact));
        if (fact.away_from) absences.push_back({fact.id, *fact.away_from, fact.away_until, fact.away_repeat.value_or(0)});
    }
    people.presence = rules::Presence(std::move(absences));
    return people;
}

BoardData load_board(FamilyDb& db, const FamilyInfo& family, Dashboard dashboard, Date today) {
    BoardData data;
    data.people = load_people(db);
    data.tasks = to_planned(db.query<Task>()
                                .where(&Task::dashboard_id, dashboard.id)
                                .where(&Task::active, true)
                                .order_by(&Task::position, &Task::id)
                                .all(),
                            family);
    data.setup = add_facts(data.tasks, load_facts(db, {.dashboard_id = dashboard.id.value}, today), today);
    if (dashboard.show_countdowns) {
        data.countdowns = db.query<Countdown>().where(&Countdown::dashboard_id, dashboard.id).all();
    }
    data.dashboard = std::move(dashboard);
    return data;
}

std::vector<PlannedTask> load_planned_tasks(FamilyDb& db, const FamilyInfo& family, Date today) {
    auto tasks = to_planned(db.query<Task>().order_by(&Task::position, &Task::id).all(), family);
    add_facts(tasks, load_facts(db, {}, today), today);
    return tasks;
}

PlannedTask load_planned_task(FamilyDb& db, const FamilyInfo& family, Id<Task> id, Date today) {
    std::vector<Task> one;
    one.push_back(db.get_or_404(id));
    auto tasks = to_planned(std::move(one), family);
    add_facts(tasks, load_facts(db, {.task_id = id.value}, today), today);
    return std::move(tasks.front());
}

}  // namespace dinkydash
