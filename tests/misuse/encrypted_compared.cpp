// expect: carafe: an encrypted value is not compared; compare what reveal() gives, or ask the
// database with matches().
#include "tests/misuse/models.hpp"

namespace carafe::home {

bool use(const Patient& patient) {
    return patient.phone == "98450 12345";
}

}  // namespace carafe::home
