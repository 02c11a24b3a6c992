// expect: the_reason_for_as_system_must_not_be_empty
#include "tests/misuse/models.hpp"

namespace carafe::home {

void use(Db& db) {
    db.as_system("");
}

}  // namespace carafe::home
