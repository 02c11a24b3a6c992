#include "carafe/base/type_define.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace carafe;

namespace {

enum class Rotation { Daily, Weekly };
constexpr EnumEntry<Rotation> kRotationNames[] = {{Rotation::Daily, "daily", "Every day"},
                                                  {Rotation::Weekly, "weekly"}};

constexpr auto& enum_names(Rotation) {
    return kRotationNames;
}

struct Person;

template <class M>
struct Stamped {
    Timestamp created_at{};
    Timestamp updated_at{};
};

/// Stands in for a relation of the orm room.
template <class T>
struct Loaded {
    const T* target = nullptr;
};

struct Task : Stamped<Task> {
    Id<Task> id{};
    std::optional<Id<Person>> person_id{};
    std::string name{};
    std::optional<std::string> emoji{};
    Rotation rotation = Rotation::Daily;
    Money reward{};
    std::optional<Date> due{};
    std::string token{};
    std::vector<std::string> tags{};
    std::map<std::string, int> counts{};
    std::vector<std::byte> photo{};
    Loaded<Person> person{};

    std::string title() const { return name + "!"; }

    const std::string& raw_name() const noexcept { return name; }

    static constexpr void describe(auto& t) {
        t.table("tasks");
        t.id("id", &Task::id);
        t.tenant("family_id");
        t.ref("person_id", &Task::person_id).on_delete(1);
        t.col("name", &Task::name).size(100).renamed_from("title");
        t.col("emoji", &Task::emoji);
        t.col("rotation", &Task::rotation).default_value(Rotation::Daily);
        t.col("reward", &Task::reward);
        t.col("due", &Task::due);
        t.col("token", &Task::token).secret();
        t.field("tags", &Task::tags);
        t.field("counts", &Task::counts);
        t.col("photo", &Task::photo);
        t.timestamps();
        t.versioned();
        t.index(&Task::due);
        t.unique(&Task::person_id, &Task::name);
        t.check("name_not_blank", "length(trim({name})) > 0");
        t.belongs_to("person", &Task::person, &Task::person_id);
        t.method("title", &Task::title);
        t.property("raw_name", &Task::raw_name);
    }
};

struct Person {
    std::string name{};
    std::vector<Task> tasks{};

    static constexpr void describe(auto& t) {
        t.col("name", &Person::name);
        t.field("tasks", &Person::tasks);
        t.tenant_root();
    }
};

}  // namespace

template <class T>
struct carafe::ValueOf<Loaded<T>> {
    static Value load(const Loaded<T>& relation) {
        return relation.target != nullptr ? to_value(*relation.target) : Value::none();
    }

    static const Type& type() { return carafe::type_of<T>(); }
};

template struct carafe::DefineTypes<carafe::TypeList<Task, Person>>;

namespace {

TEST(Type, ReadsEveryFieldInPlace) {
    Person anna{.name = "Anna"};
    Task task{.id = Id<Task>(7),
              .name = "Dishes",
              .reward = {250},
              .due = make_date(2028, 2, 29),
              .person = {&anna}};
    task.created_at = {1000};

    const Type& type = type_of<Task>();
    auto read = [&](std::string_view name) { return type.find_field(name)->read(&task); };

    EXPECT_EQ(type.name, "Task");
    EXPECT_EQ(read("id").as_integer(), 7);
    EXPECT_TRUE(read("person_id").is(Kind::None));
    EXPECT_EQ(read("name").as_text(), "Dishes");
    EXPECT_EQ(read("name").as_text().data(), task.name.data());
    EXPECT_TRUE(read("emoji").is(Kind::None));
    EXPECT_EQ(read("rotation").as_text(), "daily");
    EXPECT_EQ(read("reward").as_integer(), 250);
    EXPECT_TRUE(read("reward").is(Kind::Money));
    EXPECT_TRUE(read("due").is(Kind::Date));
    EXPECT_EQ(read("created_at").as_integer(), 1000);
    EXPECT_EQ(read("person").address(), &anna);
    EXPECT_EQ(&read("person").type(), &type_of<Person>());
}

TEST(Type, HidesSecretsAndUnshowableMembers) {
    const Type& type = type_of<Task>();

    EXPECT_EQ(type.find_field("token"), nullptr);
    EXPECT_TRUE(type.is_hidden("token"));
    EXPECT_TRUE(type.is_hidden("photo"));
    EXPECT_FALSE(type.is_hidden("name"));
}

TEST(Type, KnowsKindsOptionalsAndNames) {
    const Type& type = type_of<Task>();

    EXPECT_EQ(type.find_field("emoji")->type->kind, Kind::Text);
    EXPECT_TRUE(type.find_field("emoji")->type->is_optional);
    EXPECT_EQ(type.find_field("tags")->type->kind, Kind::Sequence);
    EXPECT_EQ(type.find_field("tags")->type->inner().kind, Kind::Text);
    EXPECT_EQ(type.find_field("rotation")->type->enumerators()[0].label, "Every day");
    EXPECT_EQ(&type_of<Person>().find_field("tasks")->type->inner(), &type);
}

TEST(Type, CallsMethodsAndKeepsTheirTextInTheArena) {
    Arena arena;
    CallContext context(arena, nullptr);
    Task task{.name = "Dishes"};

    const Method* title = type_of<Task>().find_method("title");
    const Method* raw = type_of<Task>().find_method("raw_name");

    EXPECT_EQ(title->invoke(context, &task, *title, {}).as_text(), "Dishes!");
    EXPECT_EQ(raw->invoke(context, &task, *raw, {}).as_text().data(), task.name.data());
    EXPECT_TRUE(raw->is_property);
}

TEST(Type, LooksUpMapsByName) {
    Arena arena;
    CallContext context(arena, nullptr);
    Task task{.counts = {{"open", 3}}};

    Value counts = type_of<Task>().find_field("counts")->read(&task);

    EXPECT_EQ(counts.type().lookup(context, counts.address(), "open").as_integer(), 3);
    EXPECT_TRUE(counts.type().lookup(context, counts.address(), "shut").is_undefined());
    EXPECT_EQ(counts.type().iterate(context, counts.address()).items().count, 1u);
}

TEST(Type, WalksSequencesByStride) {
    std::vector<Task> tasks(3);
    tasks[2].name = "last";

    Value all = to_value(tasks);
    Span span = all.type().span(all.address());

    ASSERT_EQ(span.count, 3u);
    const Type& element = all.type().inner();
    EXPECT_EQ(element.find_field("name")->read(span.data + 2 * element.size).as_text(), "last");
}

struct Widget {
    std::string name;
};

Value call_widget(CallContext& context, const void* self, Args arguments) {
    std::string html = "<input name=" + static_cast<const Widget*>(self)->name;
    for (std::size_t i = 0; i < arguments.names.size(); ++i) {
        html += ' ' + std::string(arguments.names[i]) + '=' +
                std::string(arguments.find(arguments.names[i])->as_text());
    }
    return context.markup(html);
}

TEST(Type, TakesFieldsAtRunTimeAndCallsObjects) {
    struct Form {
        int unused = 0;
        Widget name{"person"};
    };

    static Type widget{.name = "StringField", .size = sizeof(Widget), .call = &call_widget};
    static Type form{.name = "PersonForm", .size = sizeof(Form)};
    form.add_field(make_object_field("name", offsetof(Form, name), widget));
    Form probe;
    Arena arena;
    CallContext context(arena, nullptr);

    Value field = form.find_field("name")->read(&probe);
    Value values[] = {Value::text("wide")};
    std::string_view names[] = {"class"};
    Value html = field.type().call(context, field.address(), {values, names});

    EXPECT_EQ(html.as_text(), "<input name=person class=wide");
    EXPECT_TRUE(html.is_markup());
}

}  // namespace
