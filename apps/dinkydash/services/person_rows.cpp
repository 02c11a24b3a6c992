#include "apps/dinkydash/services/person_rows.hpp"

#include "apps/dinkydash/rules/countdowns.hpp"
#include "apps/dinkydash/rules/palette.hpp"
#include "apps/dinkydash/rules/words.hpp"
#include "apps/dinkydash/services/dashboards.hpp"
#include "apps/dinkydash/services/faces.hpp"

#include <set>

namespace dinkydash {

namespace {

constexpr int kLookAhead = 400;  // days an absence is followed to find its end

std::optional<std::string> away_text(const Person& person,
                                     const rules::Presence& presence,
                                     Date today) {
    if (presence.is_home(person.id.value, today)) {
        return std::nullopt;
    }
    for (Date day = today + 1; day <= today + kLookAhead; day = day + 1) {
        if (presence.is_home(person.id.value, day)) {
            return "Away until " + rules::day_and_month(day - 1);
        }
    }
    return "Away";
}

std::optional<std::string> birthday_text(const Person& person, Date today) {
    if (!person.birth_day || !person.birth_month) {
        return std::nullopt;
    }
    const int month = *person.birth_month;
    const int day = *person.birth_day;
    auto text = std::to_string(day) + ' ' + std::string(rules::long_month(month));
    const Date next =
        rules::next_day({CountdownKind::Yearly, month, day, {}, LeapRule::Feb28}, today);
    if (auto age = age_reached(person, civil(next).year)) {
        text += ", turns " + std::to_string(*age);
    }
    return text;
}

std::string absence_text(const PersonAbsence& absence) {
    auto text = rules::date_range(absence.starts_on, absence.ends_on);
    if (absence.repeat_weeks == 0) {
        return text;
    }
    auto repeat = rules::every(absence.repeat_weeks, "week");
    repeat[0] = 'e';
    return text + ", " + repeat;
}

}  // namespace

PersonRow person_row(const Person& person, const rules::Presence& presence, Date today) {
    return {person.id.value,
            face_of(person),
            person.active,
            away_text(person, presence, today),
            birthday_text(person, today)};
}

PersonHead person_head(const Person& person) {
    return {person.id.value, face_of(person)};
}

std::vector<AbsenceRow> absence_rows(FamilyDb& db, Id<Person> person) {
    auto absences = db.query<PersonAbsence>()
                        .where(&PersonAbsence::person_id, person)
                        .order_by(desc(&PersonAbsence::starts_on), desc(&PersonAbsence::id))
                        .all();
    std::vector<AbsenceRow> rows;
    for (const auto& absence : absences) {
        rows.push_back({absence.id.value, absence_text(absence), absence.reason});
    }
    return rows;
}

std::string next_colour(FamilyDb& db) {
    std::set<std::string> taken;
    const auto persons = db.query<Person>().all();
    for (const auto& person : persons) {
        taken.insert(person.colour);
    }
    for (const auto& colour : rules::kPalette) {
        if (!taken.contains(std::string(colour.hex))) {
            return std::string(colour.hex);
        }
    }
    return std::string(rules::kPalette[persons.size() % rules::kPalette.size()].hex);
}

std::string removal_consequence(FamilyDb& db, const Person& person) {
    std::set<std::int64_t> tasks;
    for (const auto& entry :
         db.query<TaskRotation>().where(&TaskRotation::person_id, person.id).all()) {
        tasks.insert(entry.task_id.value);
    }
    std::vector<std::string> parts;
    if (!tasks.empty()) {
        parts.push_back("takes turns in " +
                        count_text(static_cast<std::int64_t>(tasks.size()), "task", "tasks"));
    }
    if (person.active && person.birth_day) {
        parts.push_back("has a birthday countdown");
    }
    if (parts.empty()) {
        return person.name + " takes no turns.";
    }
    auto text = person.name + ' ' + rules::join_words(parts) + '.';
    if (tasks.size() == 1) {
        text += " The task goes on with the others.";
    }
    if (tasks.size() > 1) {
        text += " The tasks go on with the others.";
    }
    return text;
}

}  // namespace dinkydash
