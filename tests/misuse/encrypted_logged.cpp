// expect: Encrypted<std::
#include "carafe/observe/log.hpp"

#include "tests/misuse/models.hpp"

namespace carafe::home {

void use(Log& log, const Patient& patient) {
    LogField field{"phone", patient.phone};
    log.info("patient", {field});
}

}  // namespace carafe::home
