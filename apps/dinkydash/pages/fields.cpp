#include "apps/dinkydash/pages/fields.hpp"

#include "apps/dinkydash/rules/countdowns.hpp"
#include "apps/dinkydash/rules/palette.hpp"
#include "carafe/text/graphemes.hpp"

#include <algorithm>

namespace dinkydash {

namespace {

constexpr std::size_t kMaxEmoji = 4;

bool is_emoji(const FormField& field) {
    return field.text().empty() || text::is_emoji_text(field.text());
}

bool is_short(const FormField& field) {
    return text::count_graphemes(field.text()) <= kMaxEmoji;
}

bool is_of_palette(const FormField& field) {
    return rules::colour_index(field.text()) != rules::kNoColour;
}

}  // namespace

EmojiField::EmojiField(Form* form, Rule column)
    : StringField(form,
                  "emoji",
                  "Emoji",
                  {check_that(is_emoji, "Please enter an emoji."),
                   check_that(is_short, "At most 4 emoji."),
                   column}) {}

MonthField::MonthField(
    Form* form, std::string_view name, std::string_view label, Rule column, std::string_view none)
    : ChoiceField(form, name, label, {column}) {
    if (!none.empty()) {
        add_choice("", std::string(none));
    }
    for (int month = 1; month <= 12; ++month) {
        add_choice(std::to_string(month), std::string(rules::long_month(month)));
    }
}

ColourField::ColourField(Form* form, Rule column)
    : ChoiceField(
          form, "colour", "Colour", {check_that(is_of_palette, "Please pick a colour."), column}) {
    for (const auto& colour : rules::kPalette) {
        add_choice(std::string(colour.hex), std::string(colour.name));
    }
}

DashboardField::DashboardField(Form* form)
    : RowField<Dashboard>(form,
                          "dashboard_id",
                          "Dashboard",
                          {check_that(is_offered, "Please select a dashboard.")}) {}

void DashboardField::offer(FamilyDb& db) {
    set_row_choices(db.query<Dashboard>().order_by(&Dashboard::position, &Dashboard::id).all(),
                    &Dashboard::name);
    add_choice("0", "Not on any dashboard");
}

void DashboardField::show(std::optional<Id<Dashboard>> chosen) {
    set(std::to_string(chosen ? chosen->value : 0));
}

bool is_offered(const FormField& field) {
    const auto& choices = field.choices();
    return std::any_of(choices.begin(), choices.end(), [&](const auto& choice) {
        return choice.value == field.text();
    });
}

std::optional<storage::Picture> check_icon(
    Request& request, IconType chosen, FormField& emoji, FormField& image, bool has_image) {
    if (chosen != IconType::Emoji) {
        emoji.clear_errors();
    }
    if (chosen == IconType::Emoji && emoji.is_empty()) {
        emoji.error("Please enter an emoji.");
    }
    if (chosen != IconType::Image) {
        return std::nullopt;
    }
    if (image.file() == nullptr && !has_image) {
        image.error("Please choose an image.");
    }
    return read_upload(request, image);
}

}  // namespace dinkydash
