#include "carafe/transfer/tenants.hpp"

#include "carafe/transfer/copy.hpp"

#include <algorithm>

namespace carafe::transfer {

void delete_tenant(orm::Database& database, std::int64_t tenant) {
    const auto& tables = database.tables();
    const auto root = std::find_if(
        tables.begin(), tables.end(), [](const auto* table) { return table->tenant_root; });
    if (root == tables.end()) {
        throw TransferError("the application has no tenants");
    }
    orm::UnitOfWork unit(database);
    orm::detail::delete_tenant(unit.system_core("an operator removes a tenant"), **root, tenant);
    unit.commit();
}

}  // namespace carafe::transfer
