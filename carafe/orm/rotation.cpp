// New keys for encrypted columns, and the end of a tenant's keys.
#include "carafe/orm/bulk.hpp"
#include "carafe/orm/errors.hpp"
#include "carafe/orm/sealing.hpp"
#include "carafe/orm/session.hpp"

#include <map>

namespace carafe::orm {

namespace {

using namespace detail;

constexpr std::string_view kReason = "keys of encrypted columns are exchanged or destroyed";

class QueryLease {
  public:
    QueryLease(SessionCore& session, const Table& table) : query_(acquire_query(session, table)) {}

    ~QueryLease() { release_query(query_); }

    QueryLease(const QueryLease&) = delete;
    QueryLease& operator=(const QueryLease&) = delete;

    QueryCore* operator->() const { return query_; }

  private:
    QueryCore* query_;
};

/// Every stored key by its owner, the newest first.
std::map<std::int64_t, std::vector<DataKey>> keys_by_owner(SessionCore& session) {
    const Table& table = key_table(session);
    QueryLease query(session, table);
    query->order({&table, offset_of<DataKey>(&DataKey::generation), true});
    std::vector<DataKey> rows;
    query->all(&rows);
    std::map<std::int64_t, std::vector<DataKey>> owners;
    for (auto& row : rows) {
        owners[row.owner].push_back(std::move(row));
    }
    return owners;
}

class Rotation {
  public:
    Rotation(Database& database, const RotationOptions& options)
        : database_(database), options_(options) {
        for (const Table* table : database.tables()) {
            if (table->has_encrypted) {
                tables_.push_back(table);
            }
        }
    }

    RotationReport run() {
        make_keys();
        count();
        seal_all(options_.progress);
        // Values that were written while they were passed by.
        while (seal_all({}) > 0) {
        }
        finish();
        return report_;
    }

  private:
    void make_keys() {
        UnitOfWork unit(database_);
        SessionCore& session = unit.system_core(kReason);
        for (const auto& [owner, keys] : keys_by_owner(session)) {
            ++report_.keys;
            const DataKey& newest = keys.front();
            if (newest.is_complete) {
                SharedKey old = unwrap_key(session, newest);
                if (!old->fault.empty()) {
                    throw CryptoError(old->fault);
                }
                DataKey next = wrap_key(session, owner, newest.generation + 1, old->index_key);
                next.is_complete = false;
                insert_row(session, key_table(session), &next);
            }
        }
        unit.commit();
    }

    void count() {
        UnitOfWork unit(database_, Access::ReadOnly);
        for (const Table* table : tables_) {
            total_ += count_rows(unit.system_core(kReason), *table, 0);
        }
    }

    /// @return values sealed again.
    std::int64_t seal_all(const std::function<void(std::int64_t, std::int64_t)>& progress) {
        const std::int64_t before = report_.values;
        std::int64_t done = 0;
        report_.faulty = 0;
        for (const Table* table : tables_) {
            std::int64_t after = 0;
            for (RowVector rows(*table); seal_batch(*table, after, rows);) {
                done += static_cast<std::int64_t>(rows.size());
                if (progress) {
                    progress(done, total_);
                }
            }
        }
        return report_.values - before;
    }

    /// The rows behind `after`, in a transaction of their own. @return false when there are none.
    bool seal_batch(const Table& table, std::int64_t& after, RowVector& rows) {
        UnitOfWork unit(database_);
        SessionCore& session = unit.system_core(kReason);
        read_rows(session, table, after, options_.batch, 0, rows);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            for (const auto& column : table.columns) {
                if (column.sealing == Sealing::Value) {
                    seal_again(session, table, column, RowView(table, rows.row(i)));
                }
            }
        }
        unit.commit();
        if (rows.size() > 0) {
            after = rows.key(rows.size() - 1);
        }
        return rows.size() > 0;
    }

    void seal_again(SessionCore& session, const Table& table, const Column& column, const RowView& row) {
        const EncryptedData* value = encrypted_in(table, column, row);
        if (!value) {
            return;
        }
        KeyRing& keys = session.unit().keys();
        const std::int64_t owner = owner_of(table, row);
        SharedKey newest = keys.find_newest(session, owner);
        if (newest && value->seal->key->id == newest->id) {
            return;
        }
        try {
            const std::string text = reveal(*value);
            const auto seal = keys.seal_of(table, column, owner, keys.ensure(session, owner));
            report_.values += replace(session, table, column, row, *value, *seal, text);
        } catch (const CryptoError&) {
            ++report_.faulty;
        }
    }

    /// Writes the value and its index unless somebody else has written the value since; version and
    /// times stay, since nobody's text changed. @return values written, 0 or 1.
    static std::int64_t replace(SessionCore& session,
                                const Table& table,
                                const Column& column,
                                const RowView& row,
                                const EncryptedData& old,
                                const ValueSeal& seal,
                                const std::string& text) {
        const Column* index = table.blind_index_of(column.offset);
        db::Connection& connection = session.unit().writable_connection();
        const db::Dialect& dialect = connection.dialect();
        db::CachedStatement statement;
        std::size_t places = 0;
        auto place = [&](std::string_view before, const Column& named) {
            ((statement.sql += before) += dialect.quoted(named.name)) += " = ";
            dialect.placeholder(statement.sql, ++places);
        };
        place("UPDATE " + dialect.quoted(table.name) + " SET ", column);
        if (index) {
            place(", ", *index);
        }
        place(" WHERE ", *table.key);
        place(" AND ", column);
        Params params(places);
        params.own(0, db::ParamKind::Blob, seal_value(seal, text));
        if (index) {
            std::string bytes = blind_index(*seal.key, index->normaliser(text));
            const auto kind = bytes.empty() ? db::ParamKind::Null : db::ParamKind::Blob;
            params.own(1, kind, std::move(bytes));
        }
        params.integer(places - 2, row.key());
        params.own(places - 1, db::ParamKind::Blob, old.sealed);
        return run_statement(session, connection, statement, params.span(), nullptr);
    }

    /// The newest keys hold all values now. The ones before them stay until the next rotation, for
    /// transactions that still seal with them; keys that cannot be unwrapped stay for good.
    void finish() {
        UnitOfWork unit(database_);
        SessionCore& session = unit.system_core(kReason);
        const Table& table = key_table(session);
        const std::size_t complete[] = {offset_of<DataKey>(&DataKey::is_complete)};
        for (auto& [owner, keys] : keys_by_owner(session)) {
            keys.front().is_complete = true;
            update_row(session, table, &keys.front(), complete);
            for (std::size_t i = 2; i < keys.size(); ++i) {
                if (unwrap_key(session, keys[i])->fault.empty()) {
                    remove_row(session, table, &keys[i]);
                }
            }
        }
        unit.commit();
    }

    Database& database_;
    const RotationOptions& options_;
    Tables tables_{};
    RotationReport report_{};
    std::int64_t total_ = 0;
};

}  // namespace

RotationReport rotate_keys(Database& database, const RotationOptions& options) {
    return Rotation(database, options).run();
}

std::int64_t destroy_keys(Database& database, std::int64_t tenant) {
    if (tenant <= 0) {
        throw QueryError("only the keys of a tenant are destroyed");
    }
    UnitOfWork unit(database);
    SessionCore& session = unit.system_core(kReason);
    auto owners = keys_by_owner(session);
    auto& keys = owners[tenant];
    for (auto& key : keys) {
        remove_row(session, key_table(session), &key);
    }
    unit.commit();
    return static_cast<std::int64_t>(keys.size());
}

}  // namespace carafe::orm
