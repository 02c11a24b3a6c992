#include "carafe/forms/form_list.hpp"

#include "carafe/templates/define.hpp"
#include "carafe/templates/engine.hpp"
#include "carafe/testing/client.hpp"
#include "carafe/web/render.hpp"
#include "carafe/web/template_globals.hpp"
#include "tests/forms/models.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

namespace carafe {

namespace {

using form_tests::Address;
using ::testing::HasSubstr;

struct AddressForm : Form {
    HiddenField id{this, "id", {column(&Address::id)}};
    StringField street{this, "street", "Street", {required("Street is required."), column(&Address::street)}};
    StringField city{this, "city", "City", {column(&Address::city)}};
    ChoiceField country{this, "country", "Country"};
    ListField phones{this, "phones", "Phone", {max_entries(2, "At most 2 numbers.")}};
    FileField plan{this, "plan", "Plan"};
    using Form::Form;
    void validate() override {
        if (street.text() == "Nowhere") street.error("There is no such street.");
    }
};

struct CustomerForm : Form {
    StringField name{this, "name", "Name"};
    FormList<AddressForm> addresses{this, "addresses", "Addresses",
                                    {min_entries(1, "Add an address."), max_entries(3, "At most 3 addresses.")}};
    explicit CustomerForm(Probe probe) : Form(probe) {}
    explicit CustomerForm(Request& request) : Form(request) {
        addresses.set_up_rows([](AddressForm& row) { row.country.set_choices({{"", "None"}, {"fr", "France"}}); });
    }
};

/// A row without a key: models are found by their position.
struct StreetForm : Form {
    StringField street{this, "street", "Street", {column(&Address::street)}};
    using Form::Form;
};

struct StreetsForm : Form {
    FormList<StreetForm> streets{this, "streets", "Streets"};
    using Form::Form;
};

struct CustomerPage : templates::Page<CustomerForm> {
    using Page::Page;
    static constexpr templates::PageInfo info{"customer.html", {"form"}};
};
using Pages = templates::PageList<CustomerPage>;

/// What the handlers under test do with their form.
struct Probe {
    std::function<void(CustomerForm&, bool valid)> look = [](CustomerForm&, bool) {};
    std::function<void(StreetsForm&)> look_at_streets = [](StreetsForm&) {};
};

Response take(Request& request) {
    CustomerForm form{request};
    form.addresses.fill_from(std::vector<Address>{{.id = Id<Address>{7}, .street = "High Street"}});
    const bool valid = form.validate_on_submit();
    request.state<Probe>().look(form, valid);
    return render(request, CustomerPage{form});
}

Response take_streets(Request& request) {
    StreetsForm form{request};
    EXPECT_TRUE(form.validate_on_submit());
    request.state<Probe>().look_at_streets(form);
    return no_content();
}

std::unique_ptr<templates::Engine> make_engine(const App& app, std::string rows) {
    templates::Environment environment;
    add_web_globals(environment, app);
    return std::make_unique<templates::Engine>(templates::Loader::from_map({{"customer.html", std::move(rows)}}),
                                               std::move(environment));
}

constexpr const char* kRows =
    "{% for row in form.addresses %}{{ row.id }}{{ row.street(class='x') }}{{ row.street.errors|join }};{% endfor %}"
    "{{ form.addresses.errors|join }} {{ form.addresses|length }} of {{ form.addresses.label }}";

struct FormListTest : ::testing::Test {
    FormListTest() { EXPECT_EQ(start(kRows), std::vector<std::string>()); }

    std::vector<std::string> start(std::string page) {
        config = std::make_unique<Config>("demo");
        config->load({{"CARAFE_ENV", "testing"}}, "", {});
        app = std::make_unique<App>(*config, clock, Log("off"));
        probe = &app->provide(std::make_unique<Probe>());
        app->root().form<"/take", take>(public_access("test"), {.csrf = Csrf::Off});
        app->root().post<"/streets", take_streets>(public_access("test"), {.csrf = Csrf::Off});
        app->use_templates<Pages>(make_engine(*app, std::move(page)));
        return app->start();
    }

    std::string post(const testing::Fields& fields, std::function<void(CustomerForm&, bool)> look) {
        bool looked = false;
        probe->look = [&](CustomerForm& form, bool valid) {
            looked = true;
            look(form, valid);
        };
        auto answer = testing::TestClient(*app).post("/take", fields);
        EXPECT_TRUE(looked);
        return answer.body;
    }

    static std::vector<std::string> streets(const CustomerForm& form) {
        std::vector<std::string> all;
        for (std::size_t i = 0; i < form.addresses.size(); ++i) all.push_back(form.addresses[i].street.text());
        return all;
    }
    static std::string first_error(const FormField& field) { return field.errors().empty() ? "" : field.errors()[0]; }

    SimulatedClock clock{"2028-02-29T12:00:00Z"};
    std::unique_ptr<Config> config;
    std::unique_ptr<App> app;
    Probe* probe = nullptr;
};

const testing::Fields kTwo = {{"name", "Anna"},
                              {"addresses-0-street", " High Street "},
                              {"addresses-0-city", "Oxford"},
                              {"addresses-1-street", "Low Street"},
                              {"addresses-1-country", "fr"}};

testing::Fields with(std::string name, std::string value) {
    auto fields = kTwo;
    fields.emplace_back(std::move(name), std::move(value));
    return fields;
}

using Streets = std::vector<std::string>;

}  // namespace

}  // namespace carafe

template struct carafe::templates::Define<carafe::Pages>;

namespace carafe {

TEST_F(FormListTest, EachRowIsAFormOfItsOwn) {
    post(kTwo, [](CustomerForm& form, bool valid) {
        EXPECT_TRUE(valid);
        EXPECT_EQ(streets(form), (Streets{"High Street", "Low Street"}));
        EXPECT_EQ(form.addresses[0].city.text(), "Oxford");
        EXPECT_EQ(form.addresses[1].country.text(), "fr");
        EXPECT_EQ(form.addresses[1].street.name(), "addresses-1-street");
        EXPECT_EQ(form.addresses[1].find("street"), &form.addresses[1].street);
    });
}

TEST_F(FormListTest, FaultsStandInTheirRow) {
    auto fields = with("addresses-2-city", "Rome");
    fields.emplace_back("addresses-1-phones-0", "1");
    fields.emplace_back("addresses-1-phones-1", "2");
    fields.emplace_back("addresses-1-phones-2", "3");
    auto body = post(fields, [](CustomerForm& form, bool valid) {
        EXPECT_FALSE(valid);
        EXPECT_FALSE(form.addresses[0].has_errors());
        EXPECT_EQ(first_error(form.addresses[1].phones), "At most 2 numbers.");
        EXPECT_EQ(first_error(form.addresses[2].street), "Street is required.");
        EXPECT_TRUE(form.addresses.has_errors());
        EXPECT_TRUE(form.addresses.errors().empty());
    });
    EXPECT_THAT(body, HasSubstr(R"(name="addresses-2-street" type="text" class="x" value="">Street is required.;)"));
}

TEST_F(FormListTest, ClearingItsErrorsClearsThoseOfTheRows) {
    post({{"addresses-0-city", "Rome"}}, [](CustomerForm& form, bool) {
        form.addresses.clear_errors();
        EXPECT_FALSE(form.has_errors());
    });
}

TEST_F(FormListTest, RowsValidateThemselves) {
    post({{"addresses-0-street", "Nowhere"}}, [](CustomerForm& form, bool valid) {
        EXPECT_FALSE(valid);
        EXPECT_EQ(first_error(form.addresses[0].street), "There is no such street.");
    });
}

TEST_F(FormListTest, CountsItsRows) {
    post({{"name", "Anna"}}, [](CustomerForm& form, bool) { EXPECT_EQ(first_error(form.addresses), "Add an address."); });
    testing::Fields four;
    for (auto i : {"0", "1", "2", "3"}) four.emplace_back(std::string("addresses-") + i + "-street", "High Street");
    post(four, [](CustomerForm& form, bool) { EXPECT_EQ(first_error(form.addresses), "At most 3 addresses."); });
}

TEST_F(FormListTest, RowsLeftEmptyDoNotCount) {
    auto fields = with("addresses-2-street", "  ");
    fields.emplace_back("addresses-2-country", "");
    fields.emplace_back("addresses-2-phones-0", " ");
    fields.emplace_back("addresses-3-street", "Mill Lane");
    post(fields, [](CustomerForm& form, bool valid) {
        EXPECT_TRUE(valid);
        EXPECT_EQ(streets(form), (Streets{"High Street", "Low Street", "Mill Lane"}));
        EXPECT_EQ(form.addresses[2].street.name(), "addresses-2-street");
    });
}

TEST_F(FormListTest, ButtonsWorkWithoutScripts) {
    auto press = [&](std::string op, Streets expected) {
        auto body = post(with("op", op), [&](CustomerForm& form, bool valid) {
            EXPECT_FALSE(valid);
            EXPECT_FALSE(form.has_errors());
            EXPECT_EQ(streets(form), expected) << op;
            for (std::size_t i = 0; i < form.addresses.size(); ++i) {
                EXPECT_EQ(form.addresses[i].street.name(), "addresses-" + std::to_string(i) + "-street") << op;
            }
        });
        EXPECT_THAT(body, HasSubstr(std::to_string(expected.size()) + " of"));
    };
    press("addresses-add", {"High Street", "Low Street", ""});
    press("addresses-0-remove", {"Low Street"});
    press("addresses-1-up", {"Low Street", "High Street"});
    press("addresses-0-down", {"Low Street", "High Street"});
    press("addresses-0-up", {"High Street", "Low Street"});
    press("addresses-9-remove", {"High Street", "Low Street"});
    press("addresses--1-remove", {"High Street", "Low Street"});
    press("addresses-99999999999999999999-up", {"High Street", "Low Street"});
}

TEST_F(FormListTest, ListsInRowsHaveTheirButtons) {
    auto fields = with("addresses-1-phones-0", "44");
    fields.emplace_back("op", "addresses-1-phones-add");
    post(fields, [](CustomerForm& form, bool valid) {
        EXPECT_FALSE(valid);
        EXPECT_EQ(form.addresses[1].phones.entries(), (Streets{"44", ""}));
        EXPECT_EQ(form.addresses[1].phones.parts()[1]->name(), "addresses-1-phones-1");
    });
}

TEST_F(FormListTest, NamesInsideARowMoveWithIt) {
    auto fields = with("addresses-1-phones-0", "44");
    fields.emplace_back("op", "addresses-1-up");
    post(fields, [](CustomerForm& form, bool) {
        EXPECT_EQ(form.addresses[0].phones.parts()[0]->name(), "addresses-0-phones-0");
    });
}

TEST_F(FormListTest, GapsKeepTheOrder) {
    post({{"addresses-7-street", "Seven"}, {"addresses-003-street", "Three"}, {"addresses-999-street", "Last"}},
         [](CustomerForm& form, bool valid) {
             EXPECT_TRUE(valid);
             EXPECT_EQ(streets(form), (Streets{"Three", "Seven", "Last"}));
         });
}

TEST_F(FormListTest, TooLargeNumbersAreAnError) {
    for (auto number : {"1000", "999999999", "99999999999999999999999"}) {
        post(with(std::string("addresses-") + number + "-street", "x"), [&](CustomerForm& form, bool valid) {
            EXPECT_FALSE(valid) << number;
            EXPECT_EQ(first_error(form.addresses), "At most 1000 entries.") << number;
            EXPECT_EQ(streets(form), (Streets{"High Street", "Low Street"})) << number;
        });
    }
}

TEST_F(FormListTest, NamesThatBelongToNoRowAreNobodys) {
    for (auto name : {"addresses", "addresses-", "addresses-0", "addresses--1-street", "addresses--street", "addresses-x-street",
                      "addresses-0x1-street", "addresses-+1-street", "addresses-0-", "addresses-0-stret", "addresses-1-",
                      "addresses-0-street-0", "addressesx-0-street", "addresses-0-addresses-0-street"}) {
        post(with(name, "x"), [&](CustomerForm& form, bool valid) {
            EXPECT_TRUE(valid) << name;
            EXPECT_EQ(streets(form), (Streets{"High Street", "Low Street"})) << name;
        });
    }
}

TEST_F(FormListTest, ADoubledFieldOfARowIsAnError) {
    post(with("addresses-0-street", "again"), [](CustomerForm& form, bool valid) {
        EXPECT_FALSE(valid);
        EXPECT_EQ(first_error(form.addresses[0].street), "This field was sent twice.");
    });
}

TEST_F(FormListTest, BadBytesDoNotMakeARowEmpty) {
    post(with("addresses-2-street", "\xff"), [](CustomerForm& form, bool valid) {
        EXPECT_FALSE(valid);
        ASSERT_EQ(form.addresses.size(), 3u);
        EXPECT_EQ(first_error(form.addresses[2].street), "Invalid characters.");
    });
}

TEST_F(FormListTest, ThousandsOfRowsAreBounded) {
    testing::Fields fields;
    for (int i = 0; i < 1000; ++i) fields.emplace_back("addresses-" + std::to_string(i) + "-street", "x");
    post(fields, [](CustomerForm& form, bool) {
        EXPECT_EQ(form.addresses.size(), 1000u);
        EXPECT_EQ(first_error(form.addresses), "At most 3 addresses.");
    });
    for (int i = 1000; i < 10'000; ++i) fields.emplace_back("addresses-" + std::to_string(i) + "-street", "x");
    EXPECT_EQ(testing::TestClient(*app).post("/take", fields).status, 413);
    EXPECT_EQ(testing::TestClient(*app).post_multipart("/take", fields, {}).status, 413);
}

TEST_F(FormListTest, AFullListTakesNoFurtherRow) {
    testing::Fields fields{{"op", "addresses-add"}};
    for (int i = 0; i < 999; ++i) fields.emplace_back("addresses-" + std::to_string(i) + "-street", "x");
    post(fields, [](CustomerForm& form, bool) {
        EXPECT_EQ(form.addresses.size(), 1000u);
        EXPECT_THROW(form.addresses.add(), std::length_error);
    });
}

TEST_F(FormListTest, TakesFilesOfRows) {
    std::string plan;
    probe->look = [&](CustomerForm& form, bool) { plan = form.addresses[1].plan.file()->bytes; };
    testing::TestClient client{*app};
    client.post_multipart("/take", kTwo, {{"addresses-1-plan", {"plan.txt", "text/plain", "left, then right"}}});
    EXPECT_EQ(plan, "left, then right");
}

TEST_F(FormListTest, ShowsModelsUnlessItWasPosted) {
    auto page = testing::TestClient(*app).get("/take");
    EXPECT_THAT(page.body, HasSubstr(R"(<input id="addresses-0-id" name="addresses-0-id" type="hidden" value="7">)"
                                     R"(<input id="addresses-0-street" name="addresses-0-street" type="text" )"
                                     R"(class="x" value="High Street">)"));
    EXPECT_THAT(page.body, HasSubstr(" 1 of <label"));
    post({{"addresses-0-street", "Posted"}}, [](CustomerForm& form, bool) { EXPECT_EQ(streets(form), Streets{"Posted"}); });
}

TEST_F(FormListTest, RowsFindTheirModelByItsKey) {
    const testing::Fields fields = {{"addresses-0-id", "2"},         {"addresses-0-street", "Second"},
                                    {"addresses-1-id", ""},          {"addresses-1-street", "New"},
                                    {"addresses-2-id", "1"},         {"addresses-2-street", "First"}};
    post(fields, [](CustomerForm& form, bool) {
        std::vector<Address> addresses = {{Id<Address>{1}, "a", ""}, {Id<Address>{2}, "b", ""}, {Id<Address>{3}, "c", ""}};
        auto removed = form.addresses.populate(addresses);
        ASSERT_EQ(addresses.size(), 3u);
        EXPECT_EQ(addresses[0].id.value, 2);
        EXPECT_EQ(addresses[0].street, "Second");
        EXPECT_EQ(addresses[1].id.value, 0);
        EXPECT_EQ(addresses[1].street, "New");
        EXPECT_EQ(addresses[2].id.value, 1);
        EXPECT_EQ(addresses[2].street, "First");
        ASSERT_EQ(removed.size(), 1u);
        EXPECT_EQ(removed[0].id.value, 3);
    });
}

TEST_F(FormListTest, ForgedKeysReachNoModel) {
    const testing::Fields fields = {{"addresses-0-id", "99"}, {"addresses-0-street", "Foreign"},
                                    {"addresses-1-id", "1"},  {"addresses-1-street", "Own"},
                                    {"addresses-2-id", "1"},  {"addresses-2-street", "Again"}};
    post(fields, [](CustomerForm& form, bool) {
        std::vector<Address> addresses = {{Id<Address>{1}, "a", ""}};
        auto removed = form.addresses.populate(addresses);
        ASSERT_EQ(addresses.size(), 3u);
        EXPECT_EQ(addresses[0].id.value, 0);
        EXPECT_EQ(addresses[1].id.value, 1);
        EXPECT_EQ(addresses[1].street, "Own");
        EXPECT_EQ(addresses[2].id.value, 0);
        EXPECT_TRUE(removed.empty());
    });
}

TEST_F(FormListTest, RowsWithoutAKeyGoByPosition) {
    std::vector<Address> addresses = {{Id<Address>{1}, "a", "Oxford"}, {Id<Address>{2}, "b", "Rome"}};
    std::vector<Address> removed;
    probe->look_at_streets = [&](StreetsForm& form) { removed = form.streets.populate(addresses); };

    testing::TestClient(*app).post("/streets", {{"streets-0-street", "x"}});
    ASSERT_EQ(addresses.size(), 1u);
    EXPECT_EQ(addresses[0].id.value, 1);
    EXPECT_EQ(addresses[0].street, "x");
    EXPECT_EQ(addresses[0].city, "Oxford");
    ASSERT_EQ(removed.size(), 1u);
    EXPECT_EQ(removed[0].id.value, 2);

    testing::TestClient(*app).post("/streets", {{"streets-0-street", "x"}, {"streets-1-street", "y"}});
    ASSERT_EQ(addresses.size(), 2u);
    EXPECT_EQ(addresses[1].id.value, 0);
    EXPECT_EQ(addresses[1].street, "y");
    EXPECT_TRUE(removed.empty());
}

TEST_F(FormListTest, AllErrorsOfAFormNameTheirFields) {
    ASSERT_EQ(start("{% for name in form.errors %}{{ name }} {% endfor %}"), std::vector<std::string>());
    auto body = post(with("addresses-2-city", "Rome"), [](CustomerForm& form, bool) { form.addresses.error("Odd."); });
    EXPECT_EQ(body, "addresses addresses-2-street ");
}

TEST_F(FormListTest, TemplatesAreCheckedInsideRows) {
    auto faults = [&](std::string page) { return start(std::move(page)); };
    EXPECT_EQ(faults("{% for row in form.addresses %}{{ row.stret }}{% endfor %}"),
              Streets{"templates.E014 customer.html:1:38: AddressForm has no field 'stret' (did you mean 'street'?)"});
    EXPECT_EQ(faults("{% for row in form.addresses %}{{ row.stret(class='x') }}{% endfor %}"),
              Streets{"templates.E014 customer.html:1:38: AddressForm has no field 'stret' (did you mean 'street'?)"});
    EXPECT_EQ(faults("{% for row in form.addresses %}{{ row.street.error }}{% endfor %}"),
              Streets{"templates.E003 customer.html:1:45: form field has no field 'error' (did you mean 'errors'?)"});
    for (auto page : {"{% for row in form.addresses %}{% for part in row.phones %}{{ part.nme }}{% endfor %}{% endfor %}",
                      "{% macro one(row) %}{{ row.stret }}{% endmacro %}"
                      "{% for row in form.addresses %}{{ one(row) }}{% endfor %}",
                      "{{ form.addresses.street }}", "{{ form.addresses }}"}) {
        EXPECT_EQ(faults(page).size(), 1u) << page;
    }
}

}  // namespace carafe
