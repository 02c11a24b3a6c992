// expect: carafe: an encrypted column is written with its row, by insert() or update().
#include "tests/misuse/models.hpp"

namespace carafe::home {

void use(Db& db) {
    db.query<Patient>().everything().set(&Patient::email, std::nullopt).update();
}

}  // namespace carafe::home
