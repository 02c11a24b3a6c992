// Statements about one row: binding members, stamping tenant, times and version, finding stale
// rows.
#include "carafe/orm/detail/text.hpp"
#include "carafe/orm/errors.hpp"
#include "carafe/orm/row_binding.hpp"
#include "carafe/orm/runner.hpp"
#include "carafe/orm/sealing.hpp"
#include "carafe/orm/session.hpp"
#include "carafe/orm/sql_writer.hpp"

#include <utility>

namespace carafe::orm::detail {

namespace {

Buffer statement_key(StatementKind kind, const Table& table) {
    Buffer key;
    key.byte(static_cast<unsigned>(kind));
    key.pointer(&table);
    return key;
}

void add_offsets(Buffer& key, Offsets offsets) {
    for (auto offset : offsets) {
        key.number16(static_cast<unsigned>(offset));
    }
    key.number16(0xffff);
}

/// Runs an INSERT; what it returns and the key that the engine made go into the row.
/// @return rows written.
template <class Write>
std::int64_t run_insert(SessionCore& session,
                        const Table& table,
                        const RowView& row,
                        const Buffer& key,
                        Write&& write) {
    db::Connection& connection = session.unit().writable_connection();
    stamp_new(session, table, row);
    auto& statement =
        cached_statement(session, connection, key.view(), [&] { return write(connection); });
    Params params(statement.sources.size());
    bind_row(session, table, row, statement, 1, params);
    if (!statement.columns.empty()) {
        auto same_row = [](void* context, std::int64_t) { return context; };
        db::RowSink into_row{
            row.data(), same_row, statement.columns.data(), statement.columns.size(), false};
        return run_statement(session, connection, statement, params.span(), &into_row);
    }
    std::int64_t changed = run_statement(session, connection, statement, params.span(), nullptr);
    if (changed == 1 && row.key() == 0) {
        row.key() = connection.last_insert_id();
    }
    return changed;
}

/// The version a row has now; empty when it is gone or has none.
std::optional<std::int64_t> current_version(SessionCore& session,
                                            const Table& table,
                                            const RowView& row) {
    if (!table.version) {
        return std::nullopt;
    }
    QueryCore* query = acquire_query(session, table);

    struct Release {
        QueryCore* query;

        ~Release() { release_query(query); }
    } guard{query};

    query->where_equal(table.key->offset);
    query->arguments.integer(row.key());
    Expr version;
    push_column(version, table, table.version->offset);
    query->select(version, {0, db::MemoryKind::Int64, nullptr, nullptr});
    std::int64_t found = 0;
    auto next = [](void* place, std::int64_t) { return place; };
    query->fetch({&found, next, query->out.data(), 1, false});
    return found ? std::optional(found) : std::nullopt;
}

/// Runs an UPDATE or DELETE of this very row. @throws StaleRow when it hits none.
template <class Write>
void run_on_row(SessionCore& session,
                const Table& table,
                const RowView& row,
                const Buffer& key,
                std::int64_t version,
                Write&& write) {
    db::Connection& connection = session.unit().writable_connection();
    auto& statement =
        cached_statement(session, connection, key.view(), [&] { return write(connection); });
    Params params(statement.sources.size());
    bind_row(session, table, row, statement, version, params);
    if (run_statement(session, connection, statement, params.span(), nullptr) != 1) {
        throw StaleRow(table.name, row.key(), current_version(session, table, row));
    }
}

/// Puts version, times and author back when an update fails, so that the object still says what was read.
class UpdateStamp {
  public:
    UpdateStamp(SessionCore& session, const Table& table, const RowView& row)
        : table_(table), row_(row) {
        for (const auto& column : table.columns) {
            if (column.role == ColumnRole::UpdatedAt) {
                updated_ = &row.number(column);
                old_time_ = *updated_;
                *updated_ = session.unit().database().clock().now().us;
            } else if (column.role == ColumnRole::UpdatedBy) {
                author_ = &row.author(column);
                old_author_ = std::exchange(*author_, session.unit().actor());
            }
        }
        if (table.version) {
            old_version_ = row.version()++;
        }
        if (table.deleted_at) {
            old_deleted_at_ = row.deleted_at();
        }
    }

    ~UpdateStamp() {
        if (kept_) {
            return;
        }
        if (updated_) {
            *updated_ = old_time_;
        }
        if (author_) {
            *author_ = old_author_;
        }
        if (table_.version) {
            row_.version() = old_version_;
        }
        if (table_.deleted_at) {
            row_.deleted_at() = old_deleted_at_;
        }
    }

    UpdateStamp(const UpdateStamp&) = delete;
    UpdateStamp& operator=(const UpdateStamp&) = delete;

    std::int32_t old_version() const { return old_version_; }

    void keep() { kept_ = true; }

  private:
    const Table& table_;
    const RowView& row_;
    std::int64_t* updated_ = nullptr;
    std::int64_t old_time_ = 0;
    std::optional<std::int64_t>* author_ = nullptr;
    std::optional<std::int64_t> old_author_{};
    std::int32_t old_version_ = 0;
    std::optional<Timestamp> old_deleted_at_{};
    bool kept_ = false;
};

}  // namespace

void throw_not_found(const Table& table) {
    throw NotFound("no such row of \"" + table.name + "\"");
}

bool find_row(SessionCore& session, const Table& table, std::int64_t key, void* optional) {
    db::Connection& connection = session.unit().connection();
    Buffer code = statement_key(StatementKind::Find, table);
    auto& statement = cached_statement(session, connection, code.view(), [&] {
        return write_find(table, connection.dialect(), session);
    });
    Params params(statement.sources.size());
    for (std::size_t i = 0; i < statement.sources.size(); ++i) {
        if (!bind_narrowing(session, statement.sources[i], params[i])) {
            params.integer(i, statement.sources[i] == kTenantSource ? session.tenant() : key);
        }
    }

    struct Target {
        void* optional;
        const RowOps& rows;
    } target{optional, *table.rows};

    auto next = [](void* context, std::int64_t) {
        auto& to = *static_cast<Target*>(context);
        return to.rows.emplace(to.optional);
    };
    db::RowSink sink{
        &target, next, statement.columns.data(), statement.columns.size(), false, true};
    return run_reading(session, table, connection, statement, params.span(), sink) != 0;
}

void insert_row(SessionCore& session, const Table& table, void* data) {
    RowView row(table, data);
    const KeyOf made_by = key_of(row);
    Buffer key = statement_key(StatementKind::Insert, table);
    key.byte(static_cast<unsigned>(made_by));
    run_insert(session, table, row, key, [&](db::Connection& connection) {
        return write_insert(table, connection.dialect(), made_by);
    });
}

bool insert_or_ignore_row(SessionCore& session, const Table& table, void* data) {
    RowView row(table, data);
    const KeyOf made_by = key_of(row);
    Buffer key = statement_key(StatementKind::InsertOrIgnore, table);
    key.byte(static_cast<unsigned>(made_by));
    try {
        return run_insert(session, table, row, key, [&](db::Connection& connection) {
                   return write_insert_or_ignore(table, connection.dialect(), made_by);
               }) == 1;
    } catch (const UniqueViolation&) {
        return false;  // from engines without ON CONFLICT
    }
}

void upsert_row(
    SessionCore& session, const Table& table, void* data, Offsets conflict, Offsets set) {
    if (session.narrows(table)) {
        throw QueryError("upsert() of \"" + table.name + "\" could meet a row outside of a narrowed session");
    }
    RowView row(table, data);
    const KeyOf made_by = key_of(row);
    Buffer key = statement_key(StatementKind::Upsert, table);
    key.byte(static_cast<unsigned>(made_by));
    add_offsets(key, conflict);
    add_offsets(key, set);
    std::int64_t old_key = row.key();
    auto found = run_insert(session, table, row, key, [&](db::Connection& connection) {
        return write_upsert(table, connection.dialect(), made_by, conflict, set);
    });
    if (found == 0) {
        row.key() = old_key;
        UniqueViolation error("the value is taken by another row");
        error.table = table.name;
        throw error;
    }
}

void update_row(SessionCore& session, const Table& table, void* data, Offsets members) {
    RowView row(table, data);
    session.unit().require_writable();
    check_tenant(session, table, row);
    Buffer key = statement_key(StatementKind::UpdateRow, table);
    add_offsets(key, members);
    UpdateStamp stamp(session, table, row);
    run_on_row(session, table, row, key, stamp.old_version(), [&](db::Connection& connection) {
        return write_update(table, connection.dialect(), session, members);
    });
    stamp.keep();
}

void save_row(SessionCore& session, const Table& table, void* data) {
    if (RowView(table, data).key() == 0) {
        insert_row(session, table, data);
    } else {
        update_row(session, table, data, {});
    }
}

namespace {

/// Of a row that must be stored already.
void check_stored_tenant(SessionCore& session, const Table& table, const RowView& row) {
    session.unit().require_writable();
    if (table.tenant && row.tenant() == 0) {
        throw TenantViolation("a row of \"" + table.name + "\" wants a tenant");
    }
    check_tenant(session, table, row);
}

void mark_row(SessionCore& session, const Table& table, void* data, Mark mark) {
    RowView row(table, data);
    check_stored_tenant(session, table, row);
    Buffer key = statement_key(StatementKind::MarkRow, table);
    key.byte(static_cast<unsigned>(mark));
    UpdateStamp stamp(session, table, row);
    row.deleted_at() = mark == Mark::Removed ? std::optional(now(session)) : std::nullopt;
    run_on_row(session, table, row, key, stamp.old_version(), [&](db::Connection& connection) {
        return write_mark(table, connection.dialect(), session, mark);
    });
    stamp.keep();
}

}  // namespace

void remove_row(SessionCore& session, const Table& table, void* data) {
    if (table.deleted_at) {
        mark_row(session, table, data, Mark::Removed);
    } else {
        erase_row(session, table, data);
    }
}

void restore_row(SessionCore& session, const Table& table, void* data) {
    mark_row(session, table, data, Mark::Restored);
}

void erase_row(SessionCore& session, const Table& table, const void* data) {
    RowView row(table, const_cast<void*>(data));  // only read: the tenant of a stored row is set
    check_stored_tenant(session, table, row);
    Buffer key = statement_key(StatementKind::EraseRow, table);
    std::int64_t version = table.version ? row.version() : 0;
    run_on_row(session, table, row, key, version, [&](db::Connection& connection) {
        return write_erase(table, connection.dialect(), session);
    });
}

namespace {

carafe::Error describe(const char* id, const ConstraintError& error) {
    std::string what = error.table.empty() ? error.constraint : error.table;
    for (std::size_t i = 0; i < error.columns.size(); ++i) {
        what += (i ? ", " : ".") + error.columns[i];
    }
    return {id, what};
}

}  // namespace

Result<void> attempt(SessionCore& session,
                     const Table& table,
                     void* data,
                     void (*write)(SessionCore&, const Table&, void*)) {
    try {
        session.unit().run_nested([&] { write(session, table, data); });
        return {};
    } catch (const UniqueViolation& error) {
        return describe("orm.E201", error);
    } catch (const ForeignKeyViolation& error) {
        return describe("orm.E202", error);
    } catch (const NotNullViolation& error) {
        return describe("orm.E203", error);
    } catch (const CheckViolation& error) {
        return describe("orm.E204", error);
    } catch (const StaleRow& error) {
        return carafe::Error{"orm.E205", error.what()};
    }
}

}  // namespace carafe::orm::detail
