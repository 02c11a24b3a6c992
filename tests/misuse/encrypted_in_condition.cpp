// expect: carafe: the value's type does not fit the column's type (an Id<A> is not an Id<B>, Money
// is not a number).
#include "tests/misuse/models.hpp"

namespace carafe::home {

void use(Db& db) {
    db.query<Patient>().where(&Patient::phone, "98450 12345").all();
}

}  // namespace carafe::home
