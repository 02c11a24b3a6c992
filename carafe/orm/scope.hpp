// Which models a session may use, decided by types: the first wall between tenants.
#pragma once
#include "carafe/orm/model.hpp"

#include <type_traits>

namespace carafe::orm {

/// Scope of sessions that see every tenant.
struct AllTenants;

template <class M, class Scope>
inline constexpr bool visible_in =
    std::is_void_v<tenant_of<M>> || std::is_same_v<tenant_of<M>, Scope> ||
    std::is_same_v<Scope, AllTenants>;

/// The one rule of tenants at compile time; the compiler's note names model and session.
#define CARAFE_REQUIRE_TENANT(Model, Scope)                                                  \
    static_assert(                                                                           \
        ::carafe::orm::visible_in<Model, Scope>,                                             \
        "carafe: this model is owned by a tenant, but this session has no such tenant. Use " \
        "request.tenant_db(), or, reviewed and logged, session.as_system(\"reason\").")

}  // namespace carafe::orm
