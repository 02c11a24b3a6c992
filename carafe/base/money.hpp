// Amounts as integer minor units (cents, paise); never a floating-point number.
#pragma once
#include <compare>
#include <cstdint>
#include <string>

namespace carafe {

struct Money {
    std::int64_t minor = 0;
    friend constexpr auto operator<=>(const Money&, const Money&) = default;
};
constexpr Money operator+(Money a, Money b) { return {a.minor + b.minor}; }
constexpr Money operator-(Money a, Money b) { return {a.minor - b.minor}; }
constexpr Money operator*(Money a, std::int64_t n) { return {a.minor * n}; }

}  // namespace carafe
