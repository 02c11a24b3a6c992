// expect: carafe: an encrypted column has no order.
#include "tests/misuse/models.hpp"

namespace carafe::home {

void use(Db& db) {
    db.query<Patient>().order_by(&Patient::phone).all();
}

}  // namespace carafe::home
