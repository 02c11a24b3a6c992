// The program `carafe` from outside.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

namespace carafe {

namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::StartsWith;

struct Outcome {
    int status = -1;
    std::string out;
    std::string error;
};

std::string read_file(const fs::path& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// A folder with templates, in which the program runs.
struct CarafeProgram : ::testing::Test {
    CarafeProgram() {
        std::string pattern = (fs::temp_directory_path() / "carafe_program_XXXXXX").string();
        folder = mkdtemp(pattern.data());
        write("base.html", "<body>{% block body %}{% endblock %}</body>\n");
        write("pages/base.html", "<main>{% block body %}{% endblock %}</main>\n");
        write("page.html", "{% extends 'base.html' %}\n{% block body %}{{ title|upper }}"
                           "{% for x in list %}{{ x }};{% endfor %}{% endblock %}\n");
        write("values.json", R"({"title": "a<b", "list": [1, 2.5, {"$markup": "<i>"}]})");
    }
    ~CarafeProgram() override { fs::remove_all(folder); }

    void write(const std::string& name, const std::string& text) const {
        fs::create_directories((folder / name).parent_path());
        std::ofstream(folder / name, std::ios::binary) << text;
    }

    /// Runs the program that lies beside this one, with nothing from the environment.
    Outcome run(const std::string& arguments) const {
        const auto program = fs::canonical("/proc/self/exe").parent_path() / "carafe";
        const auto command =
            "cd '" + folder.string() + "' && timeout 60 env -i '" + program.string() + "' " + arguments + " 2>errors";
        Outcome outcome;
        FILE* pipe = popen(command.c_str(), "r");  // NOLINT(cert-env33-c): the text is our own
        if (pipe == nullptr) return outcome;
        std::array<char, 4096> buffer{};
        while (const auto n = fread(buffer.data(), 1, buffer.size(), pipe)) outcome.out.append(buffer.data(), n);
        const int ended = pclose(pipe);
        outcome.status = WIFEXITED(ended) ? WEXITSTATUS(ended) : -1;
        outcome.error = read_file(folder / "errors");
        return outcome;
    }

    /// Runs it to a fault: nothing on standard output, status 1. @return the message.
    std::string fault(const std::string& arguments) const {
        const auto outcome = run(arguments);
        EXPECT_EQ(outcome.status, 1) << arguments;
        EXPECT_EQ(outcome.out, "") << arguments;
        return outcome.error;
    }

    /// Runs it with wrong arguments: nothing on standard output, status 2. @return the message.
    std::string misuse(const std::string& arguments) const {
        const auto outcome = run(arguments);
        EXPECT_EQ(outcome.status, 2) << arguments;
        EXPECT_EQ(outcome.out, "") << arguments;
        return outcome.error;
    }

    fs::path folder;
};

}  // namespace

TEST_F(CarafeProgram, RendersATemplateWithItsValues) {
    auto outcome = run("template render page.html --context values.json");
    EXPECT_EQ(outcome.status, 0) << outcome.error;
    EXPECT_EQ(outcome.out, "<body>A&lt;B1;2.5;<i>;</body>");
    EXPECT_EQ(run("template render page.html").out, "<body></body>");
}

TEST_F(CarafeProgram, LooksForFilesBesideTheTemplate) {
    write("pages/page.html", "{% extends 'base.html' %}{% block body %}x{% endblock %}");
    EXPECT_EQ(run("template render pages/page.html").out, "<main>x</main>");
    EXPECT_EQ(run("template render '" + (folder / "pages/page.html").string() + "'").out, "<main>x</main>");
}

TEST_F(CarafeProgram, ShowsTokens) {
    write("t.html", "a\n{{ x|join('\\t\"') }}");
    EXPECT_EQ(run("template render t.html --tokens").out,
              "1:1 text \"a\\n\"\n2:1 '{{'\n2:4 'x'\n2:5 '|'\n2:6 'join'\n2:10 '('\n2:11 string \"\\t\\\"\"\n2:16 ')'\n2:18 '}}'\n");
}

TEST_F(CarafeProgram, ShowsTheTree) {
    write("t.html", "{% for a in b if a.c %}{{ f(a, d=1.5) }}{% else %}\nno{% endfor %}");
    EXPECT_EQ(run("template render t.html --tree").out, R"(Body  @1:1
  For  @1:4
    target Name 'a'  @1:8
    in Name 'b'  @1:13
    if Attribute 'c'  @1:19
      Name 'a'  @1:18
    Body  @1:24
      Print  @1:24
        Call d  @1:27
          Name 'f'  @1:27
          argument Name 'a'  @1:29
          argument Constant 1.5  @1:34
    else Body  @1:51
      Text "\nno"  @1:51
)");
}

TEST_F(CarafeProgram, ShowsTheProgram) {
    write("t.html", "<p>{{ x }}</p>");
    EXPECT_EQ(run("template render t.html --code").out, R"(function t.html, 0 registers
    0  Emit -1 0 0 a=1 "<p>"  @t.html:1:7
    1  Text 4 0 0 "</p>"  @t.html:1:11
    2  End 0 0 0  @t.html:1:11
values
   -1  undefined 'x'
)");
}

TEST_F(CarafeProgram, FaultsNameFileLineAndColumn) {
    write("pages/syntax.html", "a\n  {{ x %}");
    write("pages/includes.html", "{% include 'syntax.html' %}");
    write("pages/divides.html", "\n{{ 1 // zero }}");
    write("zero.json", "{\"zero\": 0}");
    for (auto stage : {"", " --tree", " --code"}) {
        EXPECT_EQ(fault(std::string("template render pages/syntax.html") + stage),
                  "pages/syntax.html:2:8: expected '}}', found '%}'\n");
    }
    EXPECT_EQ(fault("template render pages/includes.html"), "pages/syntax.html:2:8: expected '}}', found '%}'\n");
    EXPECT_EQ(fault("template render pages/divides.html --context zero.json"), "pages/divides.html:2:4: division by zero\n");
    write("open.html", "{# never closed");
    EXPECT_THAT(fault("template render open.html --tokens"), StartsWith("open.html:1:"));
}

TEST_F(CarafeProgram, FilesThatAreNotThereAreFaults) {
    EXPECT_EQ(misuse("template render none.html"), "carafe: there is no file none.html\n");
    EXPECT_EQ(misuse("template render page.html --context none.json"), "carafe: cannot read none.json\n");
    EXPECT_EQ(misuse("template render pages"), "carafe: there is no file pages\n");
    EXPECT_EQ(misuse("template render page.html --context pages"), "carafe: cannot read pages\n");
}

TEST_F(CarafeProgram, ValuesThatAreNoJsonObjectAreFaults) {
    write("bad.json", "{\"a\": 1,\n  \"b\": }");
    write("list.json", "[1]");
    write("more.json", "{} {}");
    write("open.json", "{\"a\":");
    EXPECT_THAT(fault("template render page.html --context bad.json"), StartsWith("bad.json:2:8: expected a JSON object: "));
    EXPECT_EQ(fault("template render page.html --context list.json"), "list.json:1:1: expected a JSON object\n");
    EXPECT_THAT(fault("template render page.html --context more.json"), StartsWith("more.json:1:4: expected a JSON object: "));
    EXPECT_THAT(fault("template render page.html --context open.json"), StartsWith("open.json:1:6: expected a JSON object: "));
}

TEST_F(CarafeProgram, WrongUsageIsStatus2) {
    for (auto arguments : {"", "template", "template render", "template render page.html --tokens --tree",
                           "template render page.html --tree --code", "template burn page.html", "serve"}) {
        auto outcome = run(arguments);
        EXPECT_EQ(outcome.status, 2) << arguments;
        EXPECT_EQ(outcome.out, "") << arguments;
        EXPECT_THAT(outcome.error, HasSubstr("--help")) << arguments;
    }
    EXPECT_EQ(run("--help").status, 0);
}

}  // namespace carafe
