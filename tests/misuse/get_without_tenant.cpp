// expect: carafe: this model is owned by a tenant, but this session has no such tenant. Use
// request.tenant_db(), or, reviewed and logged, session.as_system("reason").
#include "tests/misuse/models.hpp"

namespace carafe::home {

void use(orm::Session& session) {
    session.get_or_404(Id<Chore>{1});
}

}  // namespace carafe::home
