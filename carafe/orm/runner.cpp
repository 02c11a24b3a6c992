#include "carafe/orm/runner.hpp"

#include "carafe/orm/bytecode.hpp"
#include "carafe/orm/errors.hpp"

#include <chrono>

namespace carafe::orm {

namespace {

/// Marks a statement as running; a second run meanwhile (inside each()) gets a statement of its
/// own.
class Running {
  public:
    Running(db::Connection& connection, db::CachedStatement& cached) : cached_(cached) {
        if (cached.in_use) {
            own_ = connection.prepare(cached.sql);
            return;
        }
        if (!cached.statement) {
            cached.statement = connection.prepare(cached.sql);
        }
        cached.in_use = true;
    }

    ~Running() {
        if (!own_) {
            cached_.in_use = false;
        }
    }

    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

    db::Statement& statement() { return own_ ? *own_ : *cached_.statement; }

  private:
    db::CachedStatement& cached_;
    std::unique_ptr<db::Statement> own_{};
};

void fill(ConstraintError& error, const Table& table, const std::vector<std::size_t>& columns) {
    error.table = table.name;
    for (auto position : columns) {
        error.columns.push_back(table.columns[position].name);
    }
}

/// The columns that a rule of this name is about; empty when the table has no such rule.
std::vector<std::size_t> columns_of(const Table& table, const std::string& rule) {
    for (const auto& check : table.checks) {
        if (check.name == rule) {
            return check.columns;
        }
    }
    for (const auto& index : table.indexes) {
        if (index.name == rule) {
            return index.columns;
        }
    }
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (table.columns[i].target && foreign_key_name(table, table.columns[i]) == rule) {
            return {i};
        }
    }
    return {};
}

/// What the engine did not say about a broken rule, from the models.
void complete(ConstraintError& error, const Tables& tables) {
    if (!error.columns.empty() || error.constraint.empty()) {
        return;
    }
    for (const Table* table : tables) {
        auto columns = columns_of(*table, error.constraint);
        if (!columns.empty()) {
            return fill(error, *table, columns);
        }
    }
}

/// The tenant's column says nothing to a visitor.
void drop_tenant_column(ConstraintError& error, const Tables& tables) {
    for (const Table* table : tables) {
        if (table->name == error.table && table->tenant && error.columns.size() > 1) {
            std::erase(error.columns, table->tenant->name);
        }
    }
}

std::int64_t execute(SessionCore& session,
                     db::Connection& connection,
                     db::Statement& statement,
                     std::span<const db::Param> params,
                     const db::RowSink* sink) {
    try {
        return connection.execute(statement, params, sink);
    } catch (ConstraintError& error) {
        const Tables& tables = session.unit().database().tables();
        complete(error, tables);
        drop_tenant_column(error, tables);
        throw;
    }
}

}  // namespace

std::string narrowed_key(const SessionCore& session, std::string_view key) {
    Buffer narrowed;
    narrowed.byte(static_cast<unsigned>(StatementKind::Narrowed));
    narrowed.number16(static_cast<unsigned>(session.narrowings().size()));
    for (const auto& narrowing : session.narrowings()) {
        narrowed.pointer(narrowing.table);
    }
    narrowed.append(key.data(), key.size());
    return std::string(narrowed.view());
}

std::int64_t run_statement(SessionCore& session,
                           db::Connection& connection,
                           db::CachedStatement& cached,
                           std::span<const db::Param> params,
                           const db::RowSink* sink) {
    UnitOfWork& unit = session.unit();
    unit.enter(session);
    Running running(connection, cached);
    if (running.statement().is_read_only()) {
        unit.note_reading(cached);
    } else {
        unit.require_writable();
    }
    const auto& hook = unit.database().options().on_statement;
    if (!hook) {
        unit.count_statement(0);
        return execute(session, connection, running.statement(), params, sink);
    }
    StatementEvent event{cached.sql, 0, 0, true};
    auto start = std::chrono::steady_clock::now();
    auto report = [&] {
        auto spent = std::chrono::steady_clock::now() - start;
        event.micros = std::chrono::duration_cast<std::chrono::microseconds>(spent).count();
        unit.count_statement(event.micros);
        hook(event);
    };
    try {
        event.rows = execute(session, connection, running.statement(), params, sink);
        event.failed = false;
    } catch (...) {
        report();
        throw;
    }
    report();
    return event.rows;
}

}  // namespace carafe::orm
