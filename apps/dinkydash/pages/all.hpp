// Every page of dinkydash; what a page takes stands beside its form in the _views.hpp files.
#pragma once
#include "apps/dinkydash/pages/account_views.hpp"
#include "apps/dinkydash/pages/auth_views.hpp"
#include "apps/dinkydash/pages/board_views.hpp"
#include "apps/dinkydash/pages/conflict_views.hpp"
#include "apps/dinkydash/pages/countdowns_views.hpp"
#include "apps/dinkydash/pages/dashboards_views.hpp"
#include "apps/dinkydash/pages/errors_views.hpp"
#include "apps/dinkydash/pages/members_views.hpp"
#include "apps/dinkydash/pages/people_views.hpp"
#include "apps/dinkydash/pages/screens_views.hpp"
#include "apps/dinkydash/pages/settings_views.hpp"
#include "apps/dinkydash/pages/tasks_views.hpp"
#include "apps/dinkydash/services/mail_views.hpp"

namespace dinkydash {

using Pages = templates::PageList<
    RegisterPage, LoginPage, LogoutPage, ForgotPage, ForgotSentPage, ResetPage,
    ResetExpiredPage, InvitePage, InviteClosedPage, HomePage, DashboardPage,
    DashboardContentPage, DashboardCardPage, DashboardStalePage, WallPage, WallContentPage,
    WallCardPage, WallStalePage, WallRevokedPage, WallGonePage, PairPage, PairConfirmPage,
    ConflictPage, CountdownsPage, CountdownCreatePage, CountdownEditPage, CountdownRemovePage,
    DashboardsPage, DashboardCreatePage, DashboardEditPage, DashboardRemovePage, ErrorPage,
    ExpiredFormPage, MembersPage, MemberInvitePage, MemberInvitedPage, MemberRolePage,
    MemberRemovePage, HandOverPage, PeoplePage, PersonCreatePage, PersonEditPage,
    PersonRemovePage, ScreensPage, ScreenCreatePage, ScreenEditPage, ScreenRevokePage,
    ScreenCreatedPage, ScreenPermanentPage, SettingsPage, TasksPage, TaskCreatePage,
    TaskEditPage, TaskRemovePage, ResetMail, ResetMailText, InvitationMail, InvitationMailText,
    PasswordChangedMail, PasswordChangedMailText, ConfirmEmailMail, ConfirmEmailMailText,
    AccountPage, EmailConfirmPage, EmailExpiredPage>;

}  // namespace dinkydash
