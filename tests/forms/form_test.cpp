#include "carafe/forms/form.hpp"

#include "carafe/testing/client.hpp"
#include "tests/forms/models.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace carafe {

namespace {

using form_tests::Chore;
using ChoreKind = form_tests::Kind;

struct ChoreForm : Form {
    StringField name{this, "name", "Name", {required("Name is required."), column(&Chore::name)}};
    StringField note{this, "note", "Note", {column(&Chore::note)}};
    EnumField<ChoreKind> kind{this, "kind", "Kind", {column(&Chore::kind)}};
    IntField every{this, "every", "Every", {number_range(1, 52, "From 1 to 52."), column(&Chore::every)}};
    BoolField active{this, "active", "Active", {column(&Chore::active)}};
    DateField due{this, "due", "Due", {column(&Chore::due)}};
    StringField email{this, "email", "E-mail", {email_address("Invalid email address.")}};
    PasswordField password{this, "password", "Password"};
    ListField rotation{this, "rotation", "Person", {min_entries(1, "Add at least one person."), max_entries(3, "Too many.")}};
    MultiChoiceField days{this, "days", "Days"};
    using Form::Form;
};

/// What the handler under test does with its form.
struct Probe {
    std::function<void(ChoreForm&, bool valid)> look;
};

Response take(Request& request) {
    ChoreForm form{request};
    form.days.set_choices({{"0", "Sun"}, {"1", "Mon"}, {"2", "Tue"}});
    const bool valid = form.validate_on_submit();
    request.state<Probe>().look(form, valid);
    return no_content();
}

struct FormTest : ::testing::Test {
    FormTest() : config("demo"), clock("2028-02-29T12:00:00Z") {
        config.load({{"CARAFE_ENV", "testing"}}, "", {});
        app = std::make_unique<App>(config, clock, Log("off"));
        probe = &app->provide(std::make_unique<Probe>());
        app->root().post<"/take", take>(public_access("test"), {.csrf = Csrf::Off});
        EXPECT_TRUE(app->start().empty());
    }
    void post(const testing::Fields& fields, std::function<void(ChoreForm&, bool)> look) {
        bool looked = false;
        probe->look = [&](ChoreForm& form, bool valid) {
            looked = true;
            look(form, valid);
        };
        testing::TestClient client{*app};
        client.post("/take", fields);
        EXPECT_TRUE(looked);
    }
    static std::string first_error(const FormField& field) { return field.errors().empty() ? "" : field.errors()[0]; }
    Config config;
    SimulatedClock clock;
    std::unique_ptr<App> app;
    Probe* probe = nullptr;
};

const testing::Fields kGood = {{"name", "  Dishes  "}, {"note", ""},       {"kind", "weekly"}, {"every", "2"},
                               {"active", "y"},        {"due", "2028-03-01"}, {"rotation-0", "Anna"}};

testing::Fields with(std::string name, std::string value) {
    auto fields = kGood;
    std::erase_if(fields, [&](const auto& field) { return field.first == name; });
    fields.emplace_back(std::move(name), std::move(value));
    return fields;
}

}  // namespace

TEST_F(FormTest, ReadsTrimsAndWritesToTheModel) {
    post(kGood, [](ChoreForm& form, bool valid) {
        ASSERT_TRUE(valid);
        Chore chore;
        chore.note = "old";
        form.populate(chore);
        EXPECT_EQ(chore.name, "Dishes");
        EXPECT_FALSE(chore.note);
        EXPECT_EQ(chore.kind, ChoreKind::Weekly);
        EXPECT_EQ(chore.every, 2);
        EXPECT_EQ(chore.due, make_date(2028, 3, 1));
        EXPECT_EQ(form.rotation.entries(), std::vector<std::string>{"Anna"});
    });
}

TEST_F(FormTest, SaysWhatIsWrongWithEachField) {
    post(with("name", ""), [](ChoreForm& form, bool) { EXPECT_EQ(first_error(form.name), "Name is required."); });
    post(with("name", "12345678901"), [](ChoreForm& form, bool) { EXPECT_EQ(first_error(form.name), "At most 10 characters."); });
    post(with("name", "äöüäöüäöüä"), [](ChoreForm& form, bool) { EXPECT_EQ(first_error(form.name), ""); });
    post(with("kind", "dayly"), [](ChoreForm& form, bool) { EXPECT_EQ(first_error(form.kind), "Not a valid choice."); });
    post(with("every", "53"), [](ChoreForm& form, bool) { EXPECT_EQ(first_error(form.every), "From 1 to 52."); });
    post(with("every", "1x"), [](ChoreForm& form, bool) { EXPECT_EQ(first_error(form.every), "Please enter a number."); });
    post(with("due", "2028-02-30"), [](ChoreForm& form, bool) { EXPECT_EQ(first_error(form.due), "This date does not exist."); });
    post(with("name", std::string("a\0b", 3)), [](ChoreForm& form, bool) { EXPECT_EQ(first_error(form.name), "Invalid characters."); });
    post(with("name", "\xff\xfe"), [](ChoreForm& form, bool) { EXPECT_EQ(first_error(form.name), "Invalid characters."); });
    post(with("rotation-0", "  "), [](ChoreForm& form, bool) { EXPECT_EQ(first_error(form.rotation), "Add at least one person."); });
}

TEST_F(FormTest, TakesOnlyPlausibleAddresses) {
    for (auto good : {"anna@example.org", "a.b+c@sub.example.org"}) {
        post(with("email", good), [&](ChoreForm& form, bool) { EXPECT_EQ(first_error(form.email), "") << good; });
    }
    for (auto bad : {"anna", "anna@", "@example.org", "anna@example", "a@b@example.org", "a b@example.org", "anna@example..org",
                     "anna@.org", "anna@example.org,x"}) {
        post(with("email", bad), [&](ChoreForm& form, bool) { EXPECT_EQ(first_error(form.email), "Invalid email address.") << bad; });
    }
}

TEST_F(FormTest, ADoubledFieldIsAnErrorAndNoException) {
    auto fields = kGood;
    fields.emplace_back("name", "again");
    post(fields, [](ChoreForm& form, bool valid) {
        EXPECT_FALSE(valid);
        EXPECT_EQ(first_error(form.name), "This field was sent twice.");
    });
}

TEST_F(FormTest, PasswordsAreTakenAsTheyAreAndNeverShown) {
    post(with("password", "  two words  "), [](ChoreForm& form, bool) {
        EXPECT_EQ(form.password.text(), "  two words  ");
        std::string out;
        form.password.write_input(out, {});
        EXPECT_EQ(out.find("two words"), std::string::npos);
    });
}

TEST_F(FormTest, ListButtonsWorkWithoutScripts) {
    const testing::Fields three = {{"rotation-0", "Anna"}, {"rotation-1", "Ben"}, {"rotation-2", "Cleo"}};
    auto press = [&](std::string op, std::vector<std::string> expected) {
        auto fields = three;
        fields.emplace_back("op", op);
        post(fields, [&](ChoreForm& form, bool valid) {
            EXPECT_FALSE(valid);
            EXPECT_FALSE(form.has_errors());
            EXPECT_EQ(form.rotation.entries(), expected) << op;
        });
    };
    press("rotation-add", {"Anna", "Ben", "Cleo", ""});
    press("rotation-1-remove", {"Anna", "Cleo"});
    press("rotation-1-up", {"Ben", "Anna", "Cleo"});
    press("rotation-1-down", {"Anna", "Cleo", "Ben"});
    press("rotation-0-up", {"Anna", "Ben", "Cleo"});
    press("rotation-9-remove", {"Anna", "Ben", "Cleo"});
}

TEST_F(FormTest, ListsWithGapsKeepTheirOrder) {
    auto fields = with("rotation-0", "");
    fields.emplace_back("rotation-7", "Ben");
    fields.emplace_back("rotation-3", "Cleo");
    fields.emplace_back("rotation-x", "nobody");
    fields.emplace_back("rotation--1", "nobody");
    post(fields, [](ChoreForm& form, bool) { EXPECT_EQ(form.rotation.entries(), (std::vector<std::string>{"Cleo", "Ben"})); });
}

TEST_F(FormTest, SeveralChoicesMakeAMask) {
    auto fields = kGood;
    fields.emplace_back("days", "0");
    fields.emplace_back("days", "2");
    post(fields, [](ChoreForm& form, bool) { EXPECT_EQ(form.days.mask(), 0b101); });
    fields.emplace_back("days", "9");
    post(fields, [](ChoreForm& form, bool) { EXPECT_EQ(first_error(form.days), "Not a valid choice."); });
}

TEST_F(FormTest, InputsEscapeWhatTheyShow) {
    post(with("note", "\"><script>"), [](ChoreForm& form, bool) {
        std::string out;
        form.note.write_input(out, {});
        EXPECT_EQ(out, R"(<input id="note" name="note" type="text" value="&#34;&gt;&lt;script&gt;">)");
    });
}

}  // namespace carafe
