// Declaring models: a model is a plain struct with one static `describe`.
//
//     struct Task : TenantOwned<Task, Family>, Timestamps<Task>, Versioned<Task> {
//         Id<Task>                  id{};
//         Id<Board>                 board_id{};
//         std::optional<Id<Person>> person_id{};
//         std::string               name{};
//         One<Person>               person{};          // relation, not a column
//
//         static constexpr void describe(auto& t) {
//             t.table("tasks");
//             t.id("id", &Task::id);
//             t.tenant("family_id");
//             t.ref("board_id", &Task::board_id).on_delete(OnDelete::Cascade);
//             t.ref("person_id", &Task::person_id).on_delete(OnDelete::SetNull);
//             t.col("name", &Task::name).size(100).renamed_from("title");
//             t.timestamps();
//             t.versioned();
//             t.unique(&Task::board_id, &Task::name);
//             t.check("name_not_blank", "length(trim({name})) > 0");
//             t.belongs_to(&Task::person, &Task::person_id);
//         }
//     };
//
// `describe` is a template: files that only use the model instantiate nothing. It is visited by
// several classes (the compile-time checker, the table builder, templates, JSON, forms), so the
// calls below are a shared vocabulary. Every visitor has all of them; each takes arguments only,
// never explicit template arguments; those marked [C] return a chained object that has ALL of the
// calls marked "chain".
//
//     t.table("tasks")                        name of the table                                      [C]
//     t.id("id", &T::id)                      the key, Id<T>                                         [C]
//     t.tenant("family_id")                   the tenant column of TenantOwned                       [C]
//     t.ref("board_id", &T::board_id)         foreign key: Id<Board> or std::optional<Id<Board>>     [C]
//     t.col("name", &T::name)                 any other column                                       [C]
//     t.timestamps()                          created_at, updated_at of Timestamps
//     t.authored()                            created_by, updated_by of Authored
//     t.versioned()                           version of Versioned
//     t.soft_deleted()                        deleted_at of SoftDelete; unique indexes leave removed rows out
//     t.tenant_root()                         this model is the tenant itself
//     t.scope(&T::branch_id)                  `db.narrow<Branch>(ids)` shows rows of these branches only
//     t.index(&T::a, &T::b)                   index; of an owned model behind the tenant column      [C]
//     t.unique(&T::a, &T::b)                  unique; of an owned model within the tenant            [C]
//     t.unique_global(&T::a)                  unique over all tenants                                [C]
//     t.check("short_name", "{a} > 0")        rule; {a} is the column a                              [C]
//     t.belongs_to(&T::person, &T::person_id) One<Person> through a foreign key of this model
//     t.has_many(&T::tasks, &Task::board_id)  HasMany<Task> through a foreign key of the other model
//     t.many_to_many(&User::roles, &UserRole::user_id, &UserRole::role_id)
//                                             HasMany<Role> through a model of pairs
//
//     chain: .size(n)                 text: at most n code points
//            .default_value(x)        the member's type; .default_now() for Timestamp; .default_sql("...")
//            .on_delete(OnDelete::X)  foreign keys
//            .renamed_from("old")     columns and tables: migrations rename instead of dropping
//            .named("idx_name")       indexes: the name in the database, instead of ix_T_cols or uq_T_cols
//            .where("{done} = 0")     indexes: only these rows (partial index)
//            .ignoring_case()         indexes: ASCII letters compare without case
//            .secret()                columns: never shown by templates, JSON and audits
//            .blind_index(digits)     encrypted columns: found by matches(); adds the column NAME_bidx
#pragma once
#include "carafe/orm/field.hpp"
#include "carafe/orm/relation.hpp"
#include "carafe/orm/table.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <type_traits>

namespace carafe::orm {

/// Rows belong to a tenant; the session fills and checks `tenant_id`.
template <class M, class Tenant>
struct TenantOwned {
    using tenant_type = Tenant;
    Id<Tenant> tenant_id{};
};

/// Filled by the data layer from the clock, once per statement.
template <class M>
struct Timestamps {
    Timestamp created_at{};
    Timestamp updated_at{};
};

/// Filled from the unit of work's actor; empty where it has none. Plain numbers without a foreign
/// key, so that they outlive the actor.
template <class M>
struct Authored {
    std::optional<std::int64_t> created_by{};
    std::optional<std::int64_t> updated_by{};
};

/// Changes of a row that was changed meanwhile throw StaleRow.
template <class M>
struct Versioned {
    std::int32_t version = 0;
};

/// Removed rows stay, stamped: queries leave them out unless they say `.with_deleted()`.
template <class M>
struct SoftDelete {
    std::optional<Timestamp> deleted_at{};
};

template <class M>
inline constexpr bool is_soft_deleted = std::is_base_of_v<SoftDelete<M>, M>;

/// Model that a member pointer's class belongs to: `&Task::created_at` is a member of
/// Timestamps<Task>. Own mixins specialise it.
template <class C>
struct OwnerModel {
    using type = C;
};

template <class M>
struct OwnerModel<Timestamps<M>> {
    using type = M;
};

template <class M>
struct OwnerModel<Versioned<M>> {
    using type = M;
};

template <class M>
struct OwnerModel<Authored<M>> {
    using type = M;
};

template <class M>
struct OwnerModel<SoftDelete<M>> {
    using type = M;
};

template <class M, class T>
struct OwnerModel<TenantOwned<M, T>> {
    using type = M;
};

template <class C>
using model_of = typename OwnerModel<C>::type;

template <class M>
struct TenantOf {
    using type = void;
};

template <class M>
    requires requires { typename M::tenant_type; }
struct TenantOf<M> {
    using type = typename M::tenant_type;
};

/// The tenant model that owns rows of M, or void.
template <class M>
using tenant_of = typename TenantOf<M>::type;

/// Where a member lies in M.
template <class M, class F, class C>
std::size_t offset_of(F C::*member) {
    F M::*own = member;
    static_assert(sizeof own == sizeof(std::ptrdiff_t));
    return static_cast<std::size_t>(std::bit_cast<std::ptrdiff_t>(own));
}

}  // namespace carafe::orm
