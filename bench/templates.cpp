// One page: base, 6 navigation entries, a flash message, 20 rows of 6 columns through a macro.
// bench/templates.py runs this and Jinja2 with the same data and prints the ratio.
//
//     bench_templates ROWS         time per page in microseconds on stdout, the page on stderr
#include "carafe/base/numbers.hpp"
#include "carafe/base/type_define.hpp"
#include "carafe/templates/define.hpp"
#include "carafe/templates/engine.hpp"
#include "carafe/templates/escape.hpp"

#include <ctime>
#include <iostream>

using namespace carafe;
using namespace carafe::templates;

namespace bench {

enum class State { Open, Done, Late };
constexpr EnumEntry<State> kStateNames[] = {
    {State::Open, "open"}, {State::Done, "done"}, {State::Late, "late"}};

constexpr auto& enum_names(State) {
    return kStateNames;
}

struct Person {
    std::int64_t id = 0;
    std::string name{};

    static constexpr void describe(auto& t) {
        t.col("id", &Person::id);
        t.col("name", &Person::name);
    }
};

struct Task {
    std::int64_t id = 0;
    std::string name{};
    std::optional<std::string> emoji{};
    State state = State::Open;
    double score = 0;
    Person person{};

    static constexpr void describe(auto& t) {
        t.col("id", &Task::id);
        t.col("name", &Task::name);
        t.col("emoji", &Task::emoji);
        t.col("state", &Task::state);
        t.col("score", &Task::score);
        t.col("person", &Task::person);
    }
};

struct NavItem {
    std::string url{};
    std::string label{};
    bool active = false;

    static constexpr void describe(auto& t) {
        t.col("url", &NavItem::url);
        t.col("label", &NavItem::label);
        t.col("active", &NavItem::active);
    }
};

struct Flash {
    std::string category{};
    std::string text{};

    static constexpr void describe(auto& t) {
        t.col("category", &Flash::category);
        t.col("text", &Flash::text);
    }
};

struct User {
    std::string name{};
    std::string email{};
    bool admin = false;

    static constexpr void describe(auto& t) {
        t.col("name", &User::name);
        t.col("email", &User::email);
        t.col("admin", &User::admin);
    }
};

struct ListPage
    : Page<std::vector<Task>, std::vector<NavItem>, std::vector<Flash>, User, std::string> {
    using Page::Page;
    static constexpr PageInfo info{"list.html", {"tasks", "nav", "flashes", "user", "title"}};
};

using Pages = PageList<ListPage>;

/// The same as data() in templates.py.
struct Data {
    std::vector<Task> tasks{};
    std::vector<NavItem> nav{};
    std::vector<Flash> flashes{{"success", "Task \"Dishes\" saved."}};
    User user{"Anna O'Neil", "anna@example.org", true};
    std::string title = "Tasks & chores";
};

Data make_data(int rows) {
    static constexpr const char* kPeople[] = {"Ana", "Bo & Co", "Chloé"};
    Data data;
    for (int i = 0; i < 6; ++i) {
        data.nav.push_back(
            {"/p/" + std::to_string(i) + "?a=1&b=2", "Page " + std::to_string(i), i == 2});
    }
    for (int i = 0; i < rows; ++i) {
        Task task{.id = 100 + i,
                  .state = static_cast<State>(i % 3),
                  .score = i * 1.37,
                  .person = {i, kPeople[i % 3]}};
        task.name = (i % 4 == 0 ? "Wash the <dishes> & dry them " : "Take out the rubbish ") +
                    std::to_string(i);
        if (i % 3 == 0) {
            task.emoji = "🧽";
        }
        data.tasks.push_back(task);
    }
    return data;
}

double cpu_seconds() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

/// Best of nine runs, microseconds a page.
template <class F>
double measure(int rounds, const F& render_once) {
    double best = 1e9;
    for (int run = 0; run < 9; ++run) {
        double begin = cpu_seconds();
        for (int i = 0; i < rounds; ++i) {
            render_once();
        }
        best = std::min(best, (cpu_seconds() - begin) / rounds);
    }
    return best * 1e6;
}

}  // namespace bench

template struct carafe::DefineTypes<
    carafe::TypeList<bench::Person, bench::Task, bench::NavItem, bench::Flash, bench::User>>;
template struct carafe::templates::Define<bench::Pages>;

int main(int count, char** arguments) {
    int rows = count > 1 ? parse_decimal<int>(arguments[1], 0, 100'000).value_or(20) : 20;
    Engine engine(Loader::from_folder(CARAFE_SOURCE_DIR "/bench/templates"), Environment());
    for (const Fault& fault : engine.load<bench::Pages>()) {
        std::cerr << fault.text() << '\n';
    }
    bench::Data d = bench::make_data(rows);
    Buffer out;
    double time = bench::measure(std::max(1, 60'000 / std::max(rows, 1)), [&] {
        out.clear();
        render(engine, bench::ListPage{d.tasks, d.nav, d.flashes, d.user, d.title}, nullptr, out);
    });
    std::cout << time << '\n';
    std::cerr << out.view();
}
