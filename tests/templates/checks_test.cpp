// One test for each kind of fault that refuses the start, with its exact message, and pages that
// give none.
#include "carafe/base/type_define.hpp"
#include "carafe/templates/define.hpp"
#include "carafe/templates/engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/templates/pages.hpp"

using namespace carafe;
using namespace carafe::templates;
using namespace carafe::templates::testing;

namespace {

/// Stands in for the forms room: fields are added at run time, calls take keyword arguments.
struct TextField {
    std::string name;
};

struct TaskForm {
    TextField name{"name"};
    TextField reward{"reward"};
};

Value print_field(CallContext& context, const void* self, Args arguments) {
    std::string html = "<input name=\"" + static_cast<const TextField*>(self)->name + "\"";
    for (std::string_view name : arguments.names) {
        html +=
            ' ' + std::string(name) + "=\"" + std::string(arguments.find(name)->as_text()) + '"';
    }
    return context.markup(html + ">");
}

Value print_plain_field(CallContext& context, const void* self) {
    return print_field(context, self, {});
}

Value hidden_tag(CallContext& context, const void*, Args) {
    return context.markup("<input type=\"hidden\" name=\"csrf_token\">");
}

Value invoke_hidden_tag(CallContext& context, const void* self, const Method&, Args arguments) {
    return hidden_tag(context, self, arguments);
}

Type text_field{.name = "StringField",
                .size = sizeof(TextField),
                .call = &print_field,
                .print = &print_plain_field};

const Type& task_form_type() {
    static Type form{.name = "TaskForm", .size = sizeof(TaskForm)};
    static bool once = [] {
        form.add_field(make_object_field("name", offsetof(TaskForm, name), text_field));
        form.add_field(make_object_field("reward", offsetof(TaskForm, reward), text_field));
        form.add_method(
            {.name = "hidden_tag", .invoke = &invoke_hidden_tag, .takes_arguments = true});
        return true;
    }();
    static_cast<void>(once);
    return form;
}

}  // namespace

template <>
struct carafe::ValueOf<TaskForm> {
    static Value load(const TaskForm& form) { return Value::object(&form, task_form_type()); }

    static const Type& type() { return task_form_type(); }
};

namespace {

struct AnyPage : Page<std::vector<Task>, Task, TaskForm> {
    using Page::Page;
    static constexpr PageInfo info{"page.html", {"tasks", "task", "form"}};
};

struct TextPage : Page<Task> {
    using Page::Page;
    static constexpr PageInfo info{"page.txt", {"task"}};
};

using AnyPages = PageList<AnyPage>;
using TextPages = PageList<TextPage>;

}  // namespace

template struct carafe::templates::Define<AnyPages>;
template struct carafe::templates::Define<TextPages>;

namespace {

using Files = std::map<std::string, std::string, std::less<>>;

Value nothing(CallContext&, Args) {
    return Value::text("/x");
}

Environment make_environment() {
    Environment environment;
    environment.add_function({.name = "url_for",
                              .function = &nothing,
                              .parameters = "endpoint **values",
                              .is_url = true});
    environment.add_function(
        {.name = "csrf_field", .function = &nothing, .parameters = "", .gives_markup = true});
    environment.add_global(
        {.name = "nonce", .type = &static_type<std::string>(), .value = Value::text("n")});
    return environment;
}

std::string check(const std::string& page, Files files = {}) {
    files["page.html"] = page;
    EngineOptions options;
    options.warn_unused = false;
    Engine engine(Loader::from_map(files), make_environment(), options);
    std::string all;
    for (const Fault& fault : engine.load<AnyPages>()) {
        all += (all.empty() ? "" : "\n") + fault.id.substr(10) + ' ' + fault.text();
    }
    return all;
}

TEST(Checks, SyntaxNamesPlaceAndOpenTag) {
    EXPECT_EQ(check("a\n{{ task.name %}"), "E001 page.html:2:14: expected '}}', found '%}'");
    EXPECT_EQ(check("{% if task %}\n{% for t in tasks %}\n{% endif %}"),
              "E001 page.html:3:4: unknown tag 'endif'; 'for' of line 2 is still open");
}

TEST(Checks, UnknownName) {
    EXPECT_EQ(check("{{ tsak.name }}"),
              "E002 page.html:1:4: name 'tsak' is not passed to this page (takes tasks, task, "
              "form; did you mean 'task'?)");
}

TEST(Checks, NameSetTooLate) {
    EXPECT_EQ(check("{% for t in tasks %}{{ late }}{% endfor %}{% set late = 1 %}"),
              "E002 page.html:1:24: name 'late' is set further down only");
}

TEST(Checks, UnknownField) {
    EXPECT_EQ(check("{{ task.nmae }}"),
              "E003 page.html:1:8: Task has no field 'nmae' (did you mean 'name'?)");
    EXPECT_EQ(check("{{ task['nmae'] }}"),
              "E003 page.html:1:8: Task has no field 'nmae' (did you mean 'name'?)");
    EXPECT_EQ(check("{% for t in tasks %}{{ t.person.nam }}{% endfor %}"),
              "E003 page.html:1:32: Person has no field 'nam' (did you mean 'name'?)");
    EXPECT_EQ(check("{{ task.name.first }}"),
              "E003 page.html:1:13: task.name is text and has no field 'first'");
}

TEST(Checks, UnknownFieldInsideMacroNamesTheCall) {
    EXPECT_EQ(check("{% from 'm.html' import row %}\n{{ row(task) }}",
                    {{"m.html", "{% macro row(t) %}\n{{ t.nmae }}{% endmacro %}"}}),
              "E003 m.html:2:5: Task has no field 'nmae' (did you mean 'name'?), called from "
              "page.html:2");
}

TEST(Checks, MethodNotCalled) {
    EXPECT_EQ(check("{{ task.person.full_name }}"),
              "E003 page.html:1:15: method 'full_name' of Person is not called: write full_name()");
}

TEST(Checks, UnknownFilterTestFunction) {
    EXPECT_EQ(check("{{ task.name|uper }}"),
              "E004 page.html:1:14: no filter 'uper' (did you mean 'upper'?)");
    EXPECT_EQ(check("{% if task is dfined %}{% endif %}"),
              "E004 page.html:1:12: no test 'dfined' (did you mean 'defined'?)");
    EXPECT_EQ(check("{{ url_fro('x') }}"),
              "E002 page.html:1:4: name 'url_fro' is not passed to this page (takes tasks, task, "
              "form; did you mean 'url_for'?)");
}

TEST(Checks, ArgumentsAndKinds) {
    EXPECT_EQ(check("{{ tasks|length(1) }}"),
              "E005 page.html:1:10: filter 'length' takes no argument, 1 given");
    EXPECT_EQ(check("{{ task.name|replace('a') }}"),
              "E005 page.html:1:14: filter 'replace' needs 'new'");
    EXPECT_EQ(check("{{ task.name|truncate(lenght=3) }}"),
              "E005 page.html:1:14: filter 'truncate' has no parameter 'lenght' (did you mean "
              "'length'?)");
    EXPECT_EQ(check("{{ task.name|join }}"),
              "E005 page.html:1:14: filter 'join' wants a list, task.name is text");
    EXPECT_EQ(check("{{ task }}"),
              "E005 page.html:1:4: task is a Task and cannot be printed: name one of its fields");
}

TEST(Checks, MacroCalls) {
    const std::string macro = "{% macro row(a, number) %}{{ a }}{{ number }}{% endmacro %}";
    EXPECT_EQ(check(macro + "{{ row(1) }}"), "E006 page.html:1:63: macro 'row' needs 'number'");
    EXPECT_EQ(check(macro + "{{ row(1, 2, zbra=1) }}"),
              "E006 page.html:1:63: macro 'row' has no parameter 'zbra'");
    EXPECT_EQ(check(macro + "{{ row(1, 2, 3) }}"),
              "E006 page.html:1:63: macro 'row' takes not more than 2 argument(s), 3 given");
    EXPECT_EQ(check(macro + "{% call row(1, 2) %}x{% endcall %}"),
              "E006 page.html:1:68: macro 'row' never uses caller, so 'call' has no effect");
}

TEST(Checks, Blocks) {
    const Files base = {
        {"base.html", "{% block title %}{% endblock %}{% block need required %}{% endblock %}"}};
    EXPECT_EQ(
        check("{% extends 'base.html' %}{% block need %}{% endblock %}{% block tytle %}{% endblock "
              "%}",
              base),
        "E007 page.html:1:59: no parent template has a block 'tytle' (did you mean 'title'?)");
    EXPECT_EQ(check("{% extends 'base.html' %}", base),
              "E007 base.html:1:35: required block 'need' is not filled");
    EXPECT_EQ(check("{% block a %}{% endblock %}{% block a %}{% endblock %}"),
              "E007 page.html:1:31: block 'a' is defined twice in this file");
    EXPECT_EQ(
        check("{% block a %}{{ super() }}{% endblock %}"),
        "E007 page.html:1:17: no parent template has a block 'a': super() has nothing to show");
}

TEST(Checks, TemplateNames) {
    EXPECT_EQ(check("{% include 'nope.html' %}"), "E008 page.html:1:4: no template 'nope.html'");
    EXPECT_EQ(check("{% extends 'nope.html' %}"), "E008 page.html:1:4: no template 'nope.html'");
    EXPECT_EQ(
        check("{% from 'm.html' import rwo %}", {{"m.html", "{% macro row() %}{% endmacro %}"}}),
        "E008 page.html:1:4: 'm.html' has no 'rwo' (did you mean 'row'?)");
    EXPECT_EQ(check("{% extends 'a.html' %}", {{"a.html", "{% extends 'page.html' %}"}}),
              "E008 page.html:1:4: templates extend each other in a circle");
    EXPECT_EQ(check("{% include task.name %}"),
              "E008 page.html:1:4: 'include' needs a literal name or a list of them");
}

TEST(Checks, Loops) {
    EXPECT_EQ(check("{% for t in task.id %}{% endfor %}"),
              "E009 page.html:1:17: task.id is a number, not a list");
    EXPECT_EQ(check("{% for t in task %}{% endfor %}"),
              "E009 page.html:1:13: task is Task, not a list");
    EXPECT_EQ(check("{% for t in tasks %}{{ loop.indx }}{% endfor %}"),
              "E009 page.html:1:28: loop has no 'indx' (did you mean 'index'?)");
}

TEST(Checks, OptionalPrintedBare) {
    const std::string message =
        "E010 page.html:1:8: task.emoji can be empty and would print None: test it or use "
        "default('', true)";
    EXPECT_EQ(check("{{ task.emoji }}"), message);
    EXPECT_EQ(check("{% if task.emoji %}{{ task.emoji }}{% endif %}"), "");
    EXPECT_EQ(check("{{ task.emoji if task.emoji else '-' }}{{ task.emoji|default('-', true) }}{{ "
                    "task.emoji or '-' }}"),
              "");
    EXPECT_EQ(check("{% if not task.emoji %}-{% else %}{{ task.emoji }}{% endif %}"), "");
    EXPECT_EQ(check("{% if task.emoji is not none and tasks %}{{ task.emoji }}{% endif %}"), "");
}

TEST(Checks, OptionalTestedBeforeTheMacro) {
    const Files files = {{"m.html", "{% macro show(e) %}{{ e }}{% endmacro %}"}};
    const std::string import = "{% from 'm.html' import show %}";
    EXPECT_EQ(check(import + "{% if task.emoji %}{{ show(task.emoji) }}{% endif %}", files), "");
    EXPECT_EQ(check(import + "{% if task.emoji %}{{ show(e=task.emoji) }}{% endif %}", files), "");
    EXPECT_EQ(check(import + "{% if task.emoji %}{{ show(task.emoji) }}{% endif %}{{ show(task.emoji) }}",
                    files),
              "E010 m.html:1:23: e can be empty and would print None: test it or use "
              "default('', true), called from page.html:1");
}

TEST(Checks, ComparisonsNeverEqual) {
    EXPECT_EQ(check("{% if task.rotation == 'dayly' %}{% endif %}"),
              "E011 page.html:1:11: task.rotation is never 'dayly': it has daily, weekly");
    EXPECT_EQ(check("{% if task.name < 3 %}{% endif %}"),
              "E011 page.html:1:11: text and a number have no order (task.name, the value)");
    EXPECT_EQ(check("{% if task.id == 'a' %}{% endif %}"),
              "E011 page.html:1:11: a number and text are never equal (task.id, the value)");
    EXPECT_EQ(
        check("{% if task.rotation == 'daily' and task.id == 1 and task.due == none %}{% endif %}"),
        "");
}

TEST(Checks, FormFields) {
    EXPECT_EQ(check("{{ form.nmae }}"),
              "E014 page.html:1:8: TaskForm has no field 'nmae' (did you mean 'name'?)");
    EXPECT_EQ(check("{{ form.nmae(class='x') }}"),
              "E014 page.html:1:8: TaskForm has no field 'nmae' (did you mean 'name'?)");
    EXPECT_EQ(check("{{ form.name(class='x') }}{{ form.name }}"), "");
}

TEST(Checks, CsrfFieldInEveryPostForm) {
    const std::string message =
        "E015 page.html:1: <form method=\"post\"> has no csrf field (form.hidden_tag() or "
        "csrf_field())";
    EXPECT_EQ(check("<form method=\"post\">{{ form.name }}</form>"), message);
    EXPECT_EQ(check("<form method=\"POST\">{{ form.hidden_tag() }}</form>"), "");
    EXPECT_EQ(check("<form method=\"post\">{{ csrf_field() }}</form>"), "");
    EXPECT_EQ(check("<form method=\"post\">{% if task %}{{ csrf_field() }}{% endif %}</form>"),
              message);
    EXPECT_EQ(check("<form method=\"get\">{{ csrf_field() }}</form>"),
              "E015 page.html:1:23: a CSRF token in a form that does not post");
    EXPECT_EQ(check("<form method=\"post\" action=\"https://x.org/\">{{ csrf_field() }}</form>"),
              "E015 page.html:1:48: the CSRF token would leave our origin");
}

TEST(Checks, CsrfFieldSeenThroughMacrosAndCalls) {
    const Files files = {
        {"m.html",
         "{% macro open(f) %}<form method=\"post\">{{ f.hidden_tag() }}{% endmacro %}"
         "{% macro post() %}<form method=\"post\">{{ caller() }}</form>{% endmacro %}"}};
    EXPECT_EQ(check("{% from 'm.html' import open %}{{ open(form) }}</form>", files), "");
    EXPECT_EQ(check("{% import 'm.html' as m %}{% call m.post() %}{{ csrf_field() }}{% endcall %}",
                    files),
              "");
    EXPECT_EQ(check("{% import 'm.html' as m %}{% call m.post() %}x{% endcall %}", files),
              "E015 m.html:1: <form method=\"post\"> has no csrf field (form.hidden_tag() or "
              "csrf_field()), called from page.html:1");
}

TEST(Checks, ScriptsNeedANonce) {
    EXPECT_EQ(check("<script>x</script>"),
              "E016 page.html:1: <script> without nonce=\"{{ nonce }}\"");
    EXPECT_EQ(check("<style>x</style>"), "E016 page.html:1: <style> without nonce=\"{{ nonce }}\"");
    EXPECT_EQ(check("<script src=\"https://cdn.example.org/x.js\"></script>"),
              "E016 page.html:1: <script> from another origin: https://cdn.example.org/x.js");
    EXPECT_EQ(check("<script nonce=\"{{ nonce }}\">var t = {{ task.name|tojson }};</script>"
                    "<script type=\"application/json\">{{ task.name|tojson }}</script>"
                    "<script src=\"{{ url_for('static', filename='x.js') }}\"></script>"),
              "");
}

TEST(Checks, ValuesWhereNoEscapingIsEnough) {
    EXPECT_EQ(check("<a title={{ task.name }}>"),
              "E017 page.html:1:17: value in an unquoted attribute: put it in quotes");
    EXPECT_EQ(check("<a onclick=\"f({{ task.name }})\">"),
              "E017 page.html:1:22: value in onclick of <a> cannot be made safe");
    EXPECT_EQ(check("<p style=\"color: {{ task.name }}\">"),
              "E017 page.html:1:25: value in style of <p> cannot be made safe");
    EXPECT_EQ(check("<script nonce=\"{{ nonce }}\">{{ task.name }}</script>"),
              "E017 page.html:1:36: value in <script>: only |tojson is safe there");
    EXPECT_EQ(check("<h{{ task.id }}>"), "E017 page.html:1:10: value in the name of a tag");
    EXPECT_EQ(check("<p {{ task.name }}>"),
              "E017 page.html:1:11: value between attributes: use |xmlattr");
    EXPECT_EQ(check("<!-- {{ task.name }} -->"),
              "E017 page.html:1:13: value in a comment cannot be made safe");
    EXPECT_EQ(check("<a href=\"/s?q={{ task.name }}\">x</a>"),
              "E017 page.html:1:22: value behind '?' of an address: use |urlencode or url_for");
    EXPECT_EQ(check("<a href=\"javascript:f()\">x</a>"),
              "E017 page.html:1: href of <a> runs or carries code: javascript:f()");
}

TEST(Checks, BranchesEndInTheSamePlace) {
    EXPECT_EQ(
        check("{% if task %}<p title=\"{% endif %}"),
        "E017 page.html:1:4: branches end in different places: one in title of <p>, one in text");
    EXPECT_EQ(
        check("{% for t in tasks %}<p title=\"{% endfor %}"),
        "E017 page.html:1:4: branches end in different places: one in text, one in title of <p>");
    EXPECT_EQ(check("<p title=\"x"), "E017 page.html: the page ends in title of <p>");
    EXPECT_EQ(check("<input{% if task %} checked{% endif %} class=\"a{% if task %} b{% endif %}\">"
                    "<p{{ {'id': task.id}|xmlattr }}>{% if task %}<b>{% else %}<i>{% endif %}"),
              "");
}

TEST(Checks, FragmentsAndUnusedFiles) {
    Files files = {
        {"tasks/list.html", "{% block rosw %}{{ title }}{{ tasks|length }}{% endblock %}"},
        {"tasks/edit.html", "{{ task.name }}"},
        {"old.html", ""}};
    Engine engine(Loader::from_map(files), Environment());

    std::vector<Fault> faults = engine.load<Pages>();

    std::vector<std::string> texts;
    for (const Fault& fault : faults) {
        texts.push_back((fault.severity == Severity::Warning ? "warning " : "") + fault.text());
    }
    EXPECT_THAT(texts,
                ::testing::ElementsAre(
                    "warning old.html: no page, parent, import or include uses this file",
                    "warning tasks/edit.html: page EditTask never reads 'person'",
                    "tasks/list.html: page ListTasks has no block 'rows' (did you mean 'rosw'?)"));
}

TEST(Checks, SecretsAndMarkup) {
    EXPECT_EQ(check("{{ task.token }}"), "E020 page.html:1:8: task.token may not be shown");
    EXPECT_EQ(check("{{ task.name|safe }}"),
              "E020 page.html:1:14: safe needs a reason: safe(\"why this is trusted\")");
    EXPECT_EQ(check("{{ task.name|safe('made by us') }}"), "");
    EXPECT_EQ(check("{% autoescape false %}{% endautoescape %}"),
              "E017 page.html:1:4: a page cannot switch autoescape off: use safe(\"why\") for "
              "single values");
    EXPECT_EQ(check("<img src=\"/x.png\">"), "E020 page.html:1: img without alt");
}

TEST(Checks, AllFaultsAtOnceSorted) {
    EXPECT_EQ(check("{{ b }}\n{{ task.x }}{{ task.y }}", {}),
              "E002 page.html:1:4: name 'b' is not passed to this page (takes tasks, task, form)\n"
              "E003 page.html:2:8: Task has no field 'x'\n"
              "E003 page.html:2:20: Task has no field 'y'");
}

TEST(Checks, MissingNamesAreAllowedWhereTheyAreAskedFor) {
    EXPECT_EQ(check("{% if nope is defined %}a{% endif %}{{ nope|default('x') }}{{ task.nope is "
                    "defined }}"),
              "");
}

TEST(Checks, UrlsAreCheckedWhenTheyAreRendered) {
    Files files = {{"page.html",
                    "<a href=\"{{ task.name }}\">{{ task.name }}</a><a href=\"/t/{{ task.name "
                    "}}\"></a><a href=\"{{ url_for('x') }}\"></a>"}};
    EngineOptions options;
    options.warn_unused = false;
    Engine engine(Loader::from_map(files), make_environment(), options);
    ASSERT_TRUE(engine.load<AnyPages>().empty());
    Buffer out;

    render(engine, AnyPage{{}, Task{.name = "javascript:alert(1)"}, TaskForm{}}, nullptr, out);

    EXPECT_EQ(out.view(),
              "<a href=\"#blocked\">javascript:alert(1)</a><a "
              "href=\"/t/javascript:alert(1)\"></a><a href=\"/x\"></a>");
}

TEST(Checks, FormsRenderTheirFields) {
    Files files = {{"page.html",
                    "<form method=\"post\">{{ form.hidden_tag() }}{{ form.name(class='a b', "
                    "id='n') }}{{ form.reward }}</form>"}};
    EngineOptions options;
    options.warn_unused = false;
    Engine engine(Loader::from_map(files), make_environment(), options);
    ASSERT_TRUE(engine.load<AnyPages>().empty());
    Buffer out;

    render(engine, AnyPage{{}, Task{}, TaskForm{}}, nullptr, out);

    EXPECT_EQ(out.view(),
              "<form method=\"post\"><input type=\"hidden\" name=\"csrf_token\"><input "
              "name=\"name\" class=\"a b\" id=\"n\">"
              "<input name=\"reward\"></form>");
}

TEST(Checks, FilesThatAreNotHtmlAreNotEscaped) {
    Files files = {{"page.txt", "{{ task.name }} <a title={{ task.name }}>"}};
    EngineOptions options;
    options.warn_unused = false;
    Engine engine(Loader::from_map(files), make_environment(), options);
    ASSERT_TRUE(engine.load<TextPages>().empty());
    Buffer out;

    render(engine, TextPage{Task{.name = "<"}}, nullptr, out);

    EXPECT_EQ(out.view(), "< <a title=<>");
}

}  // namespace
