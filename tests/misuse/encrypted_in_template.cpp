// expect: Encrypted<std::
#include "carafe/base/type.hpp"

#include "tests/misuse/models.hpp"

namespace carafe::home {

Value use(const Patient& patient) {
    return to_value(patient.phone);
}

}  // namespace carafe::home
