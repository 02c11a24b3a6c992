#include "apps/dinkydash/pages/conflict.hpp"

#include "apps/dinkydash/pages/conflict_views.hpp"
#include "apps/dinkydash/rules/words.hpp"
#include "carafe/web/render.hpp"

#include <algorithm>

namespace dinkydash {

namespace {

/// What people see for a value; the value itself when it is none of the choices.
std::string label_of(const std::vector<Choice>& choices, const std::string& value) {
    auto at = std::find_if(choices.begin(), choices.end(), [&](const Choice& choice) {
        return choice.value == value;
    });
    return at == choices.end() ? value : at->label;
}

/// @param choices  of the posted form: the other one was made without a request, so without rows.
std::string shown_value(const FormField& field, const std::vector<Choice>& choices) {
    std::vector<std::string> entries;
    switch (field.widget()) {
        case Widget::Checkbox:
            return field.text().empty() ? "No" : "Yes";
        case Widget::Select:
            return label_of(choices, field.text());
        case Widget::List:
        case Widget::MultiSelect:
            for (const auto& choice : choices) {
                const auto& chosen = field.entries();
                if (std::find(chosen.begin(), chosen.end(), choice.value) != chosen.end()) {
                    entries.push_back(choice.label);
                }
            }
            return rules::join_words(choices.empty() ? field.entries() : entries);
        default:
            return field.text();
    }
}

std::vector<ConflictRow> differing_rows(const Form& mine, const Form& theirs) {
    std::vector<ConflictRow> rows;
    for (std::size_t i = 0; i < mine.fields().size(); ++i) {
        const auto& field = *mine.fields()[i];
        if (field.widget() == Widget::File || field.widget() == Widget::Hidden) {
            continue;
        }
        ConflictRow row{std::string(field.label()),
                        shown_value(field, field.choices()),
                        shown_value(*theirs.fields()[i], field.choices())};
        if (row.mine != row.theirs) {
            rows.push_back(std::move(row));
        }
    }
    return rows;
}

std::vector<ConflictField> posted_fields(Request& request, std::int32_t version) {
    std::vector<ConflictField> fields;
    for (const auto& argument : request.form().all()) {
        const bool is_ours =
            argument.name == "csrf_token" || argument.name == "op" || argument.name == "version";
        if (!is_ours) {
            fields.push_back({argument.name, argument.value});
        }
    }
    fields.push_back({"version", std::to_string(version)});
    return fields;
}

}  // namespace

Response show_conflict(Request& request, const ConflictInput& input) {
    Conflict conflict;
    conflict.name = input.name;
    conflict.save_url = request.url(input.edit_url);
    conflict.keep_url = conflict.save_url;
    conflict.fields = posted_fields(request, input.version);
    conflict.rows = differing_rows(input.mine, input.theirs);
    const auto& fields = input.mine.fields();
    conflict.lost_image = std::any_of(
        fields.begin(), fields.end(), [](const auto* field) { return field->file() != nullptr; });
    return render(request, ConflictPage{conflict}).with_status(409);
}

}  // namespace dinkydash
