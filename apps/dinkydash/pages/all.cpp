#include "apps/dinkydash/pages/all.hpp"

#include "apps/dinkydash/models/all.hpp"
#include "apps/dinkydash/views/views.hpp"
#include "carafe/base/type_define.hpp"
#include "carafe/templates/define.hpp"

namespace dinkydash {

using Views = TypeList<Face, FaceChoice, PersonChoice, Moment, CurrentUser, CurrentFamily, DashboardLink, Progress,
                       PersonToday, TurnView, NextTurn, TaskCard, TaskGroup, CountdownCard, Checklist,
                       Toast, Board, PersonRow, PersonHead, AbsenceRow, ItemHead, NameHead, TaskRow,
                       CountdownRow, ScreenRow, InvitationView, ConflictField, ConflictRow, Conflict,
                       ErrorView, KeptField, ExpiredForm, MemberRow, InvitationRow, MemberHead,
                       SessionRow>;

}  // namespace dinkydash

template struct carafe::DefineTypes<dinkydash::Views>;
template struct carafe::templates::Define<dinkydash::Pages>;
