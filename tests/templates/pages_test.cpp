#include "tests/templates/pages.hpp"

#include "carafe/templates/engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace carafe;
using namespace carafe::templates;
using namespace carafe::templates::testing;

namespace {

using Files = std::map<std::string, std::string, std::less<>>;

const Files kFiles = {
    {"base.html",
     "<title>{% block title %}{% endblock %}</title><main>{% block main %}{% endblock %}</main>"},
    {"macros.html",
     "{% macro row(task, number) %}<tr><td>{{ number }}</td><td>{{ task.name }}</td><td>{{ "
     "task.rotation|label }}</td></tr>{% "
     "endmacro %}"},
    {"tasks/list.html",
     "{% extends 'base.html' %}{% from 'macros.html' import row %}{% block title %}{{ title }}{% "
     "endblock %}"
     "{% block main %}<table>{% block rows %}{% for task in tasks %}{{ row(task, loop.index) }}{% "
     "endfor %}{% endblock %}"
     "</table>{% endblock %}"},
    {"tasks/edit.html",
     "{{ task.person.full_name() }}|{{ task.reward }}|{{ task.due|default('-', true) }}|{% if "
     "person %}{{ person.name }}{% endif %}"},
};

std::string texts(const std::vector<Fault>& faults) {
    std::string all;
    for (const Fault& fault : faults) {
        all += fault.id + ' ' + fault.text() + '\n';
    }
    return all;
}

TEST(Pages, RenderStructsInPlace) {
    Engine engine(Loader::from_map(kFiles), Environment());
    ASSERT_EQ(texts(engine.load<Pages>()), "");
    std::vector<Task> tasks = {{.id = 1, .name = "Dishes & pans"},
                               {.id = 2, .name = "Bins", .rotation = Rotation::Weekly}};
    Buffer out;

    render(engine, ListTasks{tasks, "Tasks"}, nullptr, out);

    EXPECT_EQ(out.view(),
              "<title>Tasks</title><main><table><tr><td>1</td><td>Dishes &amp; pans</td><td>Every "
              "day</td></tr>"
              "<tr><td>2</td><td>Bins</td><td>Every week</td></tr></table></main>");
}

TEST(Pages, RenderMethodsMoneyDatesAndPointers) {
    Engine engine(Loader::from_map(kFiles), Environment());
    ASSERT_EQ(texts(engine.load<Pages>()), "");
    Person anna{.name = "Anna"};
    Task task{.name = "Dishes",
              .reward = {1250},
              .due = make_date(2028, 2, 29),
              .person = {.name = "Bo"}};
    Buffer out;

    render(engine, EditTask{task, &anna}, nullptr, out);
    out.add('\n');
    task.due.reset();
    render(engine, EditTask{task, nullptr}, nullptr, out);

    EXPECT_EQ(out.view(), "Bo Smith|12.50|2028-02-29|Anna\nBo Smith|12.50|-|");
}

TEST(Pages, RenderOneBlockWithTheImportsOfItsFile) {
    Engine engine(Loader::from_map(kFiles), Environment());
    ASSERT_EQ(texts(engine.load<Pages>()), "");
    std::vector<Task> tasks = {{.id = 1, .name = "Bins"}};
    Buffer out;

    render_block(engine, ListTasks{tasks, "Tasks"}, "rows", nullptr, out);
    out.add('\n');
    render_block(engine, ListTasks{tasks, "Tasks"}, "title", nullptr, out);

    EXPECT_EQ(out.view(), "<tr><td>1</td><td>Bins</td><td>Every day</td></tr>\nTasks");
}

TEST(Pages, AreNeitherCopiedNorMoved) {
    static_assert(!std::is_copy_constructible_v<ListTasks> &&
                  !std::is_move_constructible_v<ListTasks>);
    static_assert(!std::is_constructible_v<ListTasks, std::vector<Task>>);
    static_assert(!std::is_constructible_v<ListTasks, std::string, std::vector<Task>>);
}

Value load_user(CallContext& context, const void*) {
    return to_value(context.request_as<Person>());
}

Value url_for(CallContext& context, Args arguments) {
    std::string url = "/" + std::string(arguments.at(0).as_text());
    for (std::string_view name : arguments.names) {
        url += "?" + std::string(name) + "=" + std::to_string(arguments.find(name)->as_integer());
    }
    return context.text(url);
}

std::string check_url(const void*, std::span<const KnownArgument> arguments) {
    bool known =
        arguments[0].constant != nullptr && arguments[0].constant->as_text() == "tasks.edit";
    return known ? "" : "no route '" + std::string(arguments[0].constant->as_text()) + "'";
}

TEST(Pages, CallFunctionsAndLoadGlobalsOfTheRequest) {
    Files files = {{"tasks/list.html",
                    "{{ current_user.name }} {{ url_for('tasks.edit', id=tasks[0].id) }}{% block "
                    "rows %}{% endblock %}"},
                   {"tasks/edit.html", "{{ url_for('tasks.edti') }} {{ current_user.nmae }}"}};
    Environment environment;
    environment.add_function({.name = "url_for",
                              .function = &url_for,
                              .parameters = "endpoint **values",
                              .check = &check_url});
    environment.add_global(
        {.name = "current_user", .type = &type_of<Person>(), .load = &load_user});
    EngineOptions options;
    options.warn_unused = false;
    Engine engine(Loader::from_map(files), std::move(environment), options);
    EXPECT_EQ(
        texts(engine.load<Pages>()),
        "templates.E012 tasks/edit.html:1:4: no route 'tasks.edti'\n"
        "templates.E003 tasks/edit.html:1:44: Person has no field 'nmae' (did you mean 'name'?)\n");
    Person anna{.name = "Anna"};
    Buffer out;

    render(engine, ListTasks{std::vector<Task>{{.id = 7}}, "t"}, &anna, out);

    EXPECT_EQ(out.view(), "Anna /tasks.edit?id=7");
}

}  // namespace
