// `db keys …` of a program with one encrypted column, on a database of its own.
#include "carafe/cli/program.hpp"
#include "carafe/migrate/schema_writer.hpp"
#include "carafe/orm/database.hpp"
#include "carafe/orm/define.hpp"
#include "carafe/testing/test_database.hpp"
#include "carafe/web/app.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace carafe {

namespace key_commands {

struct Clinic {
    Id<Clinic> id{};
    std::string name{};
    static constexpr void describe(auto& t) {
        t.table("clinics");
        t.tenant_root();
        t.id("id", &Clinic::id);
        t.col("name", &Clinic::name);
    }
};

struct Patient : orm::TenantOwned<Patient, Clinic> {
    Id<Patient> id{};
    orm::Encrypted<std::string> phone{};
    static constexpr void describe(auto& t) {
        t.table("patients");
        t.id("id", &Patient::id);
        t.tenant("clinic_id");
        t.col("phone", &Patient::phone);
    }
};
using Models = orm::ModelList<Clinic, Patient, orm::DataKey>;

}  // namespace key_commands

namespace {

using namespace key_commands;
using ::testing::HasSubstr;

class KeyCommands : public ::testing::Test {
  protected:
    struct Outcome {
        int status;
        std::string out;
        std::string error;
    };

    Outcome run(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {"clinic", "--set", "CARAFE_ENV=testing"});
        std::vector<char*> argv;
        for (auto& argument : arguments) argv.push_back(argument.data());
        Config config("clinic");
        cli::Program program{.name = "clinic", .summary = "test", .config = &config};
        program.create = [&](const Clock& clock, const Log& log) {
            auto app = std::make_unique<App>(config, clock, log);
            app->use_database(std::make_unique<orm::Database>(place.url(), Models{}, clock));
            if (!is_filled) fill(app->database());
            is_filled = true;
            return app;
        };
        ::testing::internal::CaptureStdout();
        ::testing::internal::CaptureStderr();
        const int status = cli::run(static_cast<int>(argv.size()), argv.data(), std::move(program));
        auto out = ::testing::internal::GetCapturedStdout();
        return {status, std::move(out), ::testing::internal::GetCapturedStderr()};
    }

    static void fill(orm::Database& database) {
        migrate::create_schema(database);
        database.transact([](orm::Session& session) {
            Clinic clinic;
            session.create_tenant(clinic).insert(Patient{.phone = "98450 12345"});
        });
    }

    testing::TestDatabase place{};
    bool is_filled = false;
};

}  // namespace

TEST_F(KeyCommands, RotateSealsAgain) {
    auto outcome = run({"db", "keys", "rotate"});
    EXPECT_EQ(outcome.status, cli::kDone) << outcome.error;
    EXPECT_THAT(outcome.out, HasSubstr("1 keys made, 1 values sealed again."));
}

TEST_F(KeyCommands, DestroyErasesATenantAndRotateSaysSo) {
    auto outcome = run({"db", "keys", "destroy", "1"});
    EXPECT_EQ(outcome.status, cli::kDone) << outcome.error;
    EXPECT_THAT(outcome.out, HasSubstr("Destroyed 1 keys"));
    EXPECT_EQ(run({"db", "keys", "destroy", "1"}).status, cli::kFailed);
    outcome = run({"db", "keys", "rotate"});
    EXPECT_EQ(outcome.status, cli::kFaultFound);
    EXPECT_THAT(outcome.out, HasSubstr("1 values do not open"));
}

TEST_F(KeyCommands, DataKeysOfTheSettingsWrap) {
    const std::string key = "DATA_KEYS=2026:" + std::string(43, 'A') + "=";
    EXPECT_EQ(run({"db", "keys", "rotate"}).status, cli::kDone);
    EXPECT_EQ(run({"--set", key, "db", "keys", "rotate"}).status, cli::kDone);
    // What was wrapped by a key of the list wants it.
    auto outcome = run({"db", "keys", "rotate"});
    EXPECT_EQ(outcome.status, cli::kFailed);
    EXPECT_THAT(outcome.error, HasSubstr("DATA_KEYS has no master key \"2026\""));
}

TEST_F(KeyCommands, WrongUseIsRefused) {
    for (auto tenant : {"0", "-1", "all"}) {
        EXPECT_EQ(run({"db", "keys", "destroy", tenant}).status, cli::kUsage) << tenant;
    }
    EXPECT_EQ(run({"db", "keys"}).status, cli::kUsage);
    auto outcome = run({"--set", "DATA_KEYS=x", "db", "keys", "rotate"});
    EXPECT_EQ(outcome.status, cli::kFailed);
    EXPECT_THAT(outcome.error, HasSubstr("DATA_KEYS wants ID:KEY"));
}

}  // namespace carafe

template struct carafe::orm::Define<carafe::key_commands::Models>;
