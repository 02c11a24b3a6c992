// expect: Encrypted<std::
#include "tests/misuse/models.hpp"

namespace carafe::home {

std::string use(const Patient& patient) {
    return patient.phone;
}

}  // namespace carafe::home
