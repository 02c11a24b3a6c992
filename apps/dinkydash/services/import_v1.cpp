#include "apps/dinkydash/services/import_v1.hpp"

#include "apps/dinkydash/models/all.hpp"
#include "apps/dinkydash/rules/countdowns.hpp"
#include "apps/dinkydash/rules/palette.hpp"
#include "apps/dinkydash/services/accounts.hpp"
#include "apps/dinkydash/services/dashboards.hpp"
#include "carafe/text/graphemes.hpp"
#include "carafe/text/utf8.hpp"

#include <algorithm>
#include <fstream>

namespace dinkydash {

namespace {

bool is_picture(std::string_view text) {
    auto folded = text::fold_case(text);
    return folded.ends_with(".jpg") || folded.ends_with(".jpeg") || folded.ends_with(".png") || folded.ends_with(".gif");
}

/// Carries one import: finds or makes people, stores pictures, collects the report.
class Importer {
  public:
    Importer(FamilyDb db, const Pictures& pictures, std::filesystem::path images, Date today)
        : db_(db), pictures_(pictures), images_(std::move(images)), today_(today) {}

    void add_people(const std::vector<V1Person>& people) {
        for (const auto& entry : people) {
            auto& person = person_named(entry.name);
            if (entry.born) {
                auto day = civil(*entry.born);
                person.birth_year = static_cast<std::int16_t>(day.year);
                person.birth_month = static_cast<std::int16_t>(day.month);
                person.birth_day = static_cast<std::int16_t>(day.day);
            }
            if (!entry.image.empty() && !person.image_id) person.image_id = store(entry.image, "person", person.id.value);
            db_.update(person);
        }
    }

    void add_tasks(const std::vector<V1Task>& tasks, Id<Dashboard> dashboard) {
        int number = 0;
        for (const auto& entry : tasks) add_task(entry, dashboard, ++number);
    }

    void add_countdowns(const std::vector<V1Countdown>& countdowns, Id<Dashboard> dashboard) {
        int number = 0;
        for (const auto& entry : countdowns) add_countdown(entry, dashboard, ++number);
    }

    V1Report report{};

  private:
    Person& person_named(const std::string& name) {
        auto key = text::fold_case(name);
        for (auto& person : people_) {
            if (person.name_key == key) return person;
        }
        Person person;
        person.name = text::cut_bytes(name, 60);
        person.name_key = key;
        person.colour = rules::kPalette[people_.size() % rules::kPalette.size()].hex;
        person.position = static_cast<std::int32_t>(people_.size());
        db_.insert(person);
        ++report.people;
        people_.push_back(std::move(person));
        return people_.back();
    }

    bool knows(const std::string& name) const {
        auto key = text::fold_case(name);
        return std::any_of(people_.begin(), people_.end(), [&](const Person& person) { return person.name_key == key; });
    }

    std::optional<Id<Image>> store(const std::string& file, std::string_view owner, std::int64_t id) {
        auto warn = [&](const char* why) -> std::optional<Id<Image>> {
            report.warnings.push_back(file + ": " + why);
            return std::nullopt;
        };
        if (file.find('/') != std::string::npos || file.find('\\') != std::string::npos || file.starts_with('.')) {
            return warn("not a plain file name, left out");
        }
        std::ifstream stream(images_ / file, std::ios::binary);
        if (!stream) return warn("no such picture");
        std::string bytes((std::istreambuf_iterator<char>(stream)), {});
        auto picture = storage::read_picture(bytes, pictures_.limits);
        if (!picture) return warn("no picture we can read");
        ++report.images;
        return save_picture(pictures_, db_, *picture, owner, id, std::nullopt);
    }

    TaskRotation rotation_entry(const std::string& text) {
        TaskRotation row;
        if (is_picture(text)) {
            auto& person = person_named(name_of_file(text));
            if (!person.image_id) {
                person.image_id = store(text, "person", person.id.value);
                if (person.image_id) db_.update(person);
            }
            row.person_id = person.id;
        } else if (knows(text)) {
            row.person_id = person_named(text).id;
        } else {
            row.label = text::cut_bytes(text, 100);
        }
        return row;
    }

    void add_task(const V1Task& entry, Id<Dashboard> dashboard, int number) {
        Task task;
        task.dashboard_id = dashboard;
        task.position = number;
        const bool title_is_emoji = text::is_emoji_text(entry.title);
        task.name = title_is_emoji || entry.title.empty() ? "Task " + std::to_string(number) : std::string(text::cut_bytes(entry.title, 100));
        const auto& emoji = title_is_emoji ? entry.title : entry.emoji;
        if (!emoji.empty()) {
            task.icon_type = IconType::Emoji;
            task.emoji = emoji;
        }
        task.rotate_by = RotateBy::Day;
        task.rotate_every = static_cast<std::int16_t>(entry.repeat);
        task.starts_on = today_;
        task.anchor_date = today_;
        const int n = static_cast<int>(entry.entries.size());
        task.anchor_index = static_cast<std::int16_t>(n == 0 ? 0 : day_of_year(today_) % n);
        db_.insert(task);
        ++report.tasks;
        std::int16_t position = 0;
        for (const auto& text : entry.entries) {
            auto row = rotation_entry(text);
            row.task_id = task.id;
            row.position = position++;
            db_.insert(row);
        }
    }

    void add_countdown(const V1Countdown& entry, Id<Dashboard> dashboard, int number) {
        if (!rules::exists({CountdownKind::Yearly, entry.month, entry.day, {}, LeapRule::Feb28})) {
            report.warnings.push_back(entry.title + ": this date does not exist, left out");
            return;
        }
        Countdown row;
        row.dashboard_id = dashboard;
        row.date_month = static_cast<std::int16_t>(entry.month);
        row.date_day = static_cast<std::int16_t>(entry.day);
        const bool title_is_emoji = text::is_emoji_text(entry.title);
        const auto& emoji = title_is_emoji ? entry.title : entry.emoji;
        row.name = !title_is_emoji && !entry.title.empty() ? std::string(text::cut_bytes(entry.title, 100))
                   : !entry.image.empty()                  ? name_of_file(entry.image)
                                                           : "Event " + std::to_string(number);
        if (!emoji.empty()) {
            row.icon_type = IconType::Emoji;
            row.emoji = emoji;
        }
        db_.insert(row);
        ++report.countdowns;
        if (entry.image.empty()) return;
        if (auto image = store(entry.image, "countdown", row.id.value)) {
            row.icon_type = IconType::Image;
            row.image_id = *image;
            row.emoji.reset();
            db_.update(row);
        }
    }

    FamilyDb db_;
    const Pictures& pictures_;
    std::filesystem::path images_;
    Date today_;
    std::vector<Person> people_;
};

}  // namespace

std::string name_of_file(std::string_view file) {
    auto name = std::string(file.substr(0, file.rfind('.')));
    if (!name.empty() && name[0] >= 'a' && name[0] <= 'z') name[0] = static_cast<char>(name[0] - 32);
    return name;
}

std::string V1Report::text() const {
    if (existed) return "This family exists already: nothing was added.\n";
    auto out = count_text(people, "person", "people") + ", " + count_text(tasks, "task", "tasks") + ", " +
               count_text(countdowns, "countdown", "countdowns") + ", " + count_text(images, "image", "images") + ", " +
               count_text(static_cast<std::int64_t>(warnings.size()), "warning", "warnings") + '\n';
    for (const auto& warning : warnings) out += "warning: " + warning + '\n';
    return out;
}

V1Report import_v1(orm::Session db, const Pictures& pictures, const V1Config& config, const V1Target& target, Timestamp now) {
    if (find_account(db, target.email)) {
        V1Report report;
        report.existed = true;
        return report;
    }
    auto made = register_family(db, {target.family_name, normal_email(target.email), target.password_hash, {}, target.timezone});
    FamilyInfo info;
    info.timezone = target.timezone;
    Importer importer(made.db, pictures, target.images, family_day(info, now).today);
    auto dashboard = made.db.query<Dashboard>().first();
    importer.add_people(config.people);
    importer.add_tasks(config.tasks, dashboard->id);
    importer.add_countdowns(config.countdowns, dashboard->id);
    for (const auto& key : config.ignored) importer.report.warnings.push_back(key + ": this key means nothing here");
    return std::move(importer.report);
}

}  // namespace dinkydash
