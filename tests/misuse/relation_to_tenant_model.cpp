// expect: carafe: this model is owned by a tenant, but this session has no such tenant. Use
// request.tenant_db(), or, reviewed and logged, session.as_system("reason").
#include "tests/misuse/models.hpp"

namespace carafe::home {

struct Street {
    Id<Street> id{};
    HasMany<Chore> chores{};

    static constexpr void describe(auto& t) {
        t.table("streets");
        t.id("id", &Street::id);
    }
};

void use(orm::Session& session) {
    session.query<Street>().with(&Street::chores).all();
}

}  // namespace carafe::home
