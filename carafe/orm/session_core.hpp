// A session without its type: which rows may be seen, in which unit of work.
#pragma once
#include "carafe/orm/arguments.hpp"
#include "carafe/orm/table.hpp"

#include <cstdint>
#include <utility>
#include <vector>

namespace carafe::orm {

class UnitOfWork;

enum class ScopeKind : std::uint8_t { Global, Tenant, System };

/// The rows of `table` that a narrowed session may see.
struct Narrowing {
    const Table* table = nullptr;
    std::vector<std::int64_t> ids{};  ///< in order
    Arguments list{};                 ///< the same, as one value to be bound
};

class SessionCore {
  public:
    SessionCore(UnitOfWork& unit, ScopeKind kind, const Table* root, std::int64_t tenant)
        : unit_(unit), kind_(kind), root_(root), tenant_(tenant) {}

    /// A narrowed session of the same tenant.
    SessionCore(const SessionCore& whole, std::vector<Narrowing> narrowings)
        : unit_(whole.unit_),
          kind_(whole.kind_),
          root_(whole.root_),
          tenant_(whole.tenant_),
          whole_(&whole.whole()),
          narrowings_(std::move(narrowings)) {}

    UnitOfWork& unit() const { return unit_; }

    /// Itself, or for a narrowed session the tenant's.
    const SessionCore& whole() const { return whole_ ? *whole_ : *this; }

    const std::vector<Narrowing>& narrowings() const { return narrowings_; }

    /// Calls `use(column, index)` for columns of `table` whose values are narrowed by
    /// narrowings()[index].
    template <class Use>
    void each_narrowed(const Table& table, Use&& use) const {
        for (std::size_t i = 0; i < narrowings_.size(); ++i) {
            for (const auto& column : table.columns) {
                if (column.scope && &column.scope() == narrowings_[i].table) {
                    use(column, i);
                }
            }
        }
    }

    bool narrows(const Table& table) const {
        bool found = false;
        each_narrowed(table, [&](const Column&, std::size_t) { found = true; });
        return found;
    }

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
    const SessionCore* whole_ = nullptr;
    std::vector<Narrowing> narrowings_{};
};

}  // namespace carafe::orm
