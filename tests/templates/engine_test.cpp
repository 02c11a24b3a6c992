// Reloading, limits, loaders and what is easy to get wrong around a render.
#include "carafe/templates/engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/templates/pages.hpp"
#include <filesystem>
#include <fstream>
#include <thread>

using namespace carafe;
using namespace carafe::templates;
using namespace carafe::templates::testing;
using ::testing::HasSubstr;

namespace {

namespace fs = std::filesystem;
using Files = std::map<std::string, std::string, std::less<>>;

/// A folder of its own that goes away again.
class Folder {
  public:
    Folder() {
        std::string pattern = (fs::temp_directory_path() / "carafe_templates_XXXXXX").string();
        path_ = mkdtemp(pattern.data());
    }

    ~Folder() { fs::remove_all(path_); }

    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    /// Every write has a new file time, whatever the file system's resolution.
    void write(const std::string& name, const std::string& text) {
        fs::create_directories((fs::path(path_) / name).parent_path());
        std::ofstream(fs::path(path_) / name) << text;
        fs::last_write_time(fs::path(path_) / name,
                            fs::file_time_type::clock::now() + std::chrono::seconds(++writes_));
    }

    const std::string& path() const { return path_; }

  private:
    std::string path_;
    int writes_ = 0;
};

std::string dynamic(const std::string& source, const std::string& context = "{}") {
    Engine engine(Loader::from_map({{"t", source}}), Environment());
    return engine.render_dynamic("t", context);
}

std::string failure(const std::string& source, const std::string& context = "{}") {
    try {
        return "rendered " + dynamic(source, context).substr(0, 100);
    } catch (const std::exception& error) {
        return error.what();
    }
}

EngineOptions development() {
    EngineOptions options;
    options.development = true;
    options.warn_unused = false;
    return options;
}

std::string render_list(const Engine& engine) {
    Buffer out;
    render(engine, ListTasks{std::vector<Task>(2), "T"}, nullptr, out);
    return std::string(out.view());
}

TEST(Reload, SeesChangedPagesAndParents) {
    Folder folder;
    folder.write("base.html", "({% block b %}{% endblock %}{% block rows %}{% endblock %})");
    folder.write(
        "tasks/list.html",
        "{% extends 'base.html' %}{% block b %}{{ title }}{{ tasks|length }}{% endblock %}");
    folder.write("tasks/edit.html", "{{ task.name }}{{ person is none }}");
    Engine engine(Loader::from_folder(folder.path()), Environment(), development());
    for (const Fault& fault : engine.load<Pages>()) {
        FAIL() << fault.text();
    }
    EXPECT_EQ(render_list(engine), "(T2)");

    folder.write("base.html", "[{% block b %}{% endblock %}{% block rows %}{% endblock %}]");
    EXPECT_EQ(render_list(engine), "[T2]");
    folder.write(
        "tasks/list.html",
        "{% extends 'base.html' %}{% block b %}changed{{ title }}{{ tasks|length }}{% endblock %}");
    EXPECT_EQ(render_list(engine), "[changedT2]");
}

TEST(Reload, AFaultShowsFileLineAndMessageUntilItIsMended) {
    Folder folder;
    folder.write("tasks/list.html", "{% block rows %}{{ title }}{{ tasks|length }}{% endblock %}");
    folder.write("tasks/edit.html", "{{ task.name }}{{ person is none }}");
    Engine engine(Loader::from_folder(folder.path()), Environment(), development());
    for (const Fault& fault : engine.load<Pages>()) {
        FAIL() << fault.text();
    }

    folder.write("tasks/list.html", "\n{{ titel }}{% block rows %}{% endblock %}");
    try {
        render_list(engine);
        FAIL();
    } catch (const TemplateError& error) {
        EXPECT_EQ(error.fault.file, "tasks/list.html");
        EXPECT_EQ(error.fault.line, 2u);
        EXPECT_THAT(error.what(), HasSubstr("name 'titel' is not passed to this page"));
    }
    folder.write("tasks/list.html", "mended{% block rows %}{% endblock %}");
    EXPECT_EQ(render_list(engine), "mended");
}

TEST(Reload, DoesNotLookAtFilesInProduction) {
    Folder folder;
    folder.write("tasks/list.html", "one{% block rows %}{% endblock %}");
    folder.write("tasks/edit.html", "");
    Engine engine(Loader::from_folder(folder.path()), Environment());
    engine.load<Pages>();
    folder.write("tasks/list.html", "two{% block rows %}{% endblock %}");
    EXPECT_EQ(render_list(engine), "one");
}

TEST(Limits, RecursionStopsAtItsPlace) {
    EXPECT_EQ(failure("{% macro f(n) %}\n{{ f(n + 1) }}{% endmacro %}{{ f(0) }}"),
              "t:2:4: called too deeply: more than 200 levels");
    EXPECT_THAT(failure("{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}"),
                HasSubstr("called too deeply"));
    EXPECT_THAT(failure("{% include 't' %}"), HasSubstr("called too deeply"));
}

std::string failure_within(const Limits& limits, const std::string& source) {
    EngineOptions options;
    options.limits = limits;
    Engine engine(Loader::from_map({{"t", source}}), Environment(), options);
    try {
        return "rendered " + engine.render_dynamic("t", "{}").substr(0, 100);
    } catch (const RenderError& error) {
        return error.what();
    }
}

TEST(Limits, OutputWorkAndMemoryAreBounded) {
    const std::string loop =
        "{% set r = range(1000) %}{% for i in r %}{% for j in r %}{{ 'x' * 100 }}{% endfor %}{% "
        "endfor %}";
    EXPECT_EQ(failure_within({.output = 1 << 20}, loop),
              "t:1:54: the page is too long: more than 1048576 bytes");
    EXPECT_EQ(failure_within({.steps = 10'000}, loop),
              "t:1:61: the template takes too long: more than 10000 steps");
    EXPECT_EQ(failure_within({.memory = 1 << 20}, loop), "t:1:54: the page needs too much memory");
    EXPECT_THAT(failure_within({.steps = 10'000}, "{% set x = range(100000000000) %}"),
                HasSubstr("takes too long"));
    EXPECT_THAT(failure("{{ 'x' * 100000000000 }}"), HasSubstr("repeated too often"));
    EXPECT_THAT(failure("{{ '%99999d'|format(1) }}"), HasSubstr("too wide"));
}

TEST(Limits, HostileTextsEndQuickly) {
    std::string deep(20'000, '(');
    EXPECT_THAT(failure("{{ " + deep + " }}"), HasSubstr("nested too deeply"));
    std::string ifs;
    for (int i = 0; i < 5000; ++i) {
        ifs += "{% if x %}";
    }
    EXPECT_THAT(failure(ifs), HasSubstr("nested too deeply"));
    std::string nots(20'000, ' ');
    for (std::size_t i = 0; i + 4 < nots.size(); i += 4) {
        nots.replace(i, 4, "not ");
    }
    EXPECT_THAT(failure("{{ " + nots + "1 }}"), HasSubstr("nested too deeply"));
    EXPECT_THAT(failure("{{ " + std::string(20'000, '-') + "1 }}"), HasSubstr("nested too deeply"));
}

TEST(Loaders, RefuseNamesThatLeaveTheFolder) {
    for (const char* name :
         {"../x", "a/../../x", "/etc/passwd", "", "a//b", "./a", "a\\b", "..", "a/."}) {
        EXPECT_FALSE(is_valid_name(name)) << name;
    }
    EXPECT_TRUE(is_valid_name("tasks/edit.html"));
    Folder folder;
    folder.write("in/a.html", "a");
    folder.write("secret.html", "s");
    Loader loader = Loader::from_folder(folder.path() + "/in");
    EXPECT_TRUE(loader.read("a.html").has_value());
    EXPECT_FALSE(loader.read("../secret.html").has_value());
}

TEST(Loaders, ReadTheBytesInsideTheProgram) {
    static constexpr EmbeddedFile kFiles[] = {{"a.html", "A{% include 'b.html' %}"},
                                              {"b.html", "B"}};
    Engine engine(Loader::from_embedded({kFiles}), Environment());
    EXPECT_EQ(engine.render_dynamic("a.html", "{}"), "AB");
    EXPECT_EQ(engine.loader().list(), (std::vector<std::string>{"a.html", "b.html"}));
}

TEST(Engine, AppendsToWhatTheBufferHolds) {
    Engine engine(
        Loader::from_map(
            {{"tasks/list.html", "{% set x %}cap{% endset %}{{ x }}{% block rows %}{% endblock %}"},
             {"tasks/edit.html", ""}}),
        Environment());
    engine.load<Pages>();
    Buffer out;
    out.add("before ");
    render(engine, ListTasks{{}, "T"}, nullptr, out);
    EXPECT_EQ(out.view(), "before cap");
}

TEST(Engine, RendersInsideARender) {
    static const Engine* current = nullptr;
    Environment environment;
    environment.add_function(
        {.name = "widget",
         .function =
             [](CallContext& context, Args) {
                 Buffer inner;
                 render(*current, EditTask{Task{.name = "in<"}, nullptr}, nullptr, inner);
                 return context.markup(inner.view());
             },
         .parameters = ""});
    Engine engine(
        Loader::from_map({{"tasks/list.html",
                           "{{ title }}{{ widget() }}{{ title }}{% block rows %}{{ tasks|length "
                           "}}{% endblock %}"},
                          {"tasks/edit.html", "[{{ task.name }}{{ person is not none }}]"}}),
        std::move(environment));
    for (const Fault& fault : engine.load<Pages>()) {
        FAIL() << fault.text();
    }
    current = &engine;
    EXPECT_EQ(render_list(engine), "T[in&lt;False]T2");
}

TEST(Engine, ThreadsShareAProgram) {
    Files files = {{"tasks/list.html",
                    "{% for t in tasks %}{{ loop.index }}{{ t.name }}{{ t.rotation|label }}{% "
                    "endfor %}{{ title }}{% block rows %}{% endblock %}"},
                   {"tasks/edit.html", ""}};
    Engine engine(Loader::from_map(files), Environment());
    engine.load<Pages>();
    std::vector<std::string> results(4);
    std::vector<std::thread> threads;
    for (std::string& result : results) {
        threads.emplace_back([&] {
            for (int i = 0; i < 200; ++i) {
                result = render_list(engine);
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    for (const std::string& result : results) {
        EXPECT_EQ(result, "1Every day2Every dayT");
    }
}

TEST(Engine, PagesAreStrictAboutWhatIsMissing) {
    Engine engine(Loader::from_map(
                      {{"tasks/list.html", "\n{{ tasks[5].name }}{% block rows %}{% endblock %}"},
                       {"tasks/edit.html", ""}}),
                  Environment());
    engine.load<Pages>();
    try {
        render_list(engine);
        FAIL();
    } catch (const RenderError& error) {
        EXPECT_EQ(error.fault.file, "tasks/list.html");
        EXPECT_EQ(error.fault.line, 2u);
        EXPECT_EQ(error.fault.column, 12u);
    }
}

TEST(Engine, RefusesABadContext) {
    EXPECT_THAT(failure("x", "[1]"), HasSubstr("expected a JSON object"));
    EXPECT_THAT(failure("x", "{"), HasSubstr("expected a JSON object"));
    EXPECT_THAT(failure("x", "{\"a\": 18446744073709551615}"), HasSubstr("does not fit"));
}

TEST(Engine, ShowsItsStages) {
    Engine engine(Loader::from_map({{"t", "a{{ x }}{% if y %}b{% endif %}"}}), Environment());
    EXPECT_EQ(engine.show_tokens("t"),
              "1:1 text \"a\"\n1:2 '{{'\n1:5 'x'\n1:7 '}}'\n1:9 '{%'\n1:12 'if'\n1:15 'y'\n1:17 "
              "'%}'\n1:19 text \"b\"\n1:20 '{%'\n1:23 'endif'\n1:29 '%}'\n");
    EXPECT_THAT(engine.show_tree("t"), HasSubstr("  Print  @1:2\n    Name 'x'  @1:5\n"));
    EXPECT_THAT(engine.show_code("t"), HasSubstr("Emit"));
}

}  // namespace
