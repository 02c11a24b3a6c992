#include "apps/dinkydash/services/row_order.hpp"

namespace dinkydash {

void place_row(FamilyDb& db, Id<Dashboard> id, std::int32_t position) {
    db.execute("UPDATE dashboards SET position = :2 WHERE tenant_id = :tenant AND id = :1", id, position);
}

void place_row(FamilyDb& db, Id<Person> id, std::int32_t position) {
    db.execute("UPDATE persons SET position = :2 WHERE tenant_id = :tenant AND id = :1", id, position);
}

}  // namespace dinkydash
