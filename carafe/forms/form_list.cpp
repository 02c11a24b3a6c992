#include "carafe/forms/form_list.hpp"

#include "carafe/base/numbers.hpp"
#include "carafe/forms/detail/list_button.hpp"

#include <algorithm>
#include <unordered_map>

namespace carafe {

namespace {

bool is_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::int64_t key_of(const void* model, const orm::Table& table) {
    return reinterpret_cast<const Key*>(static_cast<const char*>(model) + table.key->offset)->value;
}

}  // namespace

void FormRows::clear_errors() {
    FormField::clear_errors();
    for (auto& row : rows_) {
        for (auto* field : row->fields_) field->clear_errors();
    }
}

bool FormRows::has_errors() const {
    return FormField::has_errors() ||
           std::any_of(rows_.begin(), rows_.end(), [](const auto& row) { return row->has_errors(); });
}

Form& FormRows::add_row() {
    if (rows_.size() >= kMaxEntries) throw std::length_error("a list of forms takes at most 1000 rows");
    rows_.push_back(make_row(form().request()));
    rows_.back()->set_prefix(prefix_of(rows_.size() - 1));
    return *rows_.back();
}

void FormRows::number_rows() {
    for (std::size_t i = 0; i < rows_.size(); ++i) rows_[i]->set_prefix(prefix_of(i));
}

void FormRows::set_prefix(std::string_view prefix) {
    FormField::set_prefix(prefix);
    number_rows();
}

/// "addresses-2-street" is "street" of row 2. What is no number is somebody else's; one that is too large is an error.
std::map<std::size_t, std::vector<SentPart>> FormRows::sort_by_row(std::span<const SentPart> sent) {
    std::map<std::size_t, std::vector<SentPart>> rows;
    const auto prefix = std::string(own_name()) + '-';
    bool too_many = false;
    for (auto part : sent) {
        if (!part.name.starts_with(prefix)) continue;
        const auto rest = part.name.substr(prefix.size());
        const auto dash = rest.find('-');
        if (dash == rest.npos || !is_digits(rest.substr(0, dash))) continue;
        const auto number = parse_decimal<std::size_t>(rest.substr(0, dash), 0, kMaxEntries - 1);
        too_many = too_many || !number;
        part.name = rest.substr(dash + 1);
        if (number) rows[*number].push_back(part);
    }
    if (too_many) error("At most " + std::to_string(kMaxEntries) + " entries.");
    return rows;
}

void FormRows::read(std::span<const SentPart> sent) {
    rows_.clear();
    for (const auto& [number, parts] : sort_by_row(sent)) add_row().read(parts);
}

void FormRows::drop_blank_entries() {
    for (auto& row : rows_) row->drop_blank_entries();
    std::erase_if(rows_, [](const auto& row) { return row->is_blank(); });
    number_rows();
}

void FormRows::check() {
    for (auto& row : rows_) row->check();
    FormField::check();
}

bool FormRows::press(std::string_view button) {
    const auto pressed = detail::read_list_button(button);
    if (pressed.at && *pressed.at < rows_.size() && rows_[*pressed.at]->press_list(pressed.verb)) return true;
    if (pressed.verb == "add" && rows_.size() < kMaxEntries) add_row();
    detail::move_entry(rows_, pressed);
    number_rows();
    return true;
}

void FormRows::load(std::span<const void* const> models, TableFunction table) {
    rows_.clear();
    for (const void* model : models) add_row().load(model, table);
}

std::vector<std::size_t> FormRows::match(std::span<const void* const> models, TableFunction table) const {
    std::unordered_map<std::int64_t, std::size_t> by_key;
    for (std::size_t i = 0; i < models.size(); ++i) by_key.emplace(key_of(models[i], table()), i);
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        const auto* field = rows_[i]->key_field(table);
        if (field == nullptr) {
            found.push_back(std::min(i, models.size()));
            continue;
        }
        const auto known = by_key.extract(parse_decimal<std::int64_t>(field->text(), 1).value_or(0));
        found.push_back(known.empty() ? models.size() : known.mapped());
    }
    return found;
}

}  // namespace carafe
