// expect: nmae
#include "tests/misuse/models.hpp"

namespace carafe::home {

void use(Db& db) {
    db.query<Chore>().where(&Chore::nmae, "x").all();
}

}  // namespace carafe::home
