// expect: carafe: this column may be NULL (optional, or of a left join): read it into a
// std::optional.
#include "tests/misuse/models.hpp"

namespace carafe::home {

struct Row {
    std::string person;
};

void use(Db& db) {
    db.query<Chore>().left_join(&Chore::person_id).into(&Row::person, &Person::name).all();
}

}  // namespace carafe::home
