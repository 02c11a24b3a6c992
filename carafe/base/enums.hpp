// Enums that have names: one table beside the enum serves the database, forms, templates and JSON.
//
//     enum class Role { Owner, Admin, Member };
//     constexpr EnumEntry<Role> kRoleNames[] = {{Role::Owner, "owner"}, {Role::Admin, "admin", "Administrator"}, ...};
//     constexpr auto& enum_names(Role) { return kRoleNames; }      // found by argument-dependent lookup
#pragma once
#include <optional>
#include <string_view>
#include <type_traits>

namespace carafe {

/// One value of an enum: `name` is stored in the database and must not change; `label` is for people
/// and falls back to `name` when empty.
template <class E>
struct EnumEntry {
    E value;
    std::string_view name;
    std::string_view label{};
};

template <class E>
concept NamedEnum = std::is_enum_v<E> && requires(E e) { enum_names(e); };

/// Stored name of `value`; empty when it is not in the table.
template <NamedEnum E>
constexpr std::string_view enum_name(E value) {
    for (const auto& entry : enum_names(value)) {
        if (entry.value == value) return entry.name;
    }
    return {};
}

/// Text for people; the stored name when there is no label.
template <NamedEnum E>
constexpr std::string_view enum_label(E value) {
    for (const auto& entry : enum_names(value)) {
        if (entry.value == value) return entry.label.empty() ? entry.name : entry.label;
    }
    return {};
}

/// The value stored as `name`, exact match.
template <NamedEnum E>
constexpr std::optional<E> enum_from_name(std::string_view name) {
    for (const auto& entry : enum_names(E{})) {
        if (entry.name == name) return entry.value;
    }
    return std::nullopt;
}

}  // namespace carafe
