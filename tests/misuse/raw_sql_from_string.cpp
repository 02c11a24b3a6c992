// expect: is not
#include "tests/misuse/models.hpp"

namespace carafe::home {

void use(Db& db, const std::string& name) {
    db.execute(("DELETE FROM x WHERE :tenant" + name).c_str());
}

}  // namespace carafe::home
