#include "carafe/web/config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace carafe {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(Config, LaterSourcesWinAndTheApplicationsOwnNameWinsOverTheCommonOne) {
    Config config("demo");
    EXPECT_THAT(config.load({{"FLASK_ENV", "development"}, {"CARAFE_PORT", "7000"}, {"DEMO_CARAFE_PORT", "7001"}}, "", {}), IsEmpty());
    EXPECT_EQ(config.env(), Profile::Development);
    EXPECT_EQ(config.port(), 7001);
    EXPECT_THAT(config.load({}, "", {{"CARAFE_PORT", "7002"}}), IsEmpty());
    EXPECT_EQ(config.port(), 7002);
    EXPECT_EQ(config.port.source(), "command line");
}

TEST(Config, NamesEveryFaultAtOnce) {
    Config config("demo");
    auto faults = config.load({{"CARAFE_PORT", "x"}, {"CARAFE_ENV", "prod"}, {"CARAFE_PROT", "1"}}, "", {});
    ASSERT_EQ(faults.size(), 3u);
    EXPECT_THAT(faults, ::testing::Contains(HasSubstr("expected one of production development testing")));
    EXPECT_THAT(faults, ::testing::Contains(HasSubstr("did you mean CARAFE_PORT")));
}

TEST(Config, CommandLineKnowsOnlySettings) {
    Config config("demo");
    EXPECT_THAT(config.load({{"HOME", "/"}}, "", {{"FLASK_PORT", "7000"}, {"DEMO_CARAFE_LOG", "off"}}), IsEmpty());
    EXPECT_THAT(config.load({}, "", {{"SECRET_KY", "x"}}), ElementsAre(HasSubstr("did you mean SECRET_KEY")));
}

TEST(Config, ReadsDotenvLines) {
    std::string path = ::testing::TempDir() + "carafe_dotenv";
    std::ofstream(path) << "# comment\nexport CARAFE_PORT=7100\nSECRET_KEY='with # and =' \nbroken\n";
    std::vector<std::string> faults;
    auto variables = read_dotenv(path, faults);
    EXPECT_EQ(variables["CARAFE_PORT"], "7100");
    EXPECT_EQ(variables["SECRET_KEY"], "with # and =");
    EXPECT_THAT(faults, ElementsAre(HasSubstr(":4: expected NAME=value")));
    std::remove(path.c_str());
}

TEST(Config, ProductionRefusesWeakSecretsAndOpenHosts) {
    for (auto secret : {"", "dev-secret-key", "short", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}) {
        Config config("demo");
        config.load({{"SECRET_KEY", secret}, {"ALLOWED_HOSTS", "a.example"}, {"PUBLIC_URL", "https://a.example"}}, "", {});
        EXPECT_THAT(config.refusals(), ElementsAre(HasSubstr("SECRET_KEY"))) << secret;
    }
    Config config("demo");
    config.load({{"SECRET_KEY", "0f8e7d6c5b4a39281706f5e4d3c2b1a00f8e7d6c"}}, "", {});
    EXPECT_EQ(config.refusals().size(), 2u);
}

TEST(Config, PathsAreMountedAsTheyStand) {
    for (auto path : {"", "/", "/dash", "/dash/", "/home/my-dash_2.0~x"}) {
        EXPECT_THAT(Config("demo").load({{"APPLICATION_ROOT", path}}, "", {}), IsEmpty()) << path;
    }
    for (auto path : {"dash", "//dash", "/a//b", "/..", "/a/../b", "/a b", "/%61", "/ä", "/a?b", "https://a.example/dash"}) {
        EXPECT_THAT(Config("demo").load({{"APPLICATION_ROOT", path}}, "", {}), ElementsAre(HasSubstr("APPLICATION_ROOT"))) << path;
    }
}

TEST(Config, PublicUrlHasNoPath) {
    for (auto url : {"", "https://a.example", "http://localhost:8000/", "https://[::1]:8443"}) {
        EXPECT_THAT(Config("demo").load({{"PUBLIC_URL", url}}, "", {}), IsEmpty()) << url;
    }
    for (auto url : {"a.example", "https://", "https://a.example/dash", "ftp://a.example", "https://a.example?x"}) {
        EXPECT_THAT(Config("demo").load({{"PUBLIC_URL", url}}, "", {}), ElementsAre(HasSubstr("PUBLIC_URL"))) << url;
    }
}

TEST(Config, SecretsAreNeverShown) {
    Config config("demo");
    config.load({{"SECRET_KEY", "0f8e7d6c5b4a3928"}}, "", {});
    EXPECT_EQ(config.secret_key.show(), "••••");
}

}  // namespace carafe
