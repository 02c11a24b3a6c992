#include "apps/dinkydash/pages/people.hpp"

#include "apps/dinkydash/pages/people_views.hpp"
#include "apps/dinkydash/services/accounts.hpp"
#include "apps/dinkydash/services/leaving.hpp"
#include "apps/dinkydash/services/person_rows.hpp"
#include "apps/dinkydash/services/row_order.hpp"
#include "apps/dinkydash/services/row_picture.hpp"
#include "carafe/text/graphemes.hpp"
#include "carafe/web/render.hpp"

namespace dinkydash::people {

namespace {

/// False when the name is taken.
bool save(Request& request, FamilyDb& db, const Member& me, PersonForm& form, Person& person) {
    const bool is_new = !person.id;
    form.populate(person);
    person.name_key = text::fold_case(person.name);
    if (is_new) {
        person.active = true;
    }
    try {
        db.nested([&] { db.save(person); });
    } catch (const orm::UniqueViolation&) {
        form.name.error("This name is taken already.");
        return false;
    }
    const bool keep_old = !form.remove_image.value();
    change_picture(request, db, person, form.picture, keep_old, "person", me.id);
    touch_family(db);
    return true;
}

}  // namespace

Response index(Request& request, FamilyDb& db, const FamilyInfo& family) {
    const auto today = family_day(family, request.now()).today;
    const auto all = load_people(db);
    std::vector<PersonRow> rows;
    for (const auto& person : all.persons) {
        rows.push_back(person_row(person, all.presence, today));
    }
    return render(request, PeoplePage{rows});
}

Response create(Request& request, FamilyDb& db, const Member& me) {
    PersonForm form{request};
    if (!form.is_submitted()) {
        form.colour.set(next_colour(db));
    }
    if (form.validate_on_submit()) {
        check_limit(db.query<Person>().count(), kMaxPersons, "people");
        Person person;
        person.position = next_position<Person>(db);
        if (save(request, db, me, form, person)) {
            flash(request, person.name + " is added.", "success");
            return redirect(url_for<index>());
        }
    }
    return render(request, PersonCreatePage{form});
}

Response edit(
    Request& request, FamilyDb& db, const Member& me, const FamilyInfo& family, Id<Person> id) {
    auto person = db.get_or_404(id);
    const auto head = person_head(person);
    const bool was_active = person.active;
    PersonForm form{request};
    form.fill_from(person);
    if (form.validate_on_submit() && save(request, db, me, form, person)) {
        if (was_active && !person.active) {
            end_turns(db, family, id, family_day(family, request.now()).today);
        }
        flash(request, person.name + " is saved.", "success");
        return redirect(url_for<index>());
    }
    AbsenceForm absence_form{request};
    return render(request, PersonEditPage{form, head, absence_rows(db, id), absence_form});
}

Response remove(Request& request, FamilyDb& db, const FamilyInfo& family, Id<Person> id) {
    const auto person = db.get_or_404(id);
    if (!request.is_post()) {
        return render(request,
                      PersonRemovePage{person_head(person), removal_consequence(db, person)});
    }
    end_turns(db, family, id, family_day(family, request.now()).today);
    db.remove(person);
    if (person.image_id) {
        remove_picture(request, db, *person.image_id);
    }
    touch_family(db);
    flash(request, person.name + " is deleted.", "success");
    return redirect(url_for<index>());
}

Response move(Request& request, FamilyDb& db, Id<Person> id) {
    move_row(db, id, request.form().get("op"));
    touch_family(db);
    return redirect(url_for<index>());
}

Response absence_add(Request& request, FamilyDb& db, Id<Person> id) {
    const auto person = db.get_or_404(id);
    AbsenceForm absence_form{request};
    if (absence_form.validate_on_submit()) {
        PersonAbsence absence;
        absence.person_id = id;
        absence_form.populate(absence);
        db.insert(absence);
        touch_family(db);
        flash(request, "Time away is added.", "success");
        return redirect(url_for<edit>(id));
    }
    PersonForm form{request};
    form.show(person);
    return render(request,
                  PersonEditPage{form, person_head(person), absence_rows(db, id), absence_form});
}

Response absence_remove(Request& request,
                        FamilyDb& db,
                        Id<Person> id,
                        Id<PersonAbsence> absence_id) {
    const auto absence = db.get_or_404(absence_id);
    if (absence.person_id != id) {
        abort(404);
    }
    db.remove(absence);
    touch_family(db);
    flash(request, "Time away is removed.", "success");
    return redirect(url_for<edit>(id));
}

}  // namespace dinkydash::people
