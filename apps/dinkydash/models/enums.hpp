// The enums of dinkydash's tables. Names are stored in the database and must not change.
#pragma once
#include "carafe/base/enums.hpp"

namespace dinkydash {

using carafe::EnumEntry;

enum class Role { Owner, Admin, Member };
constexpr EnumEntry<Role> kRoleNames[] = {
    {Role::Owner, "owner", "Owner"}, {Role::Admin, "admin", "Admin"}, {Role::Member, "member", "Member"}};
constexpr auto& enum_names(Role) { return kRoleNames; }

enum class LayoutSize { Small, Medium, Large };
constexpr EnumEntry<LayoutSize> kLayoutSizeNames[] = {
    {LayoutSize::Small, "small", "Small"}, {LayoutSize::Medium, "medium", "Medium"}, {LayoutSize::Large, "large", "Large"}};
constexpr auto& enum_names(LayoutSize) { return kLayoutSizeNames; }

enum class Theme { Auto, Light, Dark, Contrast };
constexpr EnumEntry<Theme> kThemeNames[] = {{Theme::Auto, "auto", "Automatic"},
                                            {Theme::Light, "light", "Light"},
                                            {Theme::Dark, "dark", "Dark"},
                                            {Theme::Contrast, "contrast", "High contrast"}};
constexpr auto& enum_names(Theme) { return kThemeNames; }

enum class IconType { Emoji, Image, None };
constexpr EnumEntry<IconType> kIconTypeNames[] = {
    {IconType::Emoji, "emoji", "Emoji"}, {IconType::Image, "image", "Image"}, {IconType::None, "none", "None"}};
constexpr auto& enum_names(IconType) { return kIconTypeNames; }

enum class TaskMode { Rotate, Everyone, Anyone };
constexpr EnumEntry<TaskMode> kTaskModeNames[] = {{TaskMode::Rotate, "rotate", "Take turns"},
                                                  {TaskMode::Everyone, "everyone", "Everyone"},
                                                  {TaskMode::Anyone, "anyone", "Anyone"}};
constexpr auto& enum_names(TaskMode) { return kTaskModeNames; }

enum class Frequency { Daily, Weekly, Monthly, Once };
constexpr EnumEntry<Frequency> kFrequencyNames[] = {{Frequency::Daily, "daily", "Daily"},
                                                    {Frequency::Weekly, "weekly", "Weekly"},
                                                    {Frequency::Monthly, "monthly", "Monthly"},
                                                    {Frequency::Once, "once", "Once"}};
constexpr auto& enum_names(Frequency) { return kFrequencyNames; }

enum class RepeatFrom { Plan, Done };
constexpr EnumEntry<RepeatFrom> kRepeatFromNames[] = {{RepeatFrom::Plan, "plan", "The plan"},
                                                      {RepeatFrom::Done, "done", "Last done"}};
constexpr auto& enum_names(RepeatFrom) { return kRepeatFromNames; }

enum class RotateBy { Occurrence, Day, Week, Month, Completion };
constexpr EnumEntry<RotateBy> kRotateByNames[] = {{RotateBy::Occurrence, "occurrence", "Each time it comes"},
                                                  {RotateBy::Day, "day", "Each day"},
                                                  {RotateBy::Week, "week", "Each week"},
                                                  {RotateBy::Month, "month", "Each month"},
                                                  {RotateBy::Completion, "completion", "When it was done"}};
constexpr auto& enum_names(RotateBy) { return kRotateByNames; }

enum class PartOfDay { Any, Morning, Afternoon, Evening };
constexpr EnumEntry<PartOfDay> kPartOfDayNames[] = {{PartOfDay::Any, "any", "Any time"},
                                                    {PartOfDay::Morning, "morning", "Morning"},
                                                    {PartOfDay::Afternoon, "afternoon", "Afternoon"},
                                                    {PartOfDay::Evening, "evening", "Evening"}};
constexpr auto& enum_names(PartOfDay) { return kPartOfDayNames; }

enum class OverrideKind { Skip, Swap, Move };
constexpr EnumEntry<OverrideKind> kOverrideKindNames[] = {
    {OverrideKind::Skip, "skip"}, {OverrideKind::Swap, "swap"}, {OverrideKind::Move, "move"}};
constexpr auto& enum_names(OverrideKind) { return kOverrideKindNames; }

enum class CountdownKind { Yearly, Once };
constexpr EnumEntry<CountdownKind> kCountdownKindNames[] = {{CountdownKind::Yearly, "yearly", "Every year"},
                                                            {CountdownKind::Once, "once", "Once"}};
constexpr auto& enum_names(CountdownKind) { return kCountdownKindNames; }

enum class LeapRule { Feb28, Mar1 };
constexpr EnumEntry<LeapRule> kLeapRuleNames[] = {{LeapRule::Feb28, "feb28", "28 February"},
                                                  {LeapRule::Mar1, "mar1", "1 March"}};
constexpr auto& enum_names(LeapRule) { return kLeapRuleNames; }

enum class CountdownFormat { Days, Sleeps, Weeks, Weekdays, Date };
constexpr EnumEntry<CountdownFormat> kCountdownFormatNames[] = {{CountdownFormat::Days, "days", "Days"},
                                                                {CountdownFormat::Sleeps, "sleeps", "Sleeps"},
                                                                {CountdownFormat::Weeks, "weeks", "Weeks and days"},
                                                                {CountdownFormat::Weekdays, "weekdays", "School days"},
                                                                {CountdownFormat::Date, "date", "Date"}};
constexpr auto& enum_names(CountdownFormat) { return kCountdownFormatNames; }

enum class ActorKind { User, Device, System };
constexpr EnumEntry<ActorKind> kActorKindNames[] = {
    {ActorKind::User, "user"}, {ActorKind::Device, "device"}, {ActorKind::System, "system"}};
constexpr auto& enum_names(ActorKind) { return kActorKindNames; }

}  // namespace dinkydash
