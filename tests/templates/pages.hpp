// Models and pages of the typed tests.
#pragma once
#include "carafe/templates/page.hpp"

namespace carafe::templates::testing {

enum class Rotation { Daily, Weekly };
constexpr EnumEntry<Rotation> kRotationNames[] = {{Rotation::Daily, "daily", "Every day"},
                                                  {Rotation::Weekly, "weekly", "Every week"}};

constexpr auto& enum_names(Rotation) {
    return kRotationNames;
}

struct Person {
    std::string name{};

    std::string full_name() const { return name + " Smith"; }

    static constexpr void describe(auto& t) {
        t.col("name", &Person::name);
        t.method("full_name", &Person::full_name);
    }
};

struct Task {
    std::int64_t id = 0;
    std::string name{};
    std::optional<std::string> emoji{};
    Rotation rotation = Rotation::Daily;
    Money reward{};
    std::optional<Date> due{};
    Person person{};
    std::string token{};

    static constexpr void describe(auto& t) {
        t.col("id", &Task::id);
        t.col("name", &Task::name);
        t.col("emoji", &Task::emoji);
        t.col("rotation", &Task::rotation);
        t.col("reward", &Task::reward);
        t.col("due", &Task::due);
        t.col("person", &Task::person);
        t.col("token", &Task::token).secret();
    }
};

struct ListTasks : Page<std::vector<Task>, std::string> {
    using Page::Page;
    static constexpr PageInfo info{"tasks/list.html", {"tasks", "title"}, {"rows"}};
};

struct EditTask : Page<Task, const Person*> {
    using Page::Page;
    static constexpr PageInfo info{"tasks/edit.html", {"task", "person"}};
};

using Pages = PageList<ListTasks, EditTask>;

}  // namespace carafe::templates::testing
