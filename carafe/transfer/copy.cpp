#include "carafe/transfer/copy.hpp"

#include "carafe/crypto/encoding.hpp"
#include "carafe/crypto/hash.hpp"
#include "carafe/orm/bulk.hpp"

#include <algorithm>
#include <set>

namespace carafe::transfer {

namespace {

using orm::Column;
using orm::RowVector;
using orm::SessionCore;
using orm::Table;

constexpr std::size_t kPage = 2'000;

/// The session of every tenant in a unit of work.
SessionCore& all_tenants(orm::UnitOfWork& unit) {
    return unit.system_core("a copy moves the rows of every tenant");
}

void put(std::string& out, const void* bytes, std::size_t size) {
    out.append(static_cast<const char*>(bytes), size);
}

void put_text(std::string& out, std::string_view text) {
    const auto size = static_cast<std::uint32_t>(text.size());
    put(out, &size, sizeof size);
    out += text;
}

/// A value in one form on every engine.
void put_value(std::string& out, const Column& column, const void* field) {
    if (column.optional) {
        field = column.optional->get(field);
        out += field ? '\1' : '\0';
        if (!field) {
            return;
        }
    }
    switch (column.memory) {
        case db::MemoryKind::Bool:
            return put(out, field, sizeof(bool));
        case db::MemoryKind::Int16:
            return put(out, field, sizeof(std::int16_t));
        case db::MemoryKind::Int32:
            return put(out, field, sizeof(std::int32_t));
        case db::MemoryKind::Int64:
            return put(out, field, sizeof(std::int64_t));
        case db::MemoryKind::Double:
            return put(out, field, sizeof(double));
        case db::MemoryKind::Text:
        case db::MemoryKind::Blob:
            return put_text(out, *static_cast<const std::string*>(field));
        case db::MemoryKind::Enum:
            return put_text(out, column.enums->name(field));
    }
}

/// Pages of rows go in, one after the other: a chain of digests.
class Digest {
  public:
    explicit Digest(const Table& table) : table_(table) {
        for (const auto& column : table.columns) {
            columns_.push_back(&column);
        }
        std::sort(columns_.begin(), columns_.end(), [](const Column* a, const Column* b) {
            return a->name < b->name;
        });
    }

    void add(const RowVector& rows) {
        std::string bytes(crypto::view(chain_));
        for (std::size_t i = 0; i < rows.size(); ++i) {
            for (const Column* column : columns_) {
                put_value(bytes, *column, rows.row(i) + column->offset);
            }
        }
        chain_ = crypto::sha256(bytes);
        rows_ += static_cast<std::int64_t>(rows.size());
    }

    TableDigest result() const {
        return {table_.name, rows_, crypto::encode_hex(crypto::view(chain_))};
    }

  private:
    const Table& table_;
    std::vector<const Column*> columns_{};
    crypto::Digest chain_{};
    std::int64_t rows_ = 0;
};

/// Calls `work` with page after page of the table's rows, or of those of one tenant.
template <class Work>
void each_page(SessionCore& session, const Table& table, std::int64_t tenant, Work&& work) {
    std::int64_t last = 0;
    for (RowVector rows(table);;) {
        orm::read_rows(session, table, last, kPage, tenant, rows);
        if (rows.size() == 0) {
            return;
        }
        last = rows.key(rows.size() - 1);
        work(rows);
        if (rows.size() < kPage) {
            return;
        }
    }
}

TableDigest digest_of(SessionCore& session, const Table& table, std::int64_t tenant = 0) {
    Digest digest(table);
    each_page(session, table, tenant, [&](const RowVector& rows) { digest.add(rows); });
    return digest.result();
}

/// Columns that refer to rows which are not there yet when their own are: of the table itself, or of
/// one that comes later. They are left empty first and filled in at the end.
std::vector<const Column*> late_references(const Table& table, const std::set<const Table*>& there) {
    std::vector<const Column*> late;
    for (const auto& column : table.columns) {
        if (column.target && column.nullable && !there.contains(&column.target())) {
            late.push_back(&column);
        }
    }
    return late;
}

/// All tables, or those whose rows are a tenant's and the tenants themselves.
orm::Tables tables_to_copy(const orm::Tables& tables, std::int64_t tenant) {
    orm::Tables found = orm::in_dependency_order(tables);
    if (tenant != 0) {
        std::erase_if(found, [](const Table* table) { return !orm::column_of_tenant(*table); });
    }
    return found;
}

class Copy {
  public:
    Copy(orm::Database& source, orm::Database& target, const CopyOptions& options)
        : tables_(tables_to_copy(source.tables(), options.tenant)),
          reading_(source, orm::Access::ReadOnly),
          writing_(target),
          options_(options) {}

    CopyReport run() {
        require_empty();
        count();
        std::set<const Table*> there;
        for (const Table* table : tables_) {
            copy_table(*table, late_references(*table, there));
            there.insert(table);
        }
        there.clear();
        for (const Table* table : tables_) {
            for (const Column* column : late_references(*table, there)) {
                fill_references(*table, *column);
            }
            there.insert(table);
            orm::advance_keys(to(), *table);
        }
        compare();
        writing_.commit();
        return std::move(report_);
    }

  private:
    SessionCore& from() { return all_tenants(reading_); }

    SessionCore& to() { return all_tenants(writing_); }

    void require_empty() {
        for (const Table* table : tables_) {
            RowVector rows(*table);
            orm::read_rows(to(), *table, 0, 1, options_.tenant, rows);
            if (rows.size() != 0) {
                throw TransferError("table \"" + table->name + "\" of the target holds rows" +
                                    (options_.tenant ? " of this tenant" : ": copy into an empty database"));
            }
        }
    }

    void count() {
        for (const Table* table : tables_) {
            total_ += orm::count_rows(from(), *table, options_.tenant);
        }
    }

    void insert(const Table& table, const RowVector& rows) {
        try {
            orm::insert_as_is(to(), table, rows);
        } catch (const db::UniqueViolation&) {
            throw TransferError("table \"" + table.name + "\" of the target holds a row with the same key or the same unique value");
        }
    }

    void copy_table(const Table& table, const std::vector<const Column*>& late) {
        Digest digest(table);
        each_page(from(), table, options_.tenant, [&](const RowVector& rows) {
            digest.add(rows);
            for (std::size_t i = 0; i < rows.size(); ++i) {
                for (const Column* column : late) {
                    column->optional->reset(rows.row(i) + column->offset);
                }
            }
            insert(table, rows);
            done_ += static_cast<std::int64_t>(rows.size());
            if (options_.progress) {
                options_.progress(done_, total_);
            }
        });
        report_.tables.push_back(digest.result());
    }

    void fill_references(const Table& table, const Column& column) {
        each_page(from(), table, options_.tenant, [&](const RowVector& rows) {
            for (std::size_t i = 0; i < rows.size(); ++i) {
                if (const void* value = column.optional->get(rows.row(i) + column.offset)) {
                    orm::set_reference(
                        to(), table, column, rows.key(i), *static_cast<const std::int64_t*>(value));
                }
            }
        });
    }

    void compare() {
        for (std::size_t i = 0; i < tables_.size(); ++i) {
            if (!(digest_of(to(), *tables_[i], options_.tenant) == report_.tables[i])) {
                throw TransferError("table \"" + tables_[i]->name + "\" came out differently: nothing was written");
            }
        }
    }

    const orm::Tables tables_;
    orm::UnitOfWork reading_;
    orm::UnitOfWork writing_;
    const CopyOptions& options_;
    CopyReport report_{};
    std::int64_t done_ = 0;
    std::int64_t total_ = 0;
};

}  // namespace

std::int64_t CopyReport::rows() const {
    std::int64_t sum = 0;
    for (const auto& table : tables) {
        sum += table.rows;
    }
    return sum;
}

std::string CopyReport::text() const {
    std::string text;
    for (const auto& table : tables) {
        text += table.digest.substr(0, 16) + "  " + std::to_string(table.rows) + "  " + table.table + "\n";
    }
    return text;
}

CopyReport copy_database(orm::Database& source, orm::Database& target, const CopyOptions& options) {
    return Copy(source, target, options).run();
}

CopyReport digest_database(orm::Database& database) {
    orm::UnitOfWork reading(database, orm::Access::ReadOnly);
    CopyReport report;
    for (const Table* table : orm::in_dependency_order(database.tables())) {
        report.tables.push_back(digest_of(all_tenants(reading), *table));
    }
    return report;
}

}  // namespace carafe::transfer
