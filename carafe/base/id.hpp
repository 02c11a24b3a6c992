// Typed row ids: an Id<Task> is a 64-bit integer that cannot be passed where an Id<Person> is wanted.
//
//     Id<Task> id{7};
//     if (task.id) { ... }        // 0 means "not stored yet"
#pragma once
#include <compare>
#include <cstdint>

namespace carafe {

/// What every Id<M> is made of; lets type-erased code read one without knowing M.
struct Key {
    std::int64_t value = 0;
    constexpr Key() = default;
    constexpr explicit Key(std::int64_t v) : value(v) {}
    constexpr explicit operator bool() const { return value != 0; }
    friend constexpr bool operator==(Key, Key) = default;
    friend constexpr auto operator<=>(Key, Key) = default;
};

/// Id of a row of model M. Positive when stored, 0 before.
template <class M>
struct Id : Key {
    using target = M;
    constexpr Id() = default;
    constexpr explicit Id(std::int64_t v) : Key(v) {}
    friend constexpr bool operator==(Id a, Id b) { return a.value == b.value; }
    friend constexpr auto operator<=>(Id a, Id b) { return a.value <=> b.value; }
};

}  // namespace carafe
