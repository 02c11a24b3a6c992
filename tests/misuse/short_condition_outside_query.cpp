// expect: carafe: the condition uses a model that is not in this query; join it first.
#include "tests/misuse/models.hpp"

namespace carafe::home {

void use(Db& db) {
    db.query<Chore>().where(&Board::name, "x").all();
}

}  // namespace carafe::home
