// expect: carafe: a joined query cannot be updated.
#include "tests/misuse/models.hpp"

namespace carafe::home {

void use(Db& db) {
    db.query<Chore>().join(&Chore::board_id).update();
}

}  // namespace carafe::home
