// expect: carafe: ordering by a model that is not in this query; join it first.
#include "tests/misuse/models.hpp"

namespace carafe::home {

void use(Db& db) {
    db.query<Chore>().order_by(&Board::name).all();
}

}  // namespace carafe::home
