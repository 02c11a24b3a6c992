// From what was sent, or a button of a list, to the values of a field.
#include "carafe/base/numbers.hpp"
#include "carafe/forms/detail/list_button.hpp"
#include "carafe/forms/field.hpp"

#include <algorithm>

namespace carafe {

namespace {

std::string_view trim(std::string_view text) {
    auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; };
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

/// "2" of "rotation-2"; nothing for the name of something else.
std::optional<std::size_t> entry_number(std::string_view name, std::string_view list) {
    if (!name.starts_with(list) || !name.substr(list.size()).starts_with('-')) return std::nullopt;
    return parse_decimal<std::size_t>(name.substr(list.size() + 1), 0, kMaxEntries - 1);
}

}  // namespace

void FormField::read(std::span<const SentPart> sent) {
    text_.clear();
    entries_.clear();
    file_ = nullptr;
    std::vector<std::pair<std::size_t, std::string>> numbered;
    for (const auto& part : sent) {
        if (part.file != nullptr) {
            const bool mine = widget_ == Widget::File && part.name == own_name();
            if (mine && !part.file->bytes.empty()) file_ = part.file;
        } else if (part.name == own_name()) {
            take(*part.argument);
        } else if (auto number = widget_ == Widget::List ? entry_number(part.name, own_name()) : std::nullopt) {
            if (!part.argument->clean) error("Invalid characters.");
            else numbered.emplace_back(*number, trim(part.argument->value));
        }
    }
    std::stable_sort(numbered.begin(), numbered.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (auto& entry : numbered) entries_.push_back(std::move(entry.second));
    set_entries(std::move(entries_));
    if (widget_ == Widget::Checkbox && !text_.empty()) text_ = "true";
}

void FormField::take(const Argument& argument) {
    if (!argument.clean) return error("Invalid characters.");
    if (widget_ == Widget::MultiSelect) {
        if (entries_.size() < kMaxEntries) entries_.push_back(argument.value);
        return;
    }
    if (sent_) return error("This field was sent twice.");
    sent_ = true;
    text_ = widget_ == Widget::Password ? argument.value : std::string(trim(argument.value));
}

void FormField::drop_blank_entries() {
    if (widget_ != Widget::List) return;
    std::erase(entries_, std::string());
    set_entries(std::move(entries_));
}

bool FormField::press(std::string_view button) {
    if (widget_ != Widget::List) return false;
    const auto pressed = detail::read_list_button(button);
    auto entries = std::move(entries_);
    if (pressed.verb == "add" && entries.size() < kMaxEntries) entries.emplace_back();
    detail::move_entry(entries, pressed);
    set_entries(std::move(entries));
    return true;
}

void FormField::set_prefix(std::string_view prefix) {
    name_.replace(0, prefix_, prefix);
    prefix_ = prefix.size();
    for (std::size_t i = 0; i < parts_.size(); ++i) parts_[i]->name_ = name_ + '-' + std::to_string(i);
}

}  // namespace carafe
