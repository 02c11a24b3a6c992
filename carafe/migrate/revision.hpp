// Revision files: one reviewed step of a database's history, up and down.
//
//     -- carafe: revision 20280301T1012_ab12cd parent 20280228T0900_91ffee
//     -- carafe: note add column tasks.priority
//     -- carafe: dangerous drop column tasks.obsolete
//     -- carafe: allow "unused since March"      without it upgrade refuses what is dangerous
//     -- carafe: call backfill_slugs             a registered C++ function, run after the SQL
//     -- up sqlite
//     ALTER TABLE "tasks" ADD COLUMN "priority" INTEGER;
//     -- down sqlite
//     ...
#pragma once
#include "carafe/base/embedded.hpp"
#include "carafe/base/result.hpp"
#include "carafe/base/time.hpp"
#include "carafe/migrate/difference.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace carafe::migrate {

struct Revision {
    std::string id{};      ///< "20280301T1012_ab12cd"
    std::string parent{};  ///< empty for the first one
    std::string file{};    ///< "20280301T1012_ab12cd_task_priority.sql"
    std::vector<std::string> notes{};
    std::vector<std::string> dangerous{};
    std::vector<std::string> calls{};
    std::string reason{};    ///< why what is dangerous may happen
    std::string up{};        ///< SQL
    std::string down{};      ///< SQL; empty: there is no way back
    std::string checksum{};  ///< of the file's text

    /// Why it cannot be applied as it stands: a TODO, or danger without a reason; empty: it can.
    std::string objection() const;
};

/// @return `migrate.E101` no revision line, `migrate.E102` unknown line, `migrate.E103` no way up.
Result<Revision> parse_revision(std::string_view file, std::string_view text);
/// The file's text.
std::string format_revision(const Revision& revision);
/// A revision from steps: its id is made from `now` and its content.
Revision make_revision(const std::vector<Step>& steps,
                       const std::string& parent,
                       std::string_view message,
                       Timestamp now);

/// All revisions of an application, in order from the first.
class Revisions {
  public:
    Revisions() = default;
    /// @throws Conflict when they do not form one chain, MigrationError for a file that cannot be
    /// read.
    explicit Revisions(std::vector<Revision> unordered);
    static Revisions from_folder(const std::filesystem::path& folder);
    static Revisions from_embedded(EmbeddedFiles files);

    const std::vector<Revision>& list() const { return list_; }

    bool empty() const { return list_.empty(); }

    /// Id of the last one; empty when there is none.
    std::string head() const { return list_.empty() ? std::string() : list_.back().id; }

    /// Position of the revision whose id starts with `prefix`.
    /// @throws MigrationError when none or several do.
    std::size_t find(std::string_view prefix) const;

  private:
    std::vector<Revision> list_{};
};

}  // namespace carafe::migrate
