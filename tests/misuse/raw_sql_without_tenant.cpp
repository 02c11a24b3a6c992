// expect: raw_sql_in_a_tenant_session_must_use_the_parameter_tenant
#include "tests/misuse/models.hpp"

namespace carafe::home {

void use(Db& db) {
    db.execute("DELETE FROM chores");
}

}  // namespace carafe::home
