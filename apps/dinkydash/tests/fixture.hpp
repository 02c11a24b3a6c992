// A whole server in a test: its own database, its own folder, a clock that stands still, and browsers
// that use the real pages.
//
//     Site site;
//     auto anna = site.browser();
//     register_family(anna, "Beispiel", "anna@example.com");
//     auto id = add_task(site, anna, "Dishes", {"Anna", "Ben"});
#pragma once
#include "apps/dinkydash/app.hpp"
#include "carafe/base/clock.hpp"
#include "carafe/orm/database.hpp"
#include "carafe/testing/client.hpp"
#include "carafe/testing/test_database.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dinkydash {

using carafe::testing::Fields;
using carafe::testing::TestAnswer;
using carafe::testing::TestClient;
using carafe::testing::TestFile;
using carafe::testing::TestForm;

inline constexpr const char* kPassword = "correct horse 7";

/// A folder that goes with its owner.
class TempFolder {
  public:
    TempFolder();
    ~TempFolder();
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

enum class Storage { Memory, File };

class Site {
  public:
    /// @param more  settings beside those of a test.
    explicit Site(Storage storage = Storage::Memory, const carafe::Variables& more = {});

    /// A browser of its own, at an address of its own.
    TestClient browser();

    /// Rows of a query as text, for looking behind the pages.
    std::vector<std::vector<std::string>> rows(const std::string& sql);
    /// The only value of a query.
    std::string value(const std::string& sql);
    std::int64_t number(const std::string& sql);
    /// Changes what no page can change: past times, foreign rows.
    void run(const std::string& sql);
    /// Every row of a family's tables, one line each. @param where_tenant  "= 2", "<> 1".
    std::string dump(const std::string& where_tenant);
    /// The newest mail's text; the outbox must not be empty.
    std::string last_mail();

    std::filesystem::path uploads() const { return folder.path() / "uploads"; }

    /// Pictures on the disk.
    std::vector<std::string> stored_files() const;

    TempFolder folder{};
    std::optional<carafe::testing::TestDatabase> place{};  ///< none: in memory
    AppConfig config{};
    carafe::SimulatedClock clock{"2027-04-21T10:00:00Z"};  // a Wednesday
    std::unique_ptr<carafe::App> app{};

  private:
    int browsers_ = 0;
};

// ---- what people do ---------------------------------------------------------------------------------

/// Registers through the form; the browser is logged in as the owner afterwards.
void register_family(TestClient& client, const std::string& family, const std::string& email);
TestAnswer log_in(TestClient& client,
                  const std::string& email,
                  const std::string& password = kPassword,
                  bool remember = false);
/// @return id of the new person.
std::int64_t add_person(Site& site, TestClient& client, const std::string& name);
/// The form of a new daily task with these entries, not sent yet.
TestForm task_form(TestClient& client,
                   const std::string& name,
                   const std::vector<std::string>& rotation);
/// A daily task that moves on each day. @return its id.
std::int64_t add_task(Site& site,
                      TestClient& client,
                      const std::string& name,
                      const std::vector<std::string>& rotation);
TestForm countdown_form(TestClient& client, const std::string& name, int day, int month);
std::int64_t add_countdown(
    Site& site, TestClient& client, const std::string& name, int day, int month);
std::int64_t add_dashboard(Site& site, TestClient& client, const std::string& name);
/// Invites and accepts; `guest` is logged in afterwards. @return id of the new login.
std::int64_t invite(Site& site,
                    TestClient& admin,
                    TestClient& guest,
                    const std::string& email,
                    const std::string& role);

/// What the admin's page shows once for a new screen.
struct NewScreen {
    std::int64_t id = 0;
    std::string path;  ///< of the link
    std::string code;
};

NewScreen add_screen(Site& site, TestClient& admin, bool may_tick = true, bool may_swap = false);
/// Adds a screen and connects the browser `wall` to it. @return its id.
std::int64_t pair_screen(
    Site& site, TestClient& admin, TestClient& wall, bool may_tick = true, bool may_swap = false);

// ---- reading answers --------------------------------------------------------------------------------

/// Path of the first link in `text` that has this part, without scheme and host.
std::string link_with(std::string_view text, std::string_view part);
/// The article of one task on a dashboard or wall; empty when it is not there.
std::string card_of(const TestAnswer& page, std::int64_t task);
/// Name of the person whose turn the card shows.
std::string turn_of(const TestAnswer& page, std::int64_t task);
/// How often `part` stands in `text`.
std::size_t count_of(std::string_view text, std::string_view part);

// ---- pictures ---------------------------------------------------------------------------------------

std::string make_image(int width, int height, const char* type);
TestFile jpg_file(std::string bytes);

}  // namespace dinkydash
