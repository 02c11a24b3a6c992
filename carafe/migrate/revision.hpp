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
//     -- up postgresql
//     ...
//     -- schema                                  what the models want of the tables that change
//     table tasks tenant_id - target
//     column id key key - 0 none
//     ...
#pragma once
#include "carafe/base/embedded.hpp"
#include "carafe/base/result.hpp"
#include "carafe/base/time.hpp"
#include "carafe/migrate/difference.hpp"
#include "carafe/migrate/schema.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace carafe::migrate {

/// SQL for one engine, each statement ending with a semicolon at the end of a line.
struct Script {
    std::string up{};
    std::string down{};  ///< empty: there is no way back
};

struct Revision {
    std::string id{};      ///< "20280301T1012_ab12cd"
    std::string parent{};  ///< empty for the first one
    std::string file{};    ///< "20280301T1012_ab12cd_task_priority.sql"
    std::vector<std::string> notes{};
    std::vector<std::string> dangerous{};
    std::vector<std::string> calls{};
    std::string reason{};    ///< why what is dangerous may happen
    std::map<std::string, Script, std::less<>> scripts{};  ///< by engine
    std::string schema{};  ///< tables that change as they are afterwards; `dropped NAME`

    /// Empty scripts when the file says nothing for this engine.
    const Script& script(std::string_view engine) const;
    /// Of what this engine runs: adding another engine later is no edit.
    std::string checksum(std::string_view engine) const;
    /// Why it cannot be applied as it stands: nothing for the engine, a TODO, or danger without a
    /// reason; empty: it can.
    std::string objection(std::string_view engine) const;
};

/// @return `migrate.E101` no revision line, `migrate.E102` unknown line, `migrate.E103` no way up.
Result<Revision> parse_revision(std::string_view file, std::string_view text);
/// The file's text.
std::string format_revision(const Revision& revision);
/// Puts the steps on SQLite into a revision: notes, dangers, the scripts up and down.
void add_steps(Revision& revision, const std::vector<Step>& steps);
/// Gives a revision its id, made from `now` and its content, and its file name.
void name_revision(Revision& revision, std::string_view message, Timestamp now);
/// Statements as a script: one after the other, each with its semicolon.
std::string script_of(const std::vector<std::string>& statements);

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

    /// What the models wanted at the last revision.
    /// @throws MigrationError when a revision does not say.
    Schema schema() const;

    /// Id of the last one; empty when there is none.
    std::string head() const { return list_.empty() ? std::string() : list_.back().id; }

    /// Position of the revision whose id starts with `prefix`.
    /// @throws MigrationError when none or several do.
    std::size_t find(std::string_view prefix) const;

  private:
    std::vector<Revision> list_{};
};

}  // namespace carafe::migrate
