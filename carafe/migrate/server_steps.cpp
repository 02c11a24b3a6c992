#include "carafe/migrate/server_steps.hpp"

#include "carafe/migrate/errors.hpp"

#include <algorithm>

namespace carafe::migrate {

namespace {

template <class Item>
const Item* find(const std::vector<Item>& items, const std::string& name) {
    auto at =
        std::find_if(items.begin(), items.end(), [&](const Item& item) { return item.name == name; });
    return at == items.end() ? nullptr : &*at;
}

template <class Item>
bool has(const std::vector<Item>& items, const Item& item) {
    const Item* other = find(items, item.name);
    return other && *other == item;
}

/// Does the rule come with the definition of an added column?
bool comes_with_column(const SchemaCheck& check, const SchemaTable& old) {
    return check.columns.size() == 1 && !old.find_column(check.columns.front());
}

class Change {
  public:
    Change(const Ddl& ddl,
           const Schema& from,
           const Schema& to,
           const Renames& renames,
           NewValues values)
        : ddl_(ddl), from_(from), to_(to), renames_(renames), values_(values) {}

    Statements find() {
        rename();
        for_pairs([&](auto& old, auto& now) { drop_references(old, now); });
        for_pairs([&](auto& old, auto& now) { drop_rules(old, now); });
        drop_tables();
        create_tables();
        for_pairs([&](auto& old, auto& now) { change_columns(old, now); });
        for_pairs([&](auto& old, auto& now) { add_rules(old, now); });
        for_pairs([&](auto& old, auto& now) { add_references(old, now); });
        finish_new_tables();
        return std::move(out_);
    }

  private:
    void add(const Statements& statements) {
        out_.insert(out_.end(), statements.begin(), statements.end());
    }

    bool is_new(const SchemaTable& table) const { return !from_.find(old_name(table.name)); }

    std::string old_name(const std::string& table) const {
        auto at = renames_.tables.find(table);
        return at == renames_.tables.end() ? table : at->second;
    }

    /// Calls `work` with each table that both have: as it was, under its new names, and as it shall be.
    template <class Work>
    void for_pairs(Work&& work) {
        for (const auto& [old, now] : pairs_) {
            work(old, *now);
        }
    }

    // ---- names

    void rename() {
        for (const auto& now : to_.tables) {
            const SchemaTable* before = from_.find(old_name(now.name));
            if (!before) {
                continue;
            }
            if (before->tenant != now.tenant || before->tenant_root != now.tenant_root) {
                throw MigrationError("table " + now.name +
                                     " changes whose rows they are: write that revision by hand");
            }
            SchemaTable old = *before;
            if (old.name != now.name) {
                add(ddl_.rename_table(old, now.name));
                old.name = now.name;
            }
            rename_columns(old, now);
            pairs_.emplace_back(std::move(old), &now);
        }
    }

    void rename_columns(SchemaTable& old, const SchemaTable& now) {
        for (const auto& column : now.columns) {
            auto renamed = renames_.columns.find({now.name, column.name});
            if (renamed == renames_.columns.end()) {
                continue;
            }
            add(ddl_.rename_column(now.name, renamed->second, column.name));
            for (auto& other : old.columns) {
                other.name = other.name == renamed->second ? column.name : other.name;
            }
        }
    }

    // ---- what goes

    void drop_references(const SchemaTable& old, const SchemaTable& now) {
        for (const auto& key : old.keys) {
            if (!has(now.keys, key)) {
                add(ddl_.drop_reference(old, key));
            }
        }
    }

    void drop_rules(const SchemaTable& old, const SchemaTable& now) {
        for (const auto& check : old.checks) {
            if (!has(now.checks, check)) {
                add(ddl_.drop_check(old, check));
            }
        }
        for (const auto& index : old.indexes) {
            if (!has(now.indexes, index)) {
                add(ddl_.drop_index(old, index));
            }
        }
        if (old.tenant_target && !now.tenant_target) {
            add(ddl_.drop_tenant_target(old));
        }
    }

    bool is_kept(const std::string& table) const {
        return std::any_of(to_.tables.begin(), to_.tables.end(), [&](const auto& now) {
            return old_name(now.name) == table;
        });
    }

    void drop_tables() {
        for (auto table = from_.tables.rbegin(); table != from_.tables.rend(); ++table) {
            if (!is_kept(table->name)) {
                for (const auto& key : table->keys) {
                    add(ddl_.drop_reference(*table, key));
                }
            }
        }
        for (auto table = from_.tables.rbegin(); table != from_.tables.rend(); ++table) {
            if (!is_kept(table->name)) {
                add(ddl_.drop_table(table->name));
            }
        }
    }

    // ---- what comes

    void create_tables() {
        for (const auto& table : to_.tables) {
            if (is_new(table)) {
                add(ddl_.create_table(table));
                for (const auto& index : table.indexes) {
                    add(ddl_.add_index(table, index));
                }
            }
        }
    }

    std::string value_for(const SchemaColumn& column) const {
        return values_ == NewValues::UseZero
                   ? ddl_.zero_of(column.type)
                   : "NULL /* TODO: a value for " + column.name + " of the rows that are there */";
    }

    void change_columns(const SchemaTable& old, const SchemaTable& now) {
        for (const auto& column : old.columns) {
            if (!now.find_column(column.name)) {
                add(ddl_.drop_column(old, column.name));
            }
        }
        for (const auto& column : now.columns) {
            const SchemaColumn* before = old.find_column(column.name);
            const bool has_value = column.nullable ||
                                   column.default_value.kind != orm::DefaultValue::Kind::None;
            if (before) {
                if (*before != column) {
                    add(ddl_.change_column(now, *before, column, value_for(column)));
                }
            } else if (has_value) {
                add(ddl_.add_column(now, column));
            } else {
                add(ddl_.add_required_column(now, column, value_for(column)));
            }
        }
    }

    void add_rules(const SchemaTable& old, const SchemaTable& now) {
        for (const auto& check : now.checks) {
            if (!has(old.checks, check) && !comes_with_column(check, old)) {
                add(ddl_.add_check(now, check));
            }
        }
        for (const auto& index : now.indexes) {
            if (!has(old.indexes, index)) {
                add(ddl_.add_index(now, index));
            }
        }
        if (now.tenant_target && !old.tenant_target) {
            add(ddl_.add_tenant_target(now));
        }
    }

    void add_references(const SchemaTable& old, const SchemaTable& now) {
        for (const auto& key : now.keys) {
            if (!has(old.keys, key)) {
                add(ddl_.add_reference(now, key));
            }
        }
    }

    void finish_new_tables() {
        for (const auto& table : to_.tables) {
            if (is_new(table)) {
                for (const auto& key : table.keys) {
                    add(ddl_.add_reference(table, key));
                }
                add(ddl_.finish_table(table));
            }
        }
    }

    const Ddl& ddl_;
    const Schema& from_;
    const Schema& to_;
    const Renames& renames_;
    const NewValues values_;
    std::vector<std::pair<SchemaTable, const SchemaTable*>> pairs_{};
    Statements out_{};
};

}  // namespace

Renames Renames::reversed() const {
    Renames back;
    for (const auto& [now, old] : tables) {
        back.tables[old] = now;
    }
    for (const auto& [now, old] : columns) {
        auto table = tables.find(now.first);
        back.columns[{table == tables.end() ? now.first : table->second, old}] = now.second;
    }
    return back;
}

Renames find_renames(const orm::Tables& models, const Schema& from, const Schema& to) {
    Renames renames;
    for (const auto* model : models) {
        const auto& old = model->renamed_from;
        if (!old.empty() && !from.find(model->name) && from.find(old) && !to.find(old)) {
            renames.tables[model->name] = old;
        }
        auto at = renames.tables.find(model->name);
        const SchemaTable* before = from.find(at == renames.tables.end() ? model->name : at->second);
        for (const auto& column : model->columns) {
            const bool follows = before && !column.renamed_from.empty() &&
                                 !before->find_column(column.name) &&
                                 before->find_column(column.renamed_from) &&
                                 !model->find_column(column.renamed_from);
            if (follows) {
                renames.columns[{model->name, column.name}] = column.renamed_from;
            }
        }
    }
    return renames;
}

Statements change_schema(
    const Ddl& ddl, const Schema& from, const Schema& to, const Renames& renames, NewValues values) {
    return Change(ddl, from, to, renames, values).find();
}

}  // namespace carafe::migrate
