// Loading relations: one statement for each, whatever the number of rows.
#include "carafe/orm/errors.hpp"
#include "carafe/orm/query_core.hpp"
#include "carafe/orm/session.hpp"

#include <algorithm>

namespace carafe::orm::detail {

namespace {

using RowList = std::vector<char*>;

struct QueryLease {
    QueryLease(SessionCore& session, const Table& table) : query(acquire_query(session, table)) {}

    ~QueryLease() { release_query(query); }

    QueryLease(const QueryLease&) = delete;
    QueryLease& operator=(const QueryLease&) = delete;

    QueryCore* operator->() const { return query; }

    QueryCore* query;
};

/// A row and the key it is found by.
struct Keyed {
    std::int64_t key;
    char* row;

    friend bool operator<(const Keyed& a, const Keyed& b) { return a.key < b.key; }
};

std::vector<std::int64_t> distinct_keys(const std::vector<Keyed>& sorted) {
    std::vector<std::int64_t> keys;
    for (const auto& entry : sorted) {
        if (keys.empty() || keys.back() != entry.key) {
            keys.push_back(entry.key);
        }
    }
    return keys;
}

RelationData& member(char* row, const Relation& relation) {
    return *reinterpret_cast<RelationData*>(row + relation.offset);
}

/// The key a row's column holds; nothing when it is an empty optional.
std::optional<std::int64_t> key_in(const Column& column, const char* row) {
    const void* field = row + column.offset;
    if (column.optional) {
        field = column.optional->get(field);
    }
    return field ? std::optional(*static_cast<const std::int64_t*>(field)) : std::nullopt;
}

std::vector<Keyed> sorted_by(const Column& column, const RowList& rows) {
    std::vector<Keyed> sorted;
    for (char* row : rows) {
        if (auto key = key_in(column, row)) {
            sorted.push_back({*key, row});
        }
    }
    std::stable_sort(sorted.begin(), sorted.end());
    return sorted;
}

RowList rows_of(const RowOps& rows, void* vector) {
    RowList list;
    char* data = static_cast<char*>(rows.vector_data(vector));
    for (std::size_t i = 0; i < rows.vector_size(vector); ++i) {
        list.push_back(data + i * rows.row_size);
    }
    return list;
}

/// Rows of `target` by keys in one of its columns, or in a column of the pairs that link to it.
struct RelatedBy {
    const Table& target;
    const Table* link;
    std::size_t target_key;  ///< of the link
    std::size_t column;      ///< of the link, or of the target
};

void fetch_related(SessionCore& session,
                   const RelatedBy& by,
                   const std::vector<std::int64_t>& keys,
                   const EagerLoad& load,
                   void* context,
                   void* (*next)(void*, std::int64_t)) {
    const Table& target = by.target;
    QueryLease query(session, target);
    if (by.link) {
        query->join(JoinKind::Inner, *by.link, by.target_key, *by.link);
    }
    query->keys(by.link ? *by.link : target, by.column, keys);
    if (load.deleted_too) {
        query->with_deleted();
    }
    if (load.condition) {
        query->where(*load.condition);
    }
    for (const auto& order : load.orders) {
        query->order(order);
    }
    query->order({&target, target.key->offset, false});
    query->fetch({context, next, nullptr, 0, true});
}

void load_all(SessionCore& session,
              const Table& table,
              const RowList& rows,
              const std::vector<EagerLoad>& loads);

/// HasMany: rows of the target go straight into the vector of the row they refer to.
struct ManyTarget {
    const std::vector<Keyed>& parents;
    const Relation& relation;
    const RowOps& rows;
};

void* next_of_parent(void* context, std::int64_t key) {
    auto& target = *static_cast<ManyTarget*>(context);
    auto parent =
        std::lower_bound(target.parents.begin(), target.parents.end(), Keyed{key, nullptr});
    return target.rows.append(member(parent->row, target.relation).data());
}

void load_many(SessionCore& session,
               const Table& table,
               const Relation& relation,
               const RowList& rows,
               const EagerLoad& load) {
    const Table& target = relation.target();
    auto parents = sorted_by(*table.key, rows);
    for (const auto& parent : parents) {
        member(parent.row, relation).fill_many(*target.rows);
    }
    ManyTarget context{parents, relation, *target.rows};
    const RelatedBy by{target,
                       relation.link ? &relation.link() : nullptr,
                       relation.target_key,
                       relation.foreign_key};
    fetch_related(session, by, distinct_keys(parents), load, &context, next_of_parent);
    RowList children;
    for (std::size_t i = 0; i < parents.size(); ++i) {
        bool repeated = i > 0 && parents[i].key == parents[i - 1].key;
        if (!repeated) {
            auto own = rows_of(*target.rows, member(parents[i].row, relation).data());
            children.insert(children.end(), own.begin(), own.end());
        }
    }
    load_all(session, target, children, load.nested);
    for (std::size_t i = 1; i < parents.size(); ++i) {
        if (parents[i].key == parents[i - 1].key) {
            member(parents[i].row, relation).copy_many(member(parents[i - 1].row, relation));
        }
    }
}

/// One: the distinct targets are read once and copied to every row that refers to them.
struct OneTarget {
    void* vector;
    const RowOps& rows;
};

void* next_of_targets(void* context, std::int64_t) {
    auto& target = *static_cast<OneTarget*>(context);
    return target.rows.append(target.vector);
}

void load_one(SessionCore& session,
              const Table& table,
              const Relation& relation,
              const RowList& rows,
              const EagerLoad& load) {
    const Table& target = relation.target();
    const Column& foreign_key = *table.column_at(relation.foreign_key);
    auto referring = sorted_by(foreign_key, rows);
    std::unique_ptr<void, void (*)(void*)> vector(target.rows->new_vector(),
                                                  target.rows->delete_vector);
    if (!referring.empty()) {
        OneTarget context{vector.get(), *target.rows};
        const RelatedBy by{target, nullptr, 0, target.key->offset};
        fetch_related(session, by, distinct_keys(referring), load, &context, next_of_targets);
    }
    auto targets = rows_of(*target.rows, vector.get());
    load_all(session, target, targets, load.nested);
    auto found = sorted_by(*target.key, targets);
    for (char* row : rows) {
        auto key = key_in(foreign_key, row);
        auto hit = std::lower_bound(found.begin(), found.end(), Keyed{key.value_or(0), nullptr});
        bool exists = key && hit != found.end() && hit->key == *key;
        member(row, relation).fill_one(*target.rows, exists ? hit->row : nullptr);
    }
}

void load_all(SessionCore& session,
              const Table& table,
              const RowList& rows,
              const std::vector<EagerLoad>& loads) {
    for (const auto& load : loads) {
        const Relation* relation = table.relation_at(load.offset);
        if (!relation) {
            throw QueryError("describe() of \"" + table.name + "\" does not name this relation");
        }
        if (rows.empty()) {
            continue;
        }
        relation->many ? load_many(session, table, *relation, rows, load)
                       : load_one(session, table, *relation, rows, load);
    }
}

}  // namespace

void load_relations(SessionCore& session,
                    const Table& table,
                    void* rows,
                    std::size_t count,
                    const std::vector<EagerLoad>& loads) {
    RowList list;
    for (std::size_t i = 0; i < count; ++i) {
        list.push_back(static_cast<char*>(rows) + i * table.rows->row_size);
    }
    load_all(session, table, list, loads);
}

}  // namespace carafe::orm::detail
