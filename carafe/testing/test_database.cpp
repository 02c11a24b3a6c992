#include "carafe/testing/test_database.hpp"

#include "carafe/db/engine.hpp"

#include <unistd.h>

#include <cstdlib>
#include <stdexcept>

namespace carafe::testing {

namespace {

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value ? value : "";
}

std::string server_address(Engine engine) {
    const char* name =
        engine == Engine::Postgresql ? "CARAFE_TEST_POSTGRESQL" : "CARAFE_TEST_MARIADB";
    auto address = variable(name);
    if (address.empty()) {
        throw std::runtime_error(std::string(name) + " is not set: run scripts/servers.py COMMAND");
    }
    return address;
}

void administer(Engine engine, const std::string& statement) {
    auto url = db::parse_url(server_address(engine));
    db::open_connection(*url, {})->run(statement);
}

std::string make_folder() {
    auto pattern = (std::filesystem::temp_directory_path() / "carafe-test-XXXXXX").string();
    if (!mkdtemp(pattern.data())) {
        throw std::runtime_error("no temporary folder");
    }
    return pattern;
}

/// Names that no other process uses now.
std::string next_name() {
    static int number = 0;
    return "carafe_test_" + std::to_string(getpid()) + "_" + std::to_string(++number);
}

}  // namespace

Engine test_engine() {
    const auto name = variable("CARAFE_TEST_ENGINE");
    if (name.empty() || name == "sqlite") {
        return Engine::Sqlite;
    }
    if (name == "postgresql") {
        return Engine::Postgresql;
    }
    if (name == "mariadb") {
        return Engine::Mariadb;
    }
    throw std::runtime_error("CARAFE_TEST_ENGINE names an unknown engine: " + name);
}

TestDatabase::TestDatabase(Engine engine) : engine_(engine) {
    if (engine == Engine::Sqlite) {
        folder_ = make_folder();
        url_ = "sqlite:///" + (folder_ / "test.db").string() + "?durability=normal";
        return;
    }
    name_ = next_name();
    administer(engine, "CREATE DATABASE " + name_);
    const auto address = server_address(engine);
    url_ = address.substr(0, address.rfind('/') + 1) + name_;
}

TestDatabase::~TestDatabase() {
    if (engine_ == Engine::Sqlite) {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
        return;
    }
    const bool force = engine_ == Engine::Postgresql;
    administer(engine_, "DROP DATABASE " + name_ + (force ? " WITH (FORCE)" : ""));
}

}  // namespace carafe::testing
