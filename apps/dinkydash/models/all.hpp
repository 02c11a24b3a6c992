// All tables of dinkydash.
#pragma once
#include "apps/dinkydash/models/activity.hpp"
#include "apps/dinkydash/models/countdown.hpp"
#include "apps/dinkydash/models/dashboard.hpp"
#include "apps/dinkydash/models/device.hpp"
#include "apps/dinkydash/models/family.hpp"
#include "apps/dinkydash/models/image.hpp"
#include "apps/dinkydash/models/invitation.hpp"
#include "apps/dinkydash/models/password_reset.hpp"
#include "apps/dinkydash/models/person.hpp"
#include "apps/dinkydash/models/person_absence.hpp"
#include "apps/dinkydash/models/task.hpp"
#include "apps/dinkydash/models/task_completion.hpp"
#include "apps/dinkydash/models/task_override.hpp"
#include "apps/dinkydash/models/task_rotation.hpp"
#include "apps/dinkydash/models/user.hpp"
#include "carafe/auth/login_session.hpp"
#include "carafe/notify/outbox.hpp"

namespace dinkydash {

using Models = orm::ModelList<Family, User, Image, Person, PersonAbsence, Dashboard, Task, TaskRotation, Device,
                              TaskOverride, TaskCompletion, Countdown, Invitation, PasswordReset, Activity,
                              auth::LoginSession, auth::RememberToken, notify::OutboxMail>;

}  // namespace dinkydash
