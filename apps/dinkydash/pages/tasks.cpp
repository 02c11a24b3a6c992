#include "apps/dinkydash/pages/tasks.hpp"

#include "apps/dinkydash/pages/conflict.hpp"
#include "apps/dinkydash/pages/tasks_views.hpp"
#include "apps/dinkydash/services/accounts.hpp"
#include "apps/dinkydash/services/dashboards.hpp"
#include "apps/dinkydash/services/faces.hpp"
#include "apps/dinkydash/services/row_order.hpp"
#include "apps/dinkydash/services/row_picture.hpp"
#include "apps/dinkydash/services/task_edit.hpp"
#include "apps/dinkydash/services/task_rows.hpp"
#include "apps/dinkydash/services/turn_names.hpp"
#include "carafe/web/render.hpp"

namespace dinkydash::tasks {

namespace {

/// What the form pages know besides the form.
struct Editing {
    PlannedTask before{};
    FamilyPeople people{};
    const FamilyInfo& family;
    Date today{};
};

void prepare(TaskForm& form, FamilyDb& db, const Editing& editing) {
    form.people = &editing.people;
    form.has_image = editing.before.task.image_id.has_value();
    form.offer_days(editing.family.week_start);
    form.dashboard_id.offer(db);
    if (!form.is_submitted()) {
        form.show_task(editing.before, editing.people);
    }
}

rules::TurnPlan plan_of_form(const TaskForm& form, const Editing& editing) {
    return edited_plan(editing.before,
                       form.edited(editing.before.task),
                       form.entries(),
                       editing.family,
                       editing.today,
                       editing.people.presence);
}

std::vector<NextTurn> preview(const TaskForm& form, const Editing& editing) {
    if (!form.has_plan()) {
        return {};
    }
    return preview_turns(plan_of_form(form, editing), editing.today, editing.people);
}

std::vector<FaceChoice> person_choices(const FamilyPeople& people) {
    std::vector<FaceChoice> out;
    for (const auto& person : people.persons) {
        if (person.active) {
            out.push_back({person.id.value, face_of(person)});
        }
    }
    return out;
}

/// A refused form has lost its empty entries; one is needed to type into.
void keep_one_entry(TaskForm& form) {
    if (form.rotation.entries().empty()) {
        form.rotation.set_entries({""});
    }
}

ItemHead head_of(const Task& task) {
    return {task.id.value,
            task.name,
            task.image_id ? std::optional(task.image_id->value) : std::nullopt};
}

void save(Request& request,
          FamilyDb& db,
          const Member& me,
          const TaskForm& form,
          const Editing& editing) {
    const auto plan = plan_of_form(form, editing);
    auto task = form.edited(editing.before.task);
    task.anchor_date = plan.anchor_date;
    task.anchor_index = static_cast<std::int16_t>(plan.anchor_index);
    if (!task.id) {
        task.position = next_position<Task>(db);
    }
    db.save(task);
    if (plan.entries != editing.before.plan.entries) {
        write_rotation(db, task.id, plan.entries);
    }
    change_picture(
        request, db, task, form.picture, task.icon_type == IconType::Image, "task", me.id);
    touch_family(db);
}

Response conflict(Request& request, const TaskForm& form, const Editing& editing) {
    const auto& task = editing.before.task;
    TaskForm theirs{Form::Probe{}};
    theirs.show_task(editing.before, editing.people);
    return show_conflict(request, {task.name, url_for<edit>(task.id), task.version, form, theirs});
}

}  // namespace

Response index(Request& request, FamilyDb& db, const FamilyInfo& family) {
    return render(request,
                  TasksPage{task_rows(db, family, family_day(family, request.now()).today)});
}

Response create(Request& request, FamilyDb& db, const Member& me, const FamilyInfo& family) {
    const auto today = family_day(family, request.now()).today;
    const Editing editing{new_task(db, family, today), load_people(db), family, today};
    TaskForm form{request};
    prepare(form, db, editing);
    if (form.validate_on_submit()) {
        check_limit(db.query<Task>().count(), kMaxTasks, "tasks");
        save(request, db, me, form, editing);
        flash(request, "Task added.", "success");
        return redirect(url_for<index>());
    }
    keep_one_entry(form);
    return render(request,
                  TaskCreatePage{form, person_choices(editing.people), preview(form, editing)});
}

Response edit(
    Request& request, FamilyDb& db, const Member& me, const FamilyInfo& family, Id<Task> id) {
    const auto today = family_day(family, request.now()).today;
    const Editing editing{load_planned_task(db, family, id, today), load_people(db), family, today};
    const auto& task = editing.before.task;
    TaskForm form{request};
    prepare(form, db, editing);
    if (form.validate_on_submit()) {
        if (form.version.text() != std::to_string(task.version)) {
            return conflict(request, form, editing);
        }
        save(request, db, me, form, editing);
        flash(request, "Task saved.", "success");
        return redirect(url_for<index>());
    }
    keep_one_entry(form);
    const auto choices = person_choices(editing.people);
    return render(request, TaskEditPage{form, choices, preview(form, editing), head_of(task)});
}

Response remove(Request& request, FamilyDb& db, Id<Task> id) {
    const auto task = db.get_or_404(id);
    if (!request.is_post()) {
        const auto ticks = db.query<TaskCompletion>().where(&TaskCompletion::task_id, id).count();
        std::string consequence = "It disappears from all screens.";
        if (ticks > 0) {
            consequence += " Its history goes too: " + count_text(ticks, "tick", "ticks") + '.';
        }
        return render(request, TaskRemovePage{head_of(task), consequence});
    }
    db.remove(task);
    if (task.image_id) {
        remove_picture(request, db, *task.image_id);
    }
    touch_family(db);
    flash(request, "Task deleted.", "success");
    return redirect(url_for<index>());
}

}  // namespace dinkydash::tasks
