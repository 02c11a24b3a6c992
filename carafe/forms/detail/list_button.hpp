// Buttons that change a list without scripts: "add", "2-remove", "2-up", "2-down".
#pragma once
#include "carafe/base/numbers.hpp"

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace carafe::detail {

struct ListButton {
    std::optional<std::size_t> at{};  ///< which entry
    std::string_view verb{};
};

/// @param text  "add" or "2-remove".
inline ListButton read_list_button(std::string_view text) {
    const auto dash = text.find('-');
    if (dash == text.npos) return {std::nullopt, text};
    return {parse_decimal<std::size_t>(text.substr(0, dash)), text.substr(dash + 1)};
}

/// Removes or moves an entry; an entry that is not there changes nothing.
template <class T>
void move_entry(std::vector<T>& entries, const ListButton& button) {
    if (!button.at || *button.at >= entries.size()) return;
    const auto at = *button.at;
    if (button.verb == "remove") entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(at));
    if (button.verb == "up" && at > 0) std::swap(entries[at], entries[at - 1]);
    if (button.verb == "down" && at + 1 < entries.size()) std::swap(entries[at], entries[at + 1]);
}

}  // namespace carafe::detail
