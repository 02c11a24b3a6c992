#include "apps/dinkydash/services/demo_data.hpp"

#include "apps/dinkydash/rules/palette.hpp"
#include "apps/dinkydash/services/accounts.hpp"
#include "apps/dinkydash/services/board_data.hpp"
#include "apps/dinkydash/services/demo_faces.hpp"
#include "carafe/text/graphemes.hpp"

#include <iterator>
#include <random>
#include <stdexcept>

namespace dinkydash {

namespace {

struct DemoTask {
    const char* name;
    const char* emoji;
    Frequency freq;
    int weekdays;
    PartOfDay part;
    TaskMode mode;
    RotateBy rotate_by;
};
constexpr int kEveryDay = 127;
constexpr DemoTask kTasks[] = {
    {"Set the table", "🍽️", Frequency::Daily, kEveryDay, PartOfDay::Evening, TaskMode::Rotate, RotateBy::Day},
    {"Feed the dog", "🐕", Frequency::Daily, kEveryDay, PartOfDay::Morning, TaskMode::Rotate, RotateBy::Day},
    {"Empty the dishwasher", "🧼", Frequency::Daily, kEveryDay, PartOfDay::Afternoon, TaskMode::Rotate, RotateBy::Week},
    {"Brush teeth", "🪥", Frequency::Daily, kEveryDay, PartOfDay::Evening, TaskMode::Everyone, RotateBy::Day},
    {"Water the plants", "🪴", Frequency::Weekly, 0b0001010, PartOfDay::Any, TaskMode::Anyone, RotateBy::Occurrence},
    {"Take out the rubbish", "🗑️", Frequency::Weekly, 0b0000100, PartOfDay::Evening, TaskMode::Rotate, RotateBy::Occurrence},
    {"Choose the film", "🍿", Frequency::Weekly, 0b0100000, PartOfDay::Evening, TaskMode::Rotate, RotateBy::Occurrence},
    {"Vacuum the living room", "🧹", Frequency::Weekly, 0b1000000, PartOfDay::Any, TaskMode::Rotate, RotateBy::Completion},
    {"Fold the laundry", "🧺", Frequency::Weekly, 0b0010010, PartOfDay::Afternoon, TaskMode::Rotate, RotateBy::Occurrence},
    {"Practise the piano", "🎹", Frequency::Daily, kEveryDay, PartOfDay::Afternoon, TaskMode::Rotate, RotateBy::Day},
};
struct DemoPerson {
    const char* name;
    const char* emoji;
    Look look;
};
constexpr DemoPerson kPeople[] = {
    {"Anna", "🦊", {{246, 206, 176}, {94, 58, 34}, {214, 84, 74}, {255, 196, 120}, true}},
    {"Ben", "🐻", {{233, 184, 148}, {58, 42, 36}, {64, 124, 176}, {166, 214, 196}, false}},
    {"Cleo", "🐰", {{148, 98, 66}, {36, 26, 24}, {240, 180, 60}, {186, 206, 240}, true}},
    {"Dora", "🦉", {{252, 220, 196}, {170, 82, 44}, {92, 138, 96}, {240, 222, 170}, true}},
    {"Emil", "🐢", {{252, 220, 196}, {226, 176, 92}, {120, 160, 84}, {240, 190, 200}, false}},
    {"Finn", "🦁", {{240, 196, 164}, {140, 90, 52}, {196, 90, 120}, {176, 212, 232}, false}},
    {"Greta", "🐼", {{250, 214, 188}, {232, 190, 110}, {84, 104, 168}, {208, 226, 176}, true}},
    {"Hugo", "🐨", {{206, 150, 112}, {44, 32, 30}, {226, 130, 60}, {196, 190, 230}, false}},
    {"Ida", "🦄", {{238, 190, 156}, {62, 40, 34}, {150, 92, 160}, {250, 214, 140}, true}},
    {"Jonas", "🐯", {{120, 78, 54}, {30, 22, 22}, {86, 160, 160}, {244, 200, 160}, false}},
    {"Klara", "🐸", {{248, 210, 182}, {120, 66, 40}, {230, 120, 130}, {180, 220, 220}, true}},
    {"Leo", "🐙", {{226, 174, 136}, {80, 54, 40}, {96, 112, 140}, {224, 204, 236}, false}}};
constexpr int kPhotos = 3;  // so many people of the first family have one
struct DemoCountdown {
    const char* name;
    const char* emoji;
    int month;
    int day;
    CountdownFormat format;
};
constexpr DemoCountdown kCountdowns[] = {
    {"Christmas", "🎄", 12, 24, CountdownFormat::Sleeps},      {"Summer holidays", "🏖️", 7, 18, CountdownFormat::Weeks},
    {"First day of school", "🏫", 9, 2, CountdownFormat::Days}, {"Spring", "🌸", 3, 20, CountdownFormat::Days},
    {"Halloween", "🎃", 10, 31, CountdownFormat::Sleeps},      {"Ski trip", "⛷️", 2, 12, CountdownFormat::Weeks},
    {"Grandma’s visit", "👵", 5, 9, CountdownFormat::Days},    {"Street party", "🎉", 6, 21, CountdownFormat::Date},
    {"School trip", "🚌", 4, 27, CountdownFormat::Weekdays},   {"Autumn camp", "🍁", 10, 10, CountdownFormat::Days},
    {"New Year’s Eve", "🎆", 12, 31, CountdownFormat::Days},   {"Swimming gala", "🏊", 1, 30, CountdownFormat::Days},
    {"Lantern walk", "🏮", 11, 11, CountdownFormat::Sleeps},   {"Easter hunt", "🐣", 4, 5, CountdownFormat::Sleeps},
    {"Zoo day", "🦒", 8, 14, CountdownFormat::Days}};

/// A generator whose numbers are the same on every machine (the standard's distributions are not).
class Dice {
  public:
    explicit Dice(std::uint64_t seed) : engine_(seed) {}
    int between(int low, int high) { return low + static_cast<int>(engine_() % static_cast<std::uint64_t>(high - low + 1)); }

  private:
    std::mt19937_64 engine_;
};

/// Stored as a photo that somebody sends is.
Id<Image> make_photo(FamilyDb& db, const Pictures& pictures, const Look& look, Id<Person> person) {
    auto picture = storage::read_picture(storage::encode_png(draw_face(look)), pictures.limits);
    if (!picture) throw std::runtime_error(picture.error().message);
    return save_picture(pictures, db, *picture, "person", person.value, {});
}

std::vector<Person> make_people(FamilyDb& db, const Pictures& pictures, int photos, Dice& dice) {
    std::vector<Person> people;
    const int count = dice.between(2, 6);
    const int first = dice.between(0, static_cast<int>(std::size(kPeople)) - 1);
    for (int i = 0; i < count; ++i) {
        const auto& pattern = kPeople[static_cast<std::size_t>(first + i) % std::size(kPeople)];
        Person person;
        person.name = pattern.name;
        person.name_key = text::fold_case(person.name);
        person.colour = rules::kPalette[static_cast<std::size_t>(i)].hex;
        person.emoji = pattern.emoji;
        person.position = i;
        person.birth_month = static_cast<std::int16_t>(dice.between(1, 12));
        person.birth_day = static_cast<std::int16_t>(dice.between(1, 28));
        person.birth_year = static_cast<std::int16_t>(dice.between(1980, 2020));
        db.insert(person);
        if (i < photos) {
            person.image_id = make_photo(db, pictures, pattern.look, person.id);
            db.update(person, &Person::image_id);
        }
        people.push_back(std::move(person));
    }
    return people;
}

Task make_task(FamilyDb& db, const DemoTask& pattern, const std::vector<Person>& people, Id<Dashboard> dashboard, int position, Date start) {
    Task task;
    task.dashboard_id = dashboard;
    task.name = pattern.name;
    task.icon_type = IconType::Emoji;
    task.emoji = pattern.emoji;
    task.mode = pattern.mode;
    task.freq = pattern.freq;
    if (pattern.freq == Frequency::Weekly) task.weekdays = static_cast<std::int16_t>(pattern.weekdays);
    task.starts_on = start;
    task.anchor_date = start;
    task.anchor_index = static_cast<std::int16_t>(position % static_cast<int>(people.size()));
    task.rotate_by = pattern.rotate_by;
    task.part_of_day = pattern.part;
    task.position = position;
    db.insert(task);
    if (pattern.mode == TaskMode::Anyone) return task;
    std::int16_t at = 0;
    for (const auto& person : people) {
        TaskRotation row;
        row.task_id = task.id;
        row.position = at++;
        row.person_id = person.id;
        db.insert(row);
    }
    return task;
}

/// Ticks of the past: nine of ten turns were done.
void make_history(FamilyDb& db, const FamilyInfo& family, const std::vector<Task>& tasks, Date from, Date today, Dice& dice) {
    auto people = load_people(db);
    for (const auto& task : tasks) {
        if (task.mode != TaskMode::Rotate || task.rotate_by == RotateBy::Completion) continue;
        auto planned = load_planned_task(db, family, task.id, today);
        for (Date day = from; day < today; day = day + 1) {
            auto turn = rules::turn_on(planned.plan, day, people.presence);
            if (!turn.due || turn.person_id == 0 || dice.between(1, 10) == 1) continue;
            TaskCompletion row;
            row.task_id = task.id;
            row.on_date = day;
            row.person_key = turn.person_id;
            row.person_name = people.find(turn.person_id)->name;
            row.done_at = Timestamp{day.days * 86'400'000'000LL + dice.between(7 * 60, 20 * 60) * 60'000'000LL};
            db.insert(row);
        }
    }
}

void make_countdowns(FamilyDb& db, Id<Dashboard> dashboard, Dice& dice) {
    const int count = dice.between(5, 15);
    for (int i = 0; i < count; ++i) {
        const auto& pattern = kCountdowns[i];
        Countdown row;
        row.dashboard_id = dashboard;
        row.name = pattern.name;
        row.icon_type = IconType::Emoji;
        row.emoji = pattern.emoji;
        row.date_month = static_cast<std::int16_t>(pattern.month);
        row.date_day = static_cast<std::int16_t>(pattern.day);
        row.format = pattern.format;
        row.show_from_days = static_cast<std::int16_t>(200);
        db.insert(row);
    }
}

void make_family(orm::Session db, const Pictures& pictures, const DemoOptions& options, int number, Dice& dice) {
    const bool first = number == 1;
    auto made = register_family(db, {first ? "The Demo Family" : "Family " + std::to_string(number),
                                     first ? options.demo_email : "demo" + std::to_string(number) + "@example.com",
                                     options.password_hash, first ? "Demo" : "Owner " + std::to_string(number), "Europe/Berlin"});
    FamilyInfo info;
    info.timezone = "Europe/Berlin";
    const Date today = family_day(info, db.now()).today;
    auto dashboard = made.db.query<Dashboard>().first();
    auto people = make_people(made.db, pictures, first ? kPhotos : 0, dice);
    std::vector<Task> tasks;
    const int count = first ? 8 : dice.between(3, 10);
    for (int i = 0; i < count; ++i) tasks.push_back(make_task(made.db, kTasks[i], people, dashboard->id, i, today - options.days));
    make_countdowns(made.db, dashboard->id, dice);
    make_history(made.db, info, tasks, today - options.days, today, dice);
}

}  // namespace

int make_demo_data(orm::Database& database, const Pictures& pictures, const DemoOptions& options,
                   const std::function<void()>& progress) {
    Dice dice(options.seed);
    int made = 0;
    for (int number = 1; number <= options.families; ++number) {
        bool exists = false;
        database.transact([&](orm::Session& db) {
            exists = number == 1 && find_account(db, options.demo_email).has_value();
            if (!exists) make_family(db, pictures, options, number, dice);
        });
        if (exists) return 0;
        ++made;
        progress();
    }
    return made;
}

}  // namespace dinkydash
