// expect: is not
#include "carafe/web/response.hpp"

namespace carafe::home {

Response use(const char (&answer)[8]) { return fixed_text(answer); }

}  // namespace carafe::home
