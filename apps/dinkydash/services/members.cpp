#include "apps/dinkydash/services/members.hpp"

#include "apps/dinkydash/models/password_reset.hpp"
#include "apps/dinkydash/services/leaving.hpp"
#include "carafe/auth/sessions.hpp"

#include <algorithm>

namespace dinkydash {

std::vector<User> members_of(FamilyDb& db) {
    auto users = db.query<User>().order_by(&User::id).all();
    std::stable_partition(
        users.begin(), users.end(), [](const User& user) { return user.role == Role::Owner; });
    return users;
}

std::vector<Invitation> open_invitations(FamilyDb& db) {
    return db.query<Invitation>()
        .where(is_null(col(&Invitation::accepted_at)))
        .where(is_null(col(&Invitation::revoked_at)))
        .where(col(&Invitation::expires_at) > db.now())
        .order_by(&Invitation::id)
        .all();
}

void remove_member(FamilyDb& db, orm::Session global, const User& user) {
    auth::end_sessions(global, user.id.value);
    global.query<PasswordReset>().where(&PasswordReset::user_id, user.id.value).remove();
    db.remove(user);
}

void retire_person(FamilyDb& db, const FamilyInfo& family, Person& person, Date today) {
    person.active = false;
    db.update(person, &Person::active);
    end_turns(db, family, person.id, today);
    touch_family(db);
}

void hand_over_family(FamilyDb& db, User& owner, User& successor) {
    owner.role = Role::Admin;
    successor.role = Role::Owner;
    db.update(owner, &User::role);
    db.update(successor, &User::role);
}

}  // namespace dinkydash
