// CARAFE_ASSERT: our own bug, on in every build. Inside a request it becomes a logged 500; the process lives on.
#pragma once
#include <stdexcept>
#include <string>

namespace carafe {

struct AssertionFailed : std::logic_error {
    using std::logic_error::logic_error;
};

[[noreturn]] inline void assertion_failed(const char* file, int line, const char* why) {
    throw AssertionFailed(std::string(file) + ':' + std::to_string(line) + ": " + why);
}

}  // namespace carafe

#define CARAFE_ASSERT(condition, why) \
    ((condition) ? void(0) : ::carafe::assertion_failed(__FILE__, __LINE__, why))
