// expect: nothing
#include "tests/misuse/models.hpp"

namespace carafe::home {

void use(orm::Session& session, Db& db) {
    session.query<Account>().where(&Account::email, "x").all();
    db.query<Chore>().where(col(&Chore::reward) > Money{5}).join(&Chore::board_id).all();
    session.as_system("nightly report").query<Chore>().all();
    db.execute("DELETE FROM chores WHERE household_id = :tenant");
}

}  // namespace carafe::home
