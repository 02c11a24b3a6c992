// expect: carafe: an encrypted column is read with its row, by all(), first(), find() ...
#include "tests/misuse/models.hpp"

namespace carafe::home {

struct Row {
    Encrypted<std::string> phone{};
};

void use(Db& db) {
    db.query<Patient>().into(&Row::phone, &Patient::phone).all();
}

}  // namespace carafe::home
