// expect: carafe: an encrypted value is not printed; reveal() gives its text.
#include "tests/misuse/models.hpp"

#include <ostream>

namespace carafe::home {

void use(std::ostream& out, const Patient& patient) {
    out << patient.phone;
}

}  // namespace carafe::home
