// expect: carafe: this model is owned by a tenant, but this session has no such tenant. Use
// request.tenant_db(), or, reviewed and logged, session.as_system("reason").
#include "tests/misuse/models.hpp"

namespace carafe::home {

struct Visit {
    Id<Visit> id{};
    Id<Chore> chore_id{};

    static constexpr void describe(auto& t) {
        t.table("visits");
        t.id("id", &Visit::id);
        t.ref("chore_id", &Visit::chore_id);
    }
};

void use(orm::Session& session) {
    session.query<Visit>().join(&Visit::chore_id).all();
}

}  // namespace carafe::home
