// A model's description without its type: what the SQL writer, the drivers and migrations work on.
// Made once per model by the definition file (define.hpp), never changed afterwards.
#pragma once
#include "carafe/db/binding.hpp"
#include "carafe/orm/field.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace carafe::orm {

struct Table;
/// References between tables are functions: models refer to each other in circles.
using TableFunction = const Table& (*)();

/// What happens to a row when the row it refers to is removed. Restrict: the removal is refused.
enum class OnDelete : std::uint8_t { Restrict, Cascade, SetNull };

enum class ColumnRole : std::uint8_t { Plain, Key, Tenant, CreatedAt, UpdatedAt, Version, DeletedAt, CreatedBy, UpdatedBy };

/// Default in the database: for rows that are there when a column is added, and for other programs.
struct DefaultValue {
    enum class Kind : std::uint8_t { None, Integer, Real, Text, Now, Sql } kind = Kind::None;
    std::string text{};  ///< the number, the text itself, or SQL

    friend bool operator==(const DefaultValue&, const DefaultValue&) = default;
};

/// What of an encrypted value a column holds.
enum class Sealing : std::uint8_t { None, Value, BlindIndex };

struct Column {
    std::string name{};
    std::string renamed_from{};
    std::size_t offset = 0;
    std::size_t bytes = 0;      ///< size of the member
    std::size_t alignment = 1;  ///< of the member
    db::MemoryKind memory{};
    FieldType type{};
    ColumnRole role = ColumnRole::Plain;
    bool nullable = false;
    bool secret = false;  ///< its values are not shown, nor told in a ChangeSet
    int size = 0;  ///< code points at most; 0: no limit
    DefaultValue default_value{};
    OnDelete on_delete = OnDelete::Restrict;
    TableFunction target = nullptr;  ///< referenced table, for foreign keys
    TableFunction scope = nullptr;   ///< sessions narrowed to rows of this table look at the column
    const db::OptionalOps* optional = nullptr;
    const db::EnumOps* enums = nullptr;
    Sealing sealing = Sealing::None;
    Normaliser normaliser = nullptr;  ///< of a blind index
    std::size_t indexed = 0;          ///< of a blind index: offset of the encrypted member

    db::OutColumn out() const {
        return {static_cast<std::uint32_t>(offset), memory, optional, enums};
    }
};

struct Index {
    std::string name{};
    std::vector<std::size_t> columns{};  ///< positions in Table::columns
    bool unique = false;
    bool ignoring_case = false;
    std::string condition{};  ///< SQL with quoted names; empty: all rows
};

/// Where a rule comes from: written in the model, or implied by a column's type, which some engines
/// hold by themselves.
enum class CheckKind : std::uint8_t { Written, Enum, Size, Boolean, Json };

/// A rule on rows. Its name ends in a fingerprint of the rule, so that a changed rule is a changed
/// name.
struct Check {
    std::string name{};
    std::string expression{};            ///< SQL with quoted names
    std::vector<std::size_t> columns{};  ///< positions of the columns it names
    CheckKind kind = CheckKind::Written;
};

/// A HasMany or One member. HasMany: `foreign_key` is a member of the target, or of the link between
/// both. One: of this model.
struct Relation {
    std::size_t offset = 0;
    bool many = false;
    TableFunction target = nullptr;
    std::size_t foreign_key = 0;    ///< offset of the member holding the id
    TableFunction link = nullptr;   ///< table whose rows are pairs of this model and the target
    std::size_t target_key = 0;     ///< offset of the link's member holding the target's id
};

/// How to make rows of a model: instantiated once, in the definition file, because growing a
/// std::vector<Model> is the largest part of compiling a query.
struct RowOps {
    std::size_t row_size;
    void* (*resize)(void* vector, std::size_t count);  ///< returns data()
    void* (*append)(void* vector);                     ///< one new row
    void* (*emplace)(void* optional);
    void* (*new_vector)();
    void (*delete_vector)(void* vector);
    void* (*clone_vector)(const void* vector);
    std::size_t (*vector_size)(const void* vector);
    void* (*vector_data)(void* vector);
    void (*delete_row)(void* row);
    void* (*clone_row)(const void* row);
};

struct Table {
    std::string name{};
    std::string renamed_from{};
    std::vector<Column> columns{};
    std::vector<Index> indexes{};
    std::vector<Check> checks{};
    std::vector<Relation> relations{};
    const Column* key = nullptr;
    const Column* tenant = nullptr;
    const Column* version = nullptr;
    const Column* deleted_at = nullptr;  ///< empty in rows that are there
    bool tenant_root = false;
    bool has_encrypted = false;
    TableFunction tenant_table = nullptr;  ///< the tenant's own table, for owned models
    const RowOps* rows = nullptr;

    /// nullptr when no column lies there.
    const Column* column_at(std::size_t offset) const;
    const Column* find_column(std::string_view name) const;
    const Relation* relation_at(std::size_t offset) const;
    /// Blind index of the encrypted member at `offset`; nullptr when it has none.
    const Column* blind_index_of(std::size_t offset) const;
};

/// First six hex digits of a 32-bit FNV-1a hash. Must not change: names in databases carry it.
std::string fingerprint(std::string_view text);
/// A name that every engine takes as it is: beyond 63 bytes it is cut and ends in its fingerprint.
std::string rule_name(std::string name);
/// Name of the foreign key of a column that refers to another table.
std::string foreign_key_name(const Table& table, const Column& column);

/// Description of M. Declared here, defined only by the definition file: a model that no ModelList
/// names is a link error naming it.
template <class M>
const Table& table();

/// The models of one application.
template <class... M>
struct ModelList {};

/// Tables of a ModelList in its order.
using Tables = std::vector<const Table*>;

template <class... M>
Tables tables_of(ModelList<M...>) {
    return {&table<M>()...};
}

/// Sentences about members of models that describe() names neither as column nor as relation, and
/// that would therefore never be stored. Small members hidden in padding are not found.
std::vector<std::string> find_undescribed_members(const Tables& tables);

/// Referenced tables before those that refer to them, as far as keys that may be nulled allow.
Tables in_dependency_order(Tables tables);

}  // namespace carafe::orm
