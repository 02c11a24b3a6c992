// expect: carafe: matches() wants an encrypted column.
#include "tests/misuse/models.hpp"

namespace carafe::home {

void use(Db& db) {
    db.query<Patient>().where(matches(&Patient::name, "Asha")).all();
}

}  // namespace carafe::home
