// expect: Encrypted<std::
#include "carafe/text/json_writer.hpp"

#include "tests/misuse/models.hpp"

namespace carafe::home {

void use(text::JsonWriter& json, const Patient& patient) {
    json.value(patient.phone);
}

}  // namespace carafe::home
