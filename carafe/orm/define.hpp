// Included only by the one file that defines an application's models:
//
//     #include "models/all.hpp"
//     #include "carafe/orm/define.hpp"
//     template struct carafe::orm::Define<dinkydash::Models>;
//
// Checks every model at compile time and makes its Table.
#pragma once
#include "carafe/orm/data_keys.hpp"
#include "carafe/orm/model.hpp"

#include <string_view>
#include <utility>
#include <vector>

namespace carafe::orm {

namespace detail {

/// What the checker found out about one model.
struct ModelFacts {
    std::string_view names[128]{};
    std::size_t count = 0;
    bool table_named = false;
    bool has_key = false;
    bool has_tenant = false;
    bool has_timestamps = false;
    bool has_version = false;
    bool has_deleted_at = false;
    bool has_authors = false;
    bool has_encrypted = false;
    bool names_are_plain = true;
    bool names_are_unique = true;

    constexpr void check_plain(std::string_view name) {
        names_are_plain = names_are_plain && !name.empty() && name.size() <= 60;
        for (char c : name) {
            bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
            names_are_plain = names_are_plain && plain;
        }
    }

    constexpr void add(std::string_view name) {
        check_plain(name);
        for (std::size_t i = 0; i < count; ++i) {
            names_are_unique = names_are_unique && names[i] != name;
        }
        names[count++] = name;
    }
};

/// Visits describe() at compile time.
struct Checker {
    struct Chain {
        constexpr const Chain& size(int) const { return *this; }

        template <class T>
        constexpr const Chain& default_value(const T&) const {
            return *this;
        }

        constexpr const Chain& default_now() const { return *this; }

        constexpr const Chain& default_sql(std::string_view) const { return *this; }

        constexpr const Chain& on_delete(OnDelete) const { return *this; }

        constexpr const Chain& renamed_from(std::string_view) const { return *this; }

        constexpr const Chain& named(std::string_view) const { return *this; }

        constexpr const Chain& where(std::string_view) const { return *this; }

        constexpr const Chain& ignoring_case() const { return *this; }
        constexpr const Chain& secret() const { return *this; }
        constexpr const Chain& blind_index(Normaliser) const { return *this; }
    };

    ModelFacts facts{};

    constexpr Chain table(std::string_view name) {
        facts.check_plain(name);
        facts.table_named = true;
        return {};
    }

    template <class P>
    constexpr Chain id(std::string_view name, P) {
        facts.add(name);
        facts.has_key = true;
        return {};
    }

    constexpr Chain tenant(std::string_view name) {
        facts.add(name);
        facts.has_tenant = true;
        return {};
    }

    template <class P>
    constexpr Chain ref(std::string_view name, P) {
        facts.add(name);
        return {};
    }

    template <class F, class C>
    constexpr Chain col(std::string_view name, F C::*) {
        facts.add(name);
        facts.has_encrypted = facts.has_encrypted || is_encrypted<F>;
        return {};
    }

    constexpr void timestamps() {
        facts.add("created_at");
        facts.add("updated_at");
        facts.has_timestamps = true;
    }

    constexpr void versioned() {
        facts.add("version");
        facts.has_version = true;
    }

    constexpr void authored() {
        facts.add("created_by");
        facts.add("updated_by");
        facts.has_authors = true;
    }

    constexpr void soft_deleted() {
        facts.add("deleted_at");
        facts.has_deleted_at = true;
    }

    constexpr void tenant_root() {}

    template <class P>
    constexpr void scope(P) {}

    template <class... P>
    constexpr Chain index(P...) {
        return {};
    }

    template <class... P>
    constexpr Chain unique(P...) {
        return {};
    }

    template <class... P>
    constexpr Chain unique_global(P...) {
        return {};
    }

    constexpr void check(std::string_view name, std::string_view) { facts.check_plain(name); }

    template <class R, class P>
    constexpr void belongs_to(R, P) {}

    template <class R, class P>
    constexpr void has_many(R, P) {}

    template <class R, class P, class Q>
    constexpr void many_to_many(R, P, Q) {}
};

template <class M>
consteval ModelFacts facts_of() {
    Checker checker;
    M::describe(checker);
    return checker.facts;
}

/// The sentences about a model's description.
template <class M>
struct CheckedModel {
    static constexpr ModelFacts kFacts = facts_of<M>();
    static_assert(kFacts.table_named, "carafe: describe() names no table: add t.table(\"...\").");
    static_assert(kFacts.has_key, "carafe: describe() has no key: add t.id(\"id\", &Model::id).");
    static_assert(kFacts.names_are_plain,
                  "carafe: names in describe() are lower case letters, digits and _, at most 60.");
    static_assert(kFacts.names_are_unique, "carafe: describe() uses a column name twice.");
    static_assert(
        std::is_void_v<tenant_of<M>> || kFacts.has_tenant,
        "carafe: a TenantOwned model describes its tenant column: add t.tenant(\"...\").");
    static_assert(!std::is_base_of_v<Timestamps<M>, M> || kFacts.has_timestamps,
                  "carafe: a model with Timestamps describes them: add t.timestamps().");
    static_assert(!std::is_base_of_v<Versioned<M>, M> || kFacts.has_version,
                  "carafe: a Versioned model describes its version: add t.versioned().");
    static_assert(!is_soft_deleted<M> || kFacts.has_deleted_at,
                  "carafe: a model with SoftDelete describes it: add t.soft_deleted().");
    static_assert(!std::is_base_of_v<Authored<M>, M> || kFacts.has_authors,
                  "carafe: an Authored model describes its authors: add t.authored().");
    static constexpr bool kGood = true;
};

/// The encrypted value in a member whose blind index lies at `index`; nullptr in an empty optional.
template <class F>
EncryptedData* value_around(void* index) {
    void* member = static_cast<char*>(index) - offsetof(EncryptedData, index);
    if constexpr (is_optional<F>) {
        auto& optional = *static_cast<F*>(member);
        return optional ? reinterpret_cast<EncryptedData*>(&*optional) : nullptr;
    } else {
        return static_cast<EncryptedData*>(member);
    }
}

/// A blind index is NULL when the text has none, or was written before there was one.
template <class F>
inline constexpr db::OptionalOps kBlindIndexOps{
    [](const void* index) -> const void* {
        const EncryptedData* value = value_around<F>(const_cast<void*>(index));  // only read
        return value && !value->index.empty() ? &value->index : nullptr;
    },
    [](void* index) -> void* {
        EncryptedData* value = value_around<F>(index);
        if constexpr (is_optional<F>) {
            if (!value) {
                static_cast<F*>(static_cast<void*>(static_cast<char*>(index) -
                                                   offsetof(EncryptedData, index)))
                    ->emplace();
                value = value_around<F>(index);
            }
        }
        return &value->index;
    },
    [](void* index) {
        if (EncryptedData* value = value_around<F>(index)) {
            value->index.clear();
        }
    }};

/// Adds the column and the index of `column`, a blind index at its place in the struct.
void add_blind_index(Table& table, Column column);

/// A column being described; F is the member's type.
template <class F>
class ColumnChain {
  public:
    ColumnChain(Table& table, std::size_t position) : table_(&table), position_(position) {}

    ColumnChain& size(int code_points) {
        column().size = code_points;
        return *this;
    }

    ColumnChain& default_value(const unwrap<F>& value) {
        Arguments arguments;
        Field<F>::put(arguments, value);
        set_default(arguments);
        return *this;
    }

    ColumnChain& default_now() {
        column().default_value = {DefaultValue::Kind::Now, {}};
        return *this;
    }

    ColumnChain& default_sql(std::string_view sql) {
        column().default_value = {DefaultValue::Kind::Sql, std::string(sql)};
        return *this;
    }

    ColumnChain& on_delete(OnDelete action) {
        column().on_delete = action;
        return *this;
    }

    ColumnChain& renamed_from(std::string_view name) {
        column().renamed_from = name;
        return *this;
    }

    /// For templates, JSON and audits, which never show it; nothing to the database.
    ColumnChain& secret() {
        column().secret = true;
        return *this;
    }

    /// Equal texts are found by matches(): adds the column NAME_bidx and an index on it.
    ColumnChain& blind_index(Normaliser normaliser) {
        static_assert(is_encrypted<F>, "carafe: a blind index is of an encrypted column.");
        Column index;
        index.name = column().name;
        index.indexed = column().offset;
        index.offset = column().offset + offsetof(EncryptedData, index);
        index.bytes = sizeof(std::string);
        index.alignment = alignof(std::string);
        index.optional = &kBlindIndexOps<F>;
        index.normaliser = normaliser;
        add_blind_index(*table_, std::move(index));
        return *this;
    }

    Column& column() { return table_->columns[position_]; }

  private:
    void set_default(const Arguments& value);

    Table* table_;
    std::size_t position_;
};

/// An index being described.
class IndexChain {
  public:
    explicit IndexChain(Table& table) : table_(&table), position_(table.indexes.size() - 1) {}

    IndexChain& named(std::string_view name);
    /// `condition` may name columns as {column}.
    IndexChain& where(std::string_view condition);
    IndexChain& ignoring_case();

  private:
    Table* table_;
    std::size_t position_;
};

class TableChain {
  public:
    explicit TableChain(Table& table) : table_(&table) {}

    TableChain& renamed_from(std::string_view name) {
        table_->renamed_from = name;
        return *this;
    }

  private:
    Table* table_;
};

DefaultValue default_of(const db::Param& value);
void add_index(Table& table, const std::vector<std::size_t>& offsets, bool unique, bool in_tenant);
void add_check(Table& table, std::string_view name, std::string_view expression);
void add_scope(Table& table, std::size_t offset, TableFunction scope);
/// Completes a described table: implied rules and indexes, names, pointers.
void finish_table(Table& table);

template <class F>
void ColumnChain<F>::set_default(const Arguments& value) {
    column().default_value = default_of(value.at(0));
}

/// Visits describe() and fills a Table.
template <class M>
class TableBuilder {
  public:
    explicit TableBuilder(Table& table) : table_(table) {}

    TableChain table(std::string_view name) {
        table_.name = name;
        return TableChain(table_);
    }

    template <class C>
    auto id(std::string_view name, Id<M> C::*member) {
        return add(name, member, ColumnRole::Key);
    }

    auto tenant(std::string_view name) {
        using Tenant = tenant_of<M>;
        table_.tenant_table = &orm::table<Tenant>;
        auto chain = add(name, &M::tenant_id, ColumnRole::Tenant);
        chain.column().target = &orm::table<Tenant>;
        chain.column().on_delete = OnDelete::Cascade;
        return chain;
    }

    template <class T, class C>
    auto ref(std::string_view name, Id<T> C::*member) {
        return add_reference<T>(name, member);
    }

    template <class T, class C>
    auto ref(std::string_view name, std::optional<Id<T>> C::*member) {
        return add_reference<T>(name, member);
    }

    template <class F, class C>
    auto col(std::string_view name, F C::*member) {
        return add(name, member, ColumnRole::Plain);
    }

    void timestamps() {
        add("created_at", &M::created_at, ColumnRole::CreatedAt);
        add("updated_at", &M::updated_at, ColumnRole::UpdatedAt);
    }

    void versioned() { add("version", &M::version, ColumnRole::Version); }

    void authored() {
        add("created_by", &M::created_by, ColumnRole::CreatedBy);
        add("updated_by", &M::updated_by, ColumnRole::UpdatedBy);
    }

    void soft_deleted() { add("deleted_at", &M::deleted_at, ColumnRole::DeletedAt); }

    void tenant_root() { table_.tenant_root = true; }

    template <class T, class C>
    void scope(Id<T> C::*member) {
        add_scope(table_, offset_of<M>(member), &orm::table<T>);
    }

    template <class T, class C>
    void scope(std::optional<Id<T>> C::*member) {
        add_scope(table_, offset_of<M>(member), &orm::table<T>);
    }

    template <class... F, class... C>
    IndexChain index(F C::*... members) {
        require_readable<F...>();
        return add_index({offset_of<M>(members)...}, false, true);
    }

    template <class... F, class... C>
    IndexChain unique(F C::*... members) {
        require_readable<F...>();
        return add_index({offset_of<M>(members)...}, true, true);
    }

    template <class... F, class... C>
    IndexChain unique_global(F C::*... members) {
        require_readable<F...>();
        return add_index({offset_of<M>(members)...}, true, false);
    }

    void check(std::string_view name, std::string_view expression) {
        detail::add_check(table_, name, expression);
    }

    template <class T, class R, class F, class C>
    void belongs_to(One<T> R::*relation, F C::*key) {
        static_assert(std::is_same_v<unwrap<F>, Id<T>>,
                      "carafe: belongs_to() wants the foreign key of the related model.");
        table_.relations.push_back(
            {offset_of<M>(relation), false, &orm::table<T>, offset_of<M>(key), nullptr, 0});
    }

    template <class T, class R, class F, class C>
    void has_many(HasMany<T> R::*relation, F C::*key) {
        static_assert(std::is_same_v<unwrap<F>, Id<M>>,
                      "carafe: has_many() wants a foreign key to this model.");
        table_.relations.push_back(
            {offset_of<M>(relation), true, &orm::table<T>, offset_of<T>(key), nullptr, 0});
    }

    template <class T, class R, class F, class C, class G>
    void many_to_many(HasMany<T> R::*relation, F C::*own_key, G C::*target_key) {
        using Link = model_of<C>;
        static_assert(std::is_same_v<F, Id<M>> && std::is_same_v<G, Id<T>>,
                      "carafe: many_to_many() wants the pair's foreign keys to this model and to the "
                      "related one, in this order.");
        static_assert(std::is_void_v<tenant_of<Link>> || std::is_same_v<tenant_of<Link>, tenant_of<M>> ||
                          std::is_same_v<tenant_of<Link>, tenant_of<T>>,
                      "carafe: the pairs of many_to_many() belong to the tenant of one of its sides.");
        table_.relations.push_back({offset_of<M>(relation),
                                    true,
                                    &orm::table<T>,
                                    offset_of<Link>(own_key),
                                    &orm::table<Link>,
                                    offset_of<Link>(target_key)});
    }

  private:
    template <class... F>
    static void require_readable() {
        static_assert((!is_encrypted<F> && ...),
                      "carafe: an encrypted column has no index but its .blind_index().");
    }

    template <class F, class C>
    ColumnChain<F> add(std::string_view name, F C::*member, ColumnRole role) {
        require_column_type<F>();
        Column column;
        column.name = name;
        column.offset = offset_of<M>(member);
        column.bytes = sizeof(F);
        column.alignment = alignof(F);
        column.memory = Field<F>::kMemory;
        column.type = Field<F>::kType;
        column.role = role;
        column.nullable = is_optional<F>;
        column.optional = optional_ops<F>();
        column.enums = enum_ops<F>();
        column.sealing = is_encrypted<F> ? Sealing::Value : Sealing::None;
        column.secret = is_encrypted<F>;
        table_.columns.push_back(std::move(column));
        return ColumnChain<F>(table_, table_.columns.size() - 1);
    }

    template <class T, class F, class C>
    ColumnChain<F> add_reference(std::string_view name, F C::*member) {
        auto chain = add(name, member, ColumnRole::Plain);
        chain.column().target = &orm::table<T>;
        return chain;
    }

    IndexChain add_index(const std::vector<std::size_t>& offsets, bool unique, bool in_tenant) {
        detail::add_index(table_, offsets, unique, in_tenant);
        return IndexChain(table_);
    }

    Table& table_;
};

template <class M>
inline constexpr RowOps kRowOps{
    sizeof(M),
    [](void* vector, std::size_t count) -> void* {
        auto& rows = *static_cast<std::vector<M>*>(vector);
        rows.resize(count);
        return rows.data();
    },
    [](void* vector) -> void* { return &static_cast<std::vector<M>*>(vector)->emplace_back(); },
    [](void* optional) -> void* { return &static_cast<std::optional<M>*>(optional)->emplace(); },
    []() -> void* { return new std::vector<M>; },
    [](void* vector) { delete static_cast<std::vector<M>*>(vector); },
    [](const void* vector) -> void* {
        return new std::vector<M>(*static_cast<const std::vector<M>*>(vector));
    },
    [](const void* vector) { return static_cast<const std::vector<M>*>(vector)->size(); },
    [](void* vector) -> void* { return static_cast<std::vector<M>*>(vector)->data(); },
    [](void* row) { delete static_cast<M*>(row); },
    [](const void* row) -> void* { return new M(*static_cast<const M*>(row)); }};

template <class M>
Table make_table() {
    static_assert(CheckedModel<M>::kGood);
    Table table;
    table.rows = &kRowOps<M>;
    TableBuilder<M> builder(table);
    M::describe(builder);
    return table;
}

/// A Table that stays where it is: its columns are pointed to.
struct FinishedTable {
    explicit FinishedTable(Table&& made) : table(std::move(made)) { finish_table(table); }

    FinishedTable(const FinishedTable&) = delete;
    Table table;
};

}  // namespace detail

template <class M>
const Table& table() {
    static const detail::FinishedTable finished(detail::make_table<M>());
    return finished.table;
}

/// Emits the tables of a ModelList where it is explicitly instantiated.
template <class List>
struct Define;

template <class... M>
struct Define<ModelList<M...>> {
    static_assert((std::is_same_v<M, DataKey> || ...) ||
                      !(detail::CheckedModel<M>::kFacts.has_encrypted || ...),
                  "carafe: models with encrypted columns want orm::DataKey in their ModelList.");
    static const TableFunction kTables[sizeof...(M)];
};

template <class... M>
const TableFunction Define<ModelList<M...>>::kTables[sizeof...(M)] = {&table<M>...};

}  // namespace carafe::orm
