// expect: carafe: with() wants a relation of the rows it is called for.
#include "tests/misuse/models.hpp"

namespace carafe::home {

void use(Db& db) {
    db.query<Board>().with(&Chore::person).all();
}

}  // namespace carafe::home
