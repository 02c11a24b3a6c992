// expect: carafe: the value's type does not fit the column's type (an Id<A> is not an Id<B>, Money
// is not a number).
#include "tests/misuse/models.hpp"

namespace carafe::home {

void use(Db& db, Id<Board> board) {
    db.query<Chore>().where(col(&Chore::id) == board).all();
}

}  // namespace carafe::home
