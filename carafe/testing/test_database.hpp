// A database of its own for one test, empty, removed at its end.
//
//     testing::TestDatabase place;                       // on the engine that CARAFE_TEST_ENGINE names
//     orm::Database database(place.url(), Models{}, clock);
//
// CARAFE_TEST_ENGINE is `sqlite` (when not set), `postgresql` or `mariadb`; servers are found by
// CARAFE_TEST_POSTGRESQL and CARAFE_TEST_MARIADB (scripts/servers.py sets them).
#pragma once
#include <filesystem>
#include <string>

namespace carafe::testing {

enum class Engine { Sqlite, Postgresql, Mariadb };

/// What CARAFE_TEST_ENGINE names. @throws std::runtime_error for an unknown name.
Engine test_engine();

class TestDatabase {
  public:
    /// @throws std::runtime_error when the engine's server is not there.
    explicit TestDatabase(Engine engine = test_engine());
    ~TestDatabase();
    TestDatabase(const TestDatabase&) = delete;
    TestDatabase& operator=(const TestDatabase&) = delete;

    /// SQLite: a file in a temporary folder, not written through to the disk.
    const std::string& url() const { return url_; }

    Engine engine() const { return engine_; }

  private:
    Engine engine_;
    std::string url_{};
    std::string name_{};              ///< servers
    std::filesystem::path folder_{};  ///< SQLite
};

}  // namespace carafe::testing
