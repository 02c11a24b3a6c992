// expect: carafe: this column is never NULL.
#include "tests/misuse/models.hpp"

namespace carafe::home {

void use(Db& db) {
    db.query<Chore>().everything().set(&Chore::name, std::nullopt).update();
}

}  // namespace carafe::home
