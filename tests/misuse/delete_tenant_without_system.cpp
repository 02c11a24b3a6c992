// expect: carafe: removing a tenant wants session.as_system("reason").
#include "tests/misuse/models.hpp"

namespace carafe::home {

void use(orm::Session& session, Id<Household> id) {
    session.delete_tenant(id);
}

}  // namespace carafe::home
