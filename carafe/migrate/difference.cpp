#include "carafe/migrate/difference.hpp"

#include "carafe/db/dialect.hpp"
#include "carafe/db/engine.hpp"
#include "carafe/migrate/errors.hpp"
#include "carafe/migrate/schema_parts.hpp"
#include "carafe/migrate/rebuild.hpp"
#include "carafe/migrate/schema_writer.hpp"

#include <algorithm>

namespace carafe::migrate {

namespace {

using Names = std::map<std::string, std::string>;
using Statements = std::vector<std::string>;

void append(Statements& to, const Statements& more) {
    to.insert(to.end(), more.begin(), more.end());
}

std::string definition(const CatalogueColumn& column) {
    std::string text = column.type + (column.not_null ? " NOT NULL" : "");
    return column.default_sql.empty() ? text : text + " DEFAULT " + column.default_sql;
}

/// CREATE TABLE with its indexes and triggers.
Statements create_whole(const CatalogueTable& table, const std::string& create_sql) {
    Statements out{create_sql};
    for (const auto& [name, sql] : table.indexes) {
        out.push_back(sql);
    }
    for (const auto& [name, sql] : table.triggers) {
        out.push_back(sql);
    }
    return out;
}

/// Drops objects of `from` that `to` has not or has otherwise, then creates those of `to`.
void change_objects(const std::string& kind, const Names& from, const Names& to, Statements& out) {
    auto same = [](const Names& names, const std::string& name, const std::string& sql) {
        auto found = names.find(name);
        return found != names.end() && found->second == sql;
    };
    for (const auto& [name, sql] : from) {
        if (!same(to, name, sql)) {
            out.push_back("DROP " + kind + " " + quoted(name));
        }
    }
    for (const auto& [name, sql] : to) {
        if (!same(from, name, sql)) {
            out.push_back(sql);
        }
    }
}

/// The change of one table that both sides have.
class TableChange {
  public:
    TableChange(const CatalogueTable& from,
                const std::string& from_sql,
                const CatalogueTable& to,
                const std::string& to_sql,
                const orm::Table& model)
        : from_(from), from_sql_(from_sql), to_(to), to_sql_(to_sql), model_(model) {
        match_columns();
        note_rules();
    }

    Step step() {
        if (!needs_rebuild_) {
            change_in_place();
        } else {
            rebuild();
        }
        return std::move(step_);
    }

  private:
    void note(const std::string& text) { step_.notes.push_back(text); }

    std::string full(const std::string& column) const { return to_.name + "." + column; }

    // ---- what differs

    void match_columns() {
        for (const auto& [name, column] : to_.columns) {
            auto same = from_.columns.find(name);
            if (same != from_.columns.end()) {
                compare(same->second, column);
            } else if (!match_renamed(column)) {
                added_.push_back(name);
                note("add column " + full(name));
                needs_rebuild_ = needs_rebuild_ || !is_addable(column);
            }
        }
        for (const auto& [name, column] : from_.columns) {
            bool renamed = new_names_.contains(name);
            if (!to_.columns.contains(name) && !renamed) {
                note("drop column " + full(name));
                step_.dangerous.push_back("drop column " + full(name));
                needs_rebuild_ = true;
            }
        }
    }

    void compare(const CatalogueColumn& old, const CatalogueColumn& now) {
        CatalogueColumn renamed = old;
        renamed.name = now.name;
        if (renamed == now) {
            return;
        }
        std::string text = "change column " + full(now.name) + " from " + definition(old) + " to " +
                           definition(now);
        note(text);
        if (old.type != now.type) {
            step_.dangerous.push_back(text);
        }
        needs_rebuild_ = true;
    }

    bool match_renamed(const CatalogueColumn& column) {
        const auto* described = model_.find_column(column.name);
        if (!described || described->renamed_from.empty()) {
            return false;
        }
        auto old = from_.columns.find(described->renamed_from);
        if (old == from_.columns.end() || to_.columns.contains(old->first)) {
            return false;
        }
        old_names_[column.name] = old->first;
        new_names_[old->first] = column.name;
        note("rename column " + full(old->first) + " to " + column.name);
        compare(old->second, column);
        needs_rebuild_ = true;
        return true;
    }

    /// ALTER TABLE ADD COLUMN wants a constant default for required columns.
    static bool is_addable(const CatalogueColumn& column) {
        bool constant = column.default_sql.find('(') == column.default_sql.npos;
        return !column.key && constant && (!column.not_null || !column.default_sql.empty());
    }

    bool is_added(const std::string& column) const {
        return std::find(added_.begin(), added_.end(), column) != added_.end();
    }

    void note_rules() {
        note_difference("check", from_.checks, to_.checks);
        note_difference("index", from_.indexes, to_.indexes);
        note_difference("trigger", from_.triggers, to_.triggers);
        if (from_.foreign_keys != to_.foreign_keys) {
            note("change foreign keys of " + to_.name);
        }
        bool kind = from_.strict != to_.strict || from_.autoincrement != to_.autoincrement;
        needs_rebuild_ = needs_rebuild_ || kind || !rules_come_with_columns();
    }

    void note_difference(const std::string& what, const Names& from, const Names& to) {
        for (const auto& [name, text] : to) {
            auto old = from.find(name);
            if (old == from.end()) {
                note("add " + what + " " + name);
            } else if (old->second != text) {
                note("change " + what + " " + name);
            }
        }
        for (const auto& [name, text] : from) {
            if (!to.contains(name)) {
                note("drop " + what + " " + name);
            }
        }
    }

    /// Are all new checks and keys part of added columns, and no old one gone?
    bool rules_come_with_columns() const {
        auto expected_checks = from_.checks;
        for (const auto& check : model_.checks) {
            bool own = check.columns.size() == 1;
            if (own && is_added(model_.columns[check.columns.front()].name)) {
                expected_checks[check.name] = check.expression;
            }
        }
        auto expected_keys = from_.foreign_keys;
        for (const auto& key : to_.foreign_keys) {
            if (key.from.size() == 1 && is_added(key.from.front())) {
                expected_keys.insert(key);
            }
        }
        return expected_checks == to_.checks && expected_keys == to_.foreign_keys;
    }

    // ---- what to do

    void change_in_place() {
        Statements& up = step_.up;
        for (const auto& name : added_) {
            const auto& column = *model_.find_column(name);
            up.push_back("ALTER TABLE " + quoted(to_.name) + " ADD COLUMN " +
                         column_definition(model_, column));
        }
        change_objects("INDEX", from_.indexes, to_.indexes, up);
        change_objects("TRIGGER", from_.triggers, to_.triggers, up);
        if (added_.empty()) {
            change_objects("INDEX", to_.indexes, from_.indexes, step_.down);
            change_objects("TRIGGER", to_.triggers, from_.triggers, step_.down);
        } else {
            rebuild_back();
        }
    }

    void rebuild() {
        auto there = rebuild_table(from_, to_, to_sql_, old_names_, NewColumns::AskPerson);
        append(step_.up, there.statements);
        step_.unfinished = there.unfinished;
        rebuild_back();
    }

    void rebuild_back() {
        append(step_.down,
               rebuild_table(to_, from_, from_sql_, new_names_, NewColumns::UseZero).statements);
    }

    const CatalogueTable& from_;
    const std::string& from_sql_;
    const CatalogueTable& to_;
    const std::string& to_sql_;
    const orm::Table& model_;
    Step step_{};
    std::vector<std::string> added_{};
    Names old_names_{};  ///< new name → old name
    Names new_names_{};  ///< old name → new name
    bool needs_rebuild_ = false;
};

/// Works on the scratch database: every step found is run there, so the next one sees its effect.
class StepFinder {
  public:
    StepFinder(db::Connection& scratch, const orm::Tables& tables)
        : scratch_(scratch),
          tables_(orm::in_dependency_order(tables)),
          have_(read_catalogue(scratch)) {
        auto shadow = open_scratch();
        for (const auto& statement : create_sqlite(tables)) {
            shadow->run(statement);
        }
        want_ = read_catalogue(*shadow);
    }

    std::vector<Step> find() {
        const Catalogue start = have_;
        rename_tables();
        create_tables();
        change_tables();
        drop_tables();
        require_same(want_, "the steps up");
        for (auto step = steps_.rbegin(); step != steps_.rend(); ++step) {
            run(step->down);
        }
        have_ = read_catalogue(scratch_);
        require_same(start, "the steps down");
        return std::move(steps_);
    }

  private:
    void run(const Statements& statements) {
        for (const auto& statement : statements) {
            scratch_.run(statement);
        }
    }

    void add(Step step) {
        run(step.up);
        have_ = read_catalogue(scratch_);
        steps_.push_back(std::move(step));
    }

    void require_same(const Catalogue& expected, const std::string& what) const {
        if (have_ == expected) {
            return;
        }
        std::string text = what + " do not lead where they should:";
        for (const auto& line : describe_differences(expected, have_)) {
            text += "\n  " + line;
        }
        throw MigrationError(text);
    }

    void rename_tables() {
        for (const auto* model : tables_) {
            const auto& old = model->renamed_from;
            if (old.empty() || have_.tables.contains(model->name) || !have_.tables.contains(old)) {
                continue;
            }
            Step step;
            step.notes = {"rename table " + old + " to " + model->name};
            step.up = {"ALTER TABLE " + quoted(old) + " RENAME TO " + quoted(model->name)};
            step.down = {"ALTER TABLE " + quoted(model->name) + " RENAME TO " + quoted(old)};
            add(std::move(step));
        }
    }

    void create_tables() {
        for (const auto* model : tables_) {
            if (have_.tables.contains(model->name)) {
                continue;
            }
            Step step;
            step.notes = {"create table " + model->name};
            step.up = create_whole(want_.tables.at(model->name), want_.create_sql.at(model->name));
            step.down = {"DROP TABLE " + quoted(model->name)};
            add(std::move(step));
        }
    }

    void change_tables() {
        for (const auto* model : tables_) {
            const auto& want = want_.tables.at(model->name);
            const CatalogueTable from = have_.tables.at(model->name);
            if (from == want) {
                continue;
            }
            const std::string from_sql = have_.create_sql.at(model->name);
            TableChange change(from, from_sql, want, want_.create_sql.at(model->name), *model);
            add(change.step());
        }
    }

    void drop_tables() {
        const Catalogue before = have_;
        for (const auto& [name, table] : before.tables) {
            if (want_.tables.contains(name)) {
                continue;
            }
            Step step;
            step.notes = {"drop table " + name};
            step.dangerous = step.notes;
            step.up = {"DROP TABLE " + quoted(name)};
            step.down = create_whole(table, before.create_sql.at(name));
            add(std::move(step));
        }
    }

    db::Connection& scratch_;
    const orm::Tables tables_;
    Catalogue have_;
    Catalogue want_{};
    std::vector<Step> steps_{};
};

}  // namespace

std::vector<Step> find_steps(db::Connection& scratch, const orm::Tables& tables) {
    return StepFinder(scratch, tables).find();
}

std::unique_ptr<db::Connection> open_scratch() {
    auto scratch = db::open_connection({"sqlite", ":memory:"}, {});
    scratch->run("PRAGMA foreign_keys=OFF");
    return scratch;
}

}  // namespace carafe::migrate
