// A session without its type: which rows may be seen, in which unit of work.
#pragma once
#include "carafe/orm/table.hpp"

#include <cstdint>

namespace carafe::orm {

class UnitOfWork;

enum class ScopeKind : std::uint8_t { Global, Tenant, System };

class SessionCore {
  public:
    SessionCore(UnitOfWork& unit, ScopeKind kind, const Table* root, std::int64_t tenant)
        : unit_(unit), kind_(kind), root_(root), tenant_(tenant) {}

    UnitOfWork& unit() const { return unit_; }

    ScopeKind kind() const { return kind_; }

    /// The tenant's table; nullptr unless the kind is Tenant.
    const Table* root() const { return root_; }

    std::int64_t tenant() const { return tenant_; }

    /// Column of `table` that must equal the tenant in this session; nullptr when there is none.
    const Column* tenant_column(const Table& table) const {
        if (kind_ != ScopeKind::Tenant) {
            return nullptr;
        }
        return &table == root_ ? table.key : table.tenant;
    }

    /// Same for sessions whose statements have the same text; part of the statement cache's key.
    const void* scope_tag() const {
        static constexpr char kSystem = 0;
        return kind_ == ScopeKind::System ? &kSystem : static_cast<const void*>(root_);
    }

  private:
    UnitOfWork& unit_;
    ScopeKind kind_;
    const Table* root_;
    std::int64_t tenant_;
};

}  // namespace carafe::orm
